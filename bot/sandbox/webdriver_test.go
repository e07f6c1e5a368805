package sandbox_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Keys as WebDriver names them: https://www.w3.org/TR/webdriver2/#keyboard-actions
const (
	enterKey = "\ue007"
	shiftKey = "\ue008"
	tabKey   = "\ue004"
)

// patience is how long a browser may take for anything.
const patience = 20 * time.Second

// browser speaks WebDriver to chromedriver, with plain HTTP.
type browser struct {
	*testing.T
	session string // its address
}

// openBrowser starts Chromium with a window of the size. Without Chromium the test is
// skipped, unless VECHE_BROWSER=required.
func openBrowser(t *testing.T, width, height int) *browser {
	t.Helper()
	driver, program := find(t, "chromedriver"), find(t, "chromium", "chromium-browser", "google-chrome")
	b := &browser{T: t, session: startDriver(t, driver) + "/session"}
	made := b.call("POST", "", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"browserName":       "chrome",
		"goog:loggingPrefs": map[string]string{"browser": "ALL"},
		"goog:chromeOptions": map[string]any{
			"binary":          program,
			"args":            []string{"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"},
			"mobileEmulation": map[string]any{"deviceMetrics": map[string]any{"width": width, "height": height, "pixelRatio": 1, "touch": false, "mobile": false}},
		},
	}}})
	var session struct{ SessionID string }
	decode(t, made, &session)
	b.session += "/" + session.SessionID
	t.Cleanup(func() { b.call("DELETE", "", nil) })
	return b
}

func find(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("VECHE_BROWSER") == "required" {
		t.Fatalf("%s is not installed (Debian: apt install chromium chromium-driver)", names[0])
	}
	t.Skipf("%s is not installed (Debian: apt install chromium chromium-driver)", names[0])
	return ""
}

// startDriver returns the address of a chromedriver that ends with the test.
func startDriver(t *testing.T, path string) string {
	t.Helper()
	c := exec.Command(path, "--port=0")
	return started(t, c, "started successfully on port ", func(port string) string {
		return "http://127.0.0.1:" + strings.TrimRight(port, ".")
	})
}

// started runs a command until the test ends. It returns, made into an address, the
// word that follows the sign by which the command says that it is ready.
func started(t *testing.T, c *exec.Cmd, sign string, address func(word string) string) string {
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
			return address(strings.Fields(word)[0])
		}
		said.WriteString(lines.Text() + "\n")
	}
	t.Fatalf("%s did not get ready:\n%s", c.Path, said.String())
	return ""
}

// call makes a call of WebDriver that has to work.
func (b *browser) call(method, path string, body any) json.RawMessage {
	b.Helper()
	value, err := b.try(method, path, body)
	if err != nil {
		b.Fatal(err)
	}
	return value
}

func (b *browser) try(method, path string, body any) (json.RawMessage, error) {
	var sent io.Reader
	if method == "POST" {
		text, _ := json.Marshal(body)
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, b.session+path, sent)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %.300s", method, path, answer.Value)
	}
	return answer.Value, nil
}

func decode(t *testing.T, raw json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
}

func (b *browser) open(url string) { b.Helper(); b.call("POST", "/url", map[string]string{"url": url}) }

// run runs a function's body in the page and decodes what it returns.
func (b *browser) run(script string, into any, args ...any) {
	b.Helper()
	if args == nil {
		args = []any{}
	}
	decode(b.T, b.call("POST", "/execute/sync", map[string]any{"script": script, "args": args}), into)
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
			b.Fatalf("%s: %v\nThe page reads:\n%s", what, err, b.text())
		}
		<-tick.C
	}
}

func (b *browser) text() (text string) {
	b.run(`return document.body.innerText`, &text)
	return text
}

// elements lists what the selector finds and can be seen, in the page's order.
func (b *browser) elements(selector string) (ids []string) {
	b.Helper()
	var found []map[string]string
	b.run(`return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility({visibilityProperty: true}))`, &found, selector)
	for _, f := range found {
		for _, id := range f { // the one key is a name that the standard fixes
			ids = append(ids, id)
		}
	}
	return ids
}

// click clicks the last of what the selector finds.
func (b *browser) click(selector string) {
	b.Helper()
	b.until("click "+selector, func() error {
		ids := b.elements(selector)
		if len(ids) == 0 {
			return fmt.Errorf("there is none")
		}
		_, err := b.try("POST", "/element/"+ids[len(ids)-1]+"/click", struct{}{})
		return err
	})
}

// keys types into whatever has the focus.
func (b *browser) keys(all ...string) {
	b.Helper()
	var acts []map[string]string
	press := func(key string) { acts = append(acts, map[string]string{"type": "keyDown", "value": key}) }
	release := func(key string) { acts = append(acts, map[string]string{"type": "keyUp", "value": key}) }
	for _, key := range all {
		if rest, ok := strings.CutPrefix(key, shiftKey); ok {
			press(shiftKey)
			press(rest)
			release(rest)
			release(shiftKey)
			continue
		}
		for _, r := range key {
			press(string(r))
			release(string(r))
		}
	}
	b.call("POST", "/actions", map[string]any{"actions": []any{map[string]any{"type": "key", "id": "keyboard", "actions": acts}}})
}

// complaints lists the errors and warnings of the page's console.
func (b *browser) complaints() (all []string) {
	b.Helper()
	var entries []struct{ Level, Message string }
	decode(b.T, b.call("POST", "/se/log", map[string]string{"type": "browser"}), &entries)
	for _, e := range entries {
		if e.Level == "SEVERE" || e.Level == "WARNING" {
			all = append(all, e.Message)
		}
	}
	return all
}
