package sandbox_test

import (
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"veche/flows/play"
)

// A report travels from a newcomer's phone to the head of her district and back, on the
// chat page, as people would do it: on a desktop, and on a phone where only one chat
// fits the screen. Nothing here depends on how the bot words its buttons.
func TestReportOnTheChatPage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and runs a browser")
	}
	chromium(t)
	program := filepath.Join(t.TempDir(), "veche")
	if out, err := exec.Command("go", "build", "-o", program, "veche").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for _, c := range []struct {
		name          string
		width, height int64
	}{{"desktop", 1280, 800}, {"phone", 390, 844}} {
		t.Run(c.name, func(t *testing.T) {
			p := &page{browser: openBrowser(t, c.width, c.height), narrow: c.width < 600, old: map[string]bool{}}
			url := startSandbox(t, program)
			p.open(url + fmt.Sprintf("?left=%d:%[1]d&right=%d:%d&lang=ru&log=0", newcomer(t, url), play.Maria, play.Moderators().ID))
			p.file()
			p.publish()
			p.answer()
			p.fits(c.width)
			if all := p.complaints(); len(all) > 0 {
				t.Errorf("the console says: %s", strings.Join(all, "\n"))
			}
		})
	}
}

// startSandbox returns the address of a sandbox that ends with the test.
func startSandbox(t *testing.T, program string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	return started(t, exec.Command(program, "sandbox", "--listen", address), "The sandbox is at ")
}

// newcomer is a resident who was not on the stage: those who were may have begun a chat with
// the bot, as the scenes of the subjects had them do.
func newcomer(t *testing.T, url string) int64 {
	t.Helper()
	const lena = 901
	body := fmt.Sprintf(`{"id": %d, "first_name": "Лена", "language_code": "ru"}`, lena)
	resp, err := http.Post(strings.TrimSuffix(url, "/")+"/sim/person", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("a newcomer may not come: %s", resp.Status)
	}
	return lena
}

// page is the chat page in the browser.
type page struct {
	*browser
	narrow bool
	side   string // the phone that is looked at
	card   string // the message that is the resident's card
	old    map[string]bool
}

const words = "Яма у школы, второй день"

// file reports a problem as the resident: most of it by the mouse, the category by keys alone.
func (p *page) file() {
	p.Helper()
	p.look("left")
	p.click(p.in("[data-testid=start]"))
	p.press("c:report")
	p.press(":yes")
	p.awaitFresh("[data-testid=reply-button]")
	p.write("вяземск")
	p.pressByKeys(":roads")
	p.write(words)
	p.press(":done")
	p.awaitFresh("[data-testid=reply-button]")
	p.write("у крыльца")
	p.press(":yes")
	p.until("the resident's card", func() error {
		p.card = run[string](p.browser, `return document.querySelector(arguments[0])?.closest('[data-testid=message]').dataset.messageId ?? ''`, p.in("[data-data='a:report.timeline:1']"))
		if p.card == "" {
			return fmt.Errorf("there is none")
		}
		return nil
	})
}

// publish publishes the report as Maria, in the moderators' group.
func (p *page) publish() {
	p.Helper()
	before := p.cardText()
	p.look("right")
	p.reads("[data-testid=messages]", words)
	p.press("a:report.publish:1")
	p.look("left")
	p.until("the card changes in place", func() error {
		if p.cardText() == before {
			return fmt.Errorf("it still reads %q", before)
		}
		return nil
	})
}

// answer answers as Pavel, the head of the district.
func (p *page) answer() {
	p.Helper()
	p.look("right")
	p.click(p.in("[data-testid=person-picker]"))
	p.click(fmt.Sprintf("[data-testid=menu-item][data-value='%d']", play.Pavel))
	p.press("a:report.answer:1")
	p.write("Засыплем в пятницу")
	p.press(":done")
	p.press(":yes")
	p.look("left")
	p.reads(p.cardSelector(), "Засыплем в пятницу")
	p.reads(p.cardSelector()+" [data-testid=edited]", "изменено")
}

// fits: nothing sticks out at the side.
func (p *page) fits(width int64) {
	p.Helper()
	if wide := run[int64](p.browser, `return document.scrollingElement.scrollWidth`); wide > width {
		p.Errorf("the page is %d wide in a window of %d", wide, width)
	}
}

// look turns to one of the two phones.
func (p *page) look(side string) {
	p.Helper()
	p.side = side
	if p.narrow {
		p.click("[data-testid=tab-" + side + "]")
	}
	other := map[string]string{"left": "right", "right": "left"}[side]
	p.until("looking "+side, func() error {
		if shown := p.seen("[data-testid=pane-"+other+"]") > 0; shown == p.narrow {
			return fmt.Errorf("the other phone is shown: %v", shown)
		}
		return nil
	})
}

func (p *page) in(selector string) string { return "[data-testid=pane-" + p.side + "] " + selector }

func (p *page) cardSelector() string { return p.in("[data-message-id='" + p.card + "']") }

func (p *page) cardText() string { p.Helper(); return p.textOf(p.cardSelector()) }

func (p *page) textOf(selector string) string {
	p.Helper()
	return run[string](p.browser, `return document.querySelector(arguments[0])?.textContent ?? ''`, selector)
}

// reads waits until something reads so.
func (p *page) reads(selector, want string) {
	p.Helper()
	if !strings.HasPrefix(selector, "[data-testid=pane-") {
		selector = p.in(selector)
	}
	p.until(selector+" reads "+want, func() error {
		if text := p.textOf(selector); !strings.Contains(text, want) {
			return fmt.Errorf("it reads %q", text)
		}
		return nil
	})
}

// fresh waits for a button whose data ends so and that was not there when the last one
// was pressed: old questions keep their buttons.
func (p *page) fresh(data string) (selector string) {
	p.Helper()
	p.until("a new button for "+data, func() error {
		found := p.buttons(data)
		if found = slices.DeleteFunc(found, func(b string) bool { return p.old[b] }); len(found) == 0 {
			return fmt.Errorf("there is none")
		}
		selector = p.in("[data-data='" + found[len(found)-1] + "']")
		return nil
	})
	for _, b := range p.buttons("") {
		p.old[b] = strings.HasPrefix(b, "q:")
	}
	return selector
}

func (p *page) buttons(data string) []string {
	p.Helper()
	return run[[]string](p.browser, `return [...document.querySelectorAll(arguments[0])].map((e) => e.dataset.data).filter((d) => d.endsWith(arguments[1]))`, p.in("[data-data]"), data)
}

func (p *page) press(data string) {
	p.Helper()
	p.click(p.fresh(data))
}

// awaitFresh waits until something can be seen.
func (p *page) awaitFresh(selector string) {
	p.Helper()
	p.until(selector, func() error {
		if p.seen(p.in(selector)) == 0 {
			return fmt.Errorf("there is none")
		}
		return nil
	})
}

// write types into the field and sends with Enter. It waits for what was typed to
// stand in the chat.
func (p *page) write(text string) {
	p.Helper()
	p.click(p.in("[data-testid=input]"))
	p.typed(text + kb.Enter)
	p.reads("[data-testid=messages]", text)
}

// pressByKeys walks to a button with Shift+Tab from the field, and presses Enter.
func (p *page) pressByKeys(data string) {
	p.Helper()
	button := p.fresh(data)
	for range 100 {
		if run[bool](p.browser, `return document.activeElement?.matches(arguments[0]) ?? false`, button) {
			p.typed(kb.Enter)
			return
		}
		p.back()
	}
	p.Fatalf("%s cannot be reached by keys", button)
}
