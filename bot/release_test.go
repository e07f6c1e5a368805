package bot_test

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/bot"
	"veche/flows/subjects"
	"veche/storage"
)

var updateReleases = flag.Bool("update", false, "rewrite how the files of releases go on, testdata/releases/*.txt")

// TestReleasesGoOn lets a bot of today take up the file of each release: what waited
// leaves, whoever stood in the middle of a form comes to its end, old buttons, links and
// cards are answered, what was due happens. What people read is in a text beside the file;
// it changes only where a release means people to read something else.
//
// Where this fails without that: a migration is missing or wrong, a form, a question, a
// kind of timer, job or broadcast lost its name, or a draft or an argument a field.
func TestReleasesGoOn(t *testing.T) {
	files, err := filepath.Glob("testdata/releases/*.db.gz")
	if err != nil || len(files) == 0 {
		t.Fatal("no files of releases", err)
	}
	for _, packed := range files {
		name := strings.TrimSuffix(packed, ".db.gz")
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			golden(t, name+".txt", goneOn(t, name))
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *updateReleases {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range max(len(was), len(is)) {
		if i >= len(was) || i >= len(is) || was[i] != is[i] {
			t.Fatalf("%s:%d: was\n%s\nis\n%s\nRun go test ./bot -run ReleasesGoOn -update if people are meant to read this.", path, i+1, lines(was, i), lines(is, i))
		}
	}
}

func lines(all []string, at int) string {
	return strings.Join(all[min(max(at-3, 0), len(all)):min(at+5, len(all))], "\n")
}

// goneOn opens a copy of the file and lets everything in it go on to its end.
func goneOn(t *testing.T, name string) string {
	path := filepath.Join(t.TempDir(), "veche.db")
	unpack(t, name+".db.gz", path)
	text, err := os.ReadFile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var s scenery
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	p := newTroupe(t, path, s.Clock, subjects.All()...)
	p.engine.Unlimited = false
	p.arrange(s)
	aside := p.quarantined()
	p.takeUp()
	for _, one := range s.Stands {
		p.finish(one)
	}
	for _, one := range s.Presses {
		p.told("%d presses %s", one.Person, one.Data)
		p.pressAt(one.Person, one.Chat, one.Message, one.Data)
		p.settle()
		p.hear(one.Chat)
	}
	p.follows(s)
	p.days(16)
	p.retry(aside)
	p.sound()
	return p.out.String()
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// messagesBefore is more than any chat of a release's file has seen.
const messagesBefore = 2000

var fileID = regexp.MustCompile(`(AgACAgIAAxk|AwACAgIAAxk|BQACAgIAAxk|CAACAgIAAxk)[\w-]{28}`)

// arrange puts the people, groups and files of the scenery into the sandbox.
func (p *troupe) arrange(s scenery) {
	p.Helper()
	for id, lang := range s.People {
		p.enter(fmt.Sprint(id), lang, id)
	}
	for _, g := range s.Groups {
		if g.Kind == "channel" {
			g.Bot = "administrator"
		}
		p.box.AddGroup(g)
		if g.Forum {
			p.threads[g.ID] = p.box.AddTopic(g.ID, g.Title)
		}
		p.groups = append(p.groups, g)
	}
	for _, one := range s.Stands {
		if one.Chat < 0 {
			p.box.SetMember(one.Chat, one.Person, "member")
		}
	}
	p.box.Past(messagesBefore)
	file, err := os.ReadFile(p.path)
	if err != nil {
		p.Fatal(err)
	}
	for _, id := range fileID.FindAll(file, -1) {
		p.box.Adopt(string(id))
	}
	p.news()
}

// takeUp starts the bot: what waited to leave, what was due, what was on its way.
func (p *troupe) takeUp() {
	p.Helper()
	p.told("the bot takes up what waited")
	p.start()
	p.settle()
	p.spread()
	p.box.Clock().Advance(2 * time.Second) // an album is complete
	p.settle()
	told := p.news()
	slices.Sort(told) // jobs end in any order
	p.out.WriteString(strings.Join(told, ""))
}

// finish lets somebody go on from where they stand to the end of the form.
func (p *troupe) finish(one standing) {
	p.Helper()
	form, question, _ := strings.Cut(one.At, "/")
	if s := p.session(one.Person, one.Chat); s.Flow != form || s.State != question {
		p.Errorf("%d stood at %s and stands at %s/%s: where a form or a question gets another name, a migration gives it to those who are in it", one.Person, one.At, s.Flow, s.State)
	}
	for _, act := range one.Then {
		p.told("%d at %s: %s", one.Person, one.At, act)
		p.act(one.Person, one.Chat, act)
		p.hear(one.Chat)
	}
	if s := p.session(one.Person, one.Chat); s.Flow != "" {
		p.Errorf("%d stood at %s and did not come to an end, but to %s/%s", one.Person, one.At, s.Flow, s.State)
	}
}

// follows lets people use old links, and reply to old cards.
func (p *troupe) follows(s scenery) {
	p.Helper()
	newcomer := p.enter("newcomer", "ru", firstPerson+int64(len(p.langs)))
	for _, name := range sortedKeys(s.Links) {
		p.told("a newcomer opens the link of an old %s", name)
		p.act(newcomer, newcomer, "/start "+s.Links[name])
		p.hear(newcomer)
		p.act(newcomer, newcomer, "/cancel")
		p.news()
	}
	for _, card := range p.cards() {
		who := int64(card.Chat)
		p.act(who, who, "/cancel")
		p.news()
		p.told("%d replies to %s", who, card.Name)
		m := p.ours(who)
		m["message_id"] = card.ID
		p.raw(who, who, map[string]any{"text": "Так и есть", "reply_to_message": m})
		p.settle()
		p.hear(who)
	}
}

// cards is the newest live message in a private chat for each reader of reports.
func (p *troupe) cards() (all []storage.Live) {
	newest := map[string]storage.Live{}
	p.view(func(tx *storage.Tx) error {
		for rec, err := range storage.Lives.All(tx) {
			if err != nil {
				return err
			}
			reader := rec.Key.Name[strings.LastIndex(rec.Key.Name, "/")+1:]
			if rec.Value.ID != 0 && rec.Key.Chat > 0 && newest[reader].ID < rec.Value.ID {
				newest[reader] = rec.Value
			}
		}
		return nil
	})
	for _, reader := range sortedKeys(newest) {
		all = append(all, newest[reader])
	}
	return all
}

// days lets time pass: what was due happens. Of what people read then it only says how
// much there was of each kind.
func (p *troupe) days(n int) {
	p.Helper()
	for day := 1; day <= n; day++ {
		p.box.Clock().Advance(24 * time.Hour)
		p.settle()
		p.spread()
		p.told("day %d", day)
		kinds := map[string]int{}
		for _, text := range p.news() {
			line, _, _ := strings.Cut(text[strings.Index(text, ": ")+2:], "\n")
			kinds[digits.ReplaceAllString(line, "#")]++
		}
		for _, kind := range sortedKeys(kinds) {
			fmt.Fprintf(&p.out, "  %d × %s\n", kinds[kind], kind)
		}
	}
}

var digits = regexp.MustCompile(`\d+`)

// retry tries again what was in quarantine, as an operator does.
func (p *troupe) retry(aside []storage.Quarantined) {
	p.Helper()
	o, err := bot.NewOperator(p.path)
	if err != nil {
		p.Fatal(err)
	}
	for _, q := range aside {
		err := o.Retry(p.Context(), q.ID)
		p.settle()
		p.told("tried again: %s: %v", q.Kind, err)
		p.hear(int64(q.Person))
	}
}

// sound looks at the file and the calls at the end: all is whole, and nothing was put aside
// that was not before.
func (p *troupe) sound() {
	p.Helper()
	for _, q := range p.quarantined() {
		p.told("still in quarantine: %s: %s", q.Kind, q.Error)
	}
	for _, problem := range p.box.Problems() {
		p.Errorf("call %d, %s: %s", problem.N, problem.Method, problem.Text)
	}
}
