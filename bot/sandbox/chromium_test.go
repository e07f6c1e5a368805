package sandbox_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a browser may take for anything.
const patience = 20 * time.Second

// browser is a window of Chromium.
type browser struct {
	*testing.T
	ctx  context.Context
	mu   sync.Mutex
	said []string // errors and warnings of the console
}

// openBrowser starts Chromium with a window of the size.
func openBrowser(t *testing.T, width, height int64) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, shut := chromedp.NewContext(ctx)
	t.Cleanup(shut)
	b := &browser{T: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // without a limit: it would end the browser
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(width, height))
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err == nil && (m.IsException() || m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning) {
				b.mu.Lock()
				b.said = append(b.said, m.String())
				b.mu.Unlock()
			}
		}
	}()
	return b
}

// chromium is the path of the program. Without it the test is skipped, unless
// VECHE_BROWSER=required.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "chromium is not installed (Debian: apt install chromium)"
	if os.Getenv("VECHE_BROWSER") == "required" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// started runs a command until the test ends. It returns the word that follows the sign
// by which the command says that it is ready.
func started(t *testing.T, c *exec.Cmd, sign string) string {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = c.Stdout
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
	})
	guard := time.AfterFunc(patience, func() { _ = c.Process.Kill() })
	defer guard.Stop()
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, word, ok := strings.Cut(lines.Text(), sign); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return strings.Fields(word)[0]
		}
		said.WriteString(lines.Text() + "\n")
	}
	t.Fatalf("%s did not get ready:\n%s", c.Path, said.String())
	return ""
}

// do does what has to work.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := b.try(steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *browser) try(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, done := context.WithTimeout(b.ctx, patience)
	defer done()
	return chromedp.Do(ctx, steps...)
}

func (b *browser) open(url string) { b.Helper(); b.do(chromedp.Navigate(url)) }

// run runs a function's body in the page and returns what it returns.
func run[T any](b *browser, body string, args ...any) T {
	b.Helper()
	given, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		b.Fatal(err)
	}
	ctx, done := context.WithTimeout(b.ctx, patience)
	defer done()
	result, err := chromedp.Run(ctx, chromedp.Evaluate[T]("(function() {"+body+"}).apply(null, "+string(given)+")"))
	if err != nil {
		b.Fatalf("%s: %v", body, err)
	}
	return result
}

// until tries something until it works.
func (b *browser) until(what string, try func() error) {
	b.Helper()
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("%s: %v\nThe page reads:\n%s", what, err, run[string](b, `return document.body.innerText`))
		}
		<-tick.C
	}
}

// seen counts what the selector finds and can be seen.
func (b *browser) seen(selector string) int {
	b.Helper()
	return run[int](b, `return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility({visibilityProperty: true})).length`, selector)
}

// where is the middle of the last of what the selector finds and can be seen, if nothing
// lies on it.
const where = `
	const e = [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility({visibilityProperty: true})).pop();
	if (!e) return {};
	e.scrollIntoView({block: 'nearest', behavior: 'instant'});
	const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
	return {there: true, free: e.contains(document.elementFromPoint(x, y)), x, y};`

// click clicks the last of what the selector finds, by the mouse.
func (b *browser) click(selector string) {
	b.Helper()
	b.until("click "+selector, func() error {
		at := run[struct {
			There, Free bool
			X, Y        float64
		}](b, where, selector)
		if !at.There || !at.Free {
			return fmt.Errorf("there: %v, with nothing on it: %v", at.There, at.Free)
		}
		return b.try(chromedp.MouseClickXY(at.X, at.Y))
	})
}

// typed types into whatever has the focus.
func (b *browser) typed(keys string) { b.Helper(); b.do(chromedp.KeyEvent(keys)) }

// back goes to what had the focus before, by Shift+Tab.
func (b *browser) back() {
	b.Helper()
	b.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
}

// complaints lists the errors and warnings of the page's console.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said
}
