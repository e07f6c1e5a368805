package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"

	"veche/bot/sandbox"
)

// post is the sandbox with somebody at the door who writes down what each chat was
// sent and rings its bell: with so many people, nobody should wake for the others.
type post struct {
	box    *sandbox.Sandbox
	polled chan struct{} // a poll came

	mu    sync.Mutex
	said  map[int64][]string // by chat, in order
	calls int                // that send or change a message
	bells map[int64]chan struct{}
}

func newPost(box *sandbox.Sandbox) *post {
	return &post{box: box, polled: make(chan struct{}, 1), said: map[int64][]string{}, bells: map[int64]chan struct{}{}}
}

func (p *post) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // killed while it spoke
	}
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	if method == "getUpdates" {
		ring(p.polled)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	p.box.ServeHTTP(w, r)
	p.note(method, body)
}

func (p *post) note(method string, body []byte) {
	var call struct {
		Chat int64 `json:"chat_id"`
		Text string
	}
	if json.Unmarshal(body, &call) != nil || call.Chat == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch method {
	case "sendMessage":
		p.said[call.Chat] = append(p.said[call.Chat], call.Text)
		p.calls++
	case "editMessageText":
		p.calls++
	}
	if bell, ok := p.bells[call.Chat]; ok {
		ring(bell)
	}
}

func (p *post) bell(chat int64) { p.bells[chat] = make(chan struct{}, 1) }

func (p *post) heard(chat int64, text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := p.said[chat]
	for i := len(said) - 1; i >= 0; i-- {
		if said[i] == text {
			return true
		}
	}
	return false
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default: // it rings already
	}
}

// resident reports problem after problem, and does other things between the steps.
type resident struct {
	*town
	id     int64
	rng    *rand.Rand
	done   []string // questions that were answered, by the mark that their buttons carry
	sent   []string // texts of reports that were sent off
	echoes []string // replies that have to come, in order
	bad    []string // marks of updates that cannot be handled
	serial int
}

func (r *resident) live(ctx context.Context) error {
	for first := true; first || !r.over.Load(); first = false {
		if err := r.report(ctx, first); err != nil {
			return fmt.Errorf("person %d, report %d: %w", r.id, len(r.sent)+1, err)
		}
	}
	return nil
}

// report walks the form once.
func (r *resident) report(ctx context.Context, first bool) error {
	text := fmt.Sprintf("Яма у дома, случай %d-%d", r.id, len(r.sent)+1)
	steps := []func() error{
		func() error { return r.press(ctx, "vyazemsky") },
		func() error { return r.press(ctx, "roads") },
		func() error { return r.write(ctx, text, "x") },
		func() error { return r.press(ctx, "done") },
		func() error { return r.answer(ctx, "у магазина", "report.place") },
		func() error { return r.press(ctx, "yes") },
	}
	if first {
		steps = append([]func() error{
			func() error { return r.press(ctx, "yes") }, // consent
			func() error { return r.answer(ctx, "Вяземск", "report.district") },
		}, steps[1:]...)
	}
	r.say("/report")
	for _, step := range steps {
		if err := r.wander(ctx); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	r.sent = append(r.sent, text)
	return r.until(ctx, "the receipt", func() bool { return r.receipts() >= len(r.sent) })
}

// receipts counts the different numbers of reports that the person was told.
func (r *resident) receipts() int {
	before, _, _ := strings.Cut(wording("report.filed", "ID", "", "Official", "", "URL", ""), "№ ")
	r.mu.Lock()
	defer r.mu.Unlock()
	told := map[string]bool{}
	for _, text := range r.said[r.id] {
		if rest, ok := strings.CutPrefix(text, before+"№ "); ok {
			number, _, _ := strings.Cut(rest, "<")
			told[number] = true
		}
	}
	return len(told)
}

// wander does something beside the form, now and then.
func (r *resident) wander(ctx context.Context) error {
	switch r.rng.IntN(30) {
	case 0, 1:
		return r.echo(ctx, 1+r.rng.IntN(5))
	case 2:
		r.box.Raw(fmt.Appendf(nil, `{"message":{"message_id":1,"date":1,"from":{"id":%d,"first_name":"x"},"chat":{"id":%[1]d,"type":"private"},
			"caption":%q,"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo"}]}}}`, r.id, r.mark("broken")))
		r.acts.Add(1)
	case 3:
		r.say("/" + r.mark("panic"))
	case 4:
		r.say("/" + r.mark("fail"))
	}
	return nil
}

func (r *resident) mark(kind string) string {
	r.serial++
	mark := fmt.Sprintf("%s %d-%d", kind, r.id, r.serial)
	r.bad = append(r.bad, mark)
	return mark
}

// echo says several things in one breath and waits for the answer to the last.
func (r *resident) echo(ctx context.Context, n int) error {
	var last string
	for range n {
		r.serial++
		word := fmt.Sprintf("%d-%d", r.id, r.serial)
		last = "эхо " + word
		r.echoes = append(r.echoes, last)
		r.say("/echo " + word)
	}
	return r.until(ctx, last, func() bool { return r.heard(r.id, last) })
}

func (r *resident) say(text string) {
	r.acts.Add(1)
	r.box.Text(r.id, r.id, text)
}

// answer writes once the question with the wording stands.
func (r *resident) answer(ctx context.Context, text, question string) error {
	err := r.until(ctx, question, func() bool { return r.heard(r.id, wording(question)) })
	r.say(text)
	return err
}

// press presses the button of a new question that stands for the value.
func (r *resident) press(ctx context.Context, value string) error {
	message, data, err := r.question(ctx, value)
	if err != nil {
		return err
	}
	r.acts.Add(1)
	_, err = r.box.Press(r.id, r.id, message, data)
	return err
}

// write writes once a new question stands that has the button.
func (r *resident) write(ctx context.Context, text, value string) error {
	_, _, err := r.question(ctx, value)
	r.say(text)
	return err
}

// question waits for one that was not answered yet and has a button for the value.
func (r *resident) question(ctx context.Context, value string) (message int64, data string, err error) {
	err = r.until(ctx, "a question with "+value, func() bool {
		for _, m := range r.box.Messages(r.id) {
			for _, b := range m.Buttons() {
				mark, got, _ := strings.Cut(strings.TrimPrefix(b.Data, "q:"), ":")
				if got == value && !slices.Contains(r.done, mark) {
					message, data, r.done = m.ID, b.Data, append(r.done, mark)
					return true
				}
			}
		}
		return false
	})
	return message, data, err
}

// until waits for something to be so; it is looked at again after each message.
func (r *resident) until(ctx context.Context, what string, so func() bool) error {
	for !so() {
		select {
		case <-r.bells[r.id]:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w; the newest messages: %q", what, ctx.Err(), r.newest(3))
		}
	}
	return nil
}

func (r *resident) newest(n int) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	said := r.said[r.id]
	return said[max(0, len(said)-n):]
}
