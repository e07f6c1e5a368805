package bot

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"veche/bot/sandbox"
	"veche/storage"
)

// faultsOf are what can happen to a call; those that end by themselves happen once.
var faultsOf = []struct {
	name  string
	fault sandbox.Fault
}{
	{"400 unknown", sandbox.Fault{Kind: "refused", Code: 400, Says: "Bad Request: SOMETHING_NEW", Times: -1}},
	{"400 known", sandbox.Fault{Kind: "refused", Code: 400, Says: "Bad Request: chat not found", Times: -1}},
	{"403", sandbox.Fault{Kind: "403", Times: -1}},
	{"413 page", sandbox.Fault{Kind: "page", Code: 413, Times: -1}},
	{"429", sandbox.Fault{Kind: "429", RetryAfter: 7}},
	{"500", sandbox.Fault{Kind: "500"}},
	{"502 page", sandbox.Fault{Kind: "garbage"}},
	{"cut before", sandbox.Fault{Kind: "cut-before"}},
	{"cut after", sandbox.Fault{Kind: "cut-after"}},
	{"hang", sandbox.Fault{Kind: "slow", Delay: time.Hour}},
}

// callsOf are the methods that are called for people, and what somebody does to have each
// of them called: the last act is the one that meets the fault.
var callsOf = []struct {
	method string
	acts   []string
}{
	{"sendMessage", []string{"text"}},
	{"sendPhoto", []string{"photo"}},
	{"sendMediaGroup", []string{"album"}},
	{"sendVoice", []string{"voice"}},
	{"sendDocument", []string{"file"}},
	{"sendLocation", []string{"point"}},
	{"editMessageText", []string{"mine", "mine+buttons"}},
	{"editMessageCaption", []string{"mine+picture", "mine+picture+buttons"}},
	{"editMessageMedia", []string{"mine+picture", "mine+other"}},
	{"deleteMessage", []string{"mine", "mine+remove"}},
}

const faultsFile = "testdata/faults.txt"

// Every method meets every fault: what both people read, and what the store holds, stands
// in the file.
func TestEveryMethodMeetsEveryFault(t *testing.T) {
	var all strings.Builder
	for _, c := range callsOf {
		fmt.Fprintf(&all, "%s\n", c.method)
		for _, f := range faultsOf {
			inBubble(t, func(s *bubble) {
				fmt.Fprintf(&all, "  %-12s %s\n", f.name, s.meets(c.method, c.acts, f.fault))
			})
		}
	}
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(faultsFile, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(faultsFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("-want +got; -update rewrites it\n%s", diff)
	}
}

// meets lets the author act while the method fails, and tells what came of it.
func (s *bubble) meets(method string, acts []string, f sandbox.Fault) string {
	s.box.Adopt("AgACAgIAAxkphoto1", "AgACAgIAAxkphoto2", "AgACAgIAAxkphoto3", "AwACAgIAAxkvoice1")
	for _, act := range acts[:len(acts)-1] {
		s.says(talkAuthor, "/test "+act)
	}
	f.Method, f.Chat = method, talkAuthor
	before := s.calls(method, f.Chat)
	s.box.Fail(f)
	s.says(talkAuthor, "/test "+acts[len(acts)-1])
	if s.busy(3 * time.Minute); f.Times < 0 {
		s.busy(11 * time.Minute)
	}
	s.box.ClearFaults()
	calls, left := s.calls(method, f.Chat)-before, s.holds()
	s.says(talkAuthor, "/test text next")
	return fmt.Sprintf("calls %s; author: %s; Centre: %s; %s", few(calls), s.seen(talkAuthor), s.seen(talkCentre), left)
}

// few is a number of calls, which for what fails for long depends on the moment.
func few(n int) string {
	if n > 6 {
		return "many"
	}
	return fmt.Sprint(n)
}

// seen is what somebody reads of the bot.
func (s *bubble) seen(who int64) string {
	var all []string
	for _, m := range s.box.Messages(who) {
		if m.From == nil || !m.From.IsBot {
			continue
		}
		text, _, _ := strings.Cut(m.Text+m.Caption, ".")
		for what, is := range map[string]bool{"photo": len(m.Photo) > 0, "voice": m.Voice != nil, "file": m.Document != nil, "place": m.Location != nil, "buttons": m.Markup != nil} {
			if is {
				text += "+" + what
			}
		}
		all = append(all, sorted(text))
	}
	for i := 0; i < len(all); i++ {
		n := 1
		for n+i < len(all) && all[n+i] == all[i] {
			n++
		}
		if n > 1 {
			all = slices.Replace(all, i, i+n, fmt.Sprint(n, " × ", all[i]))
		}
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, ", ")
}

// sorted puts what a message has besides words in order.
func sorted(text string) string {
	parts := strings.Split(text, "+")
	slices.Sort(parts[1:])
	return strings.Join(parts, "+")
}

// holds is what is left in the store.
func (s *bubble) holds() string {
	var all []string
	for _, r := range s.rows(true) {
		all = append(all, "aside for "+r.Aside.Why)
	}
	for range s.rows(false) {
		all = append(all, "waits")
	}
	s.in(func(tx *storage.Tx) error {
		for rec, err := range storage.Quarantine.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, "quarantine: "+rec.Value.Kind)
		}
		p, err := storage.People.Get(tx, talkAuthor)
		if p.Unreachable {
			all = append(all, "unreachable")
		}
		return err
	})
	if len(all) == 0 {
		return "nothing is left"
	}
	return strings.Join(all, ", ")
}
