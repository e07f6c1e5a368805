package bot

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	tg "github.com/go-telegram/bot"
	"github.com/google/go-cmp/cmp"

	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// office is a bot's menus on the sandbox: Anna lives here, Boris uses an English
// client, Vera is to become a head.
type office struct {
	t      *testing.T
	sim    *sandbox.Sandbox
	client *tg.Bot
	engine *flows.Engine
	known  map[string]int64
}

const (
	annaID  = 42
	borisID = 43
	veraID  = 44
	groupID = -1001234
)

func newOffice(t *testing.T) *office {
	t.Helper()
	sim := sandbox.New(sandbox.Options{Description: os.Getenv("VECHE_BOT_API")})
	server := httptest.NewServer(sim)
	t.Cleanup(func() { sim.Close(); server.Close() })
	sim.AddPerson(sandbox.Person{ID: annaID, Language: "ru"})
	sim.AddPerson(sandbox.Person{ID: borisID, Language: "en"})
	sim.AddPerson(sandbox.Person{ID: veraID, Language: "ru"})
	for _, p := range []int64{annaID, borisID, veraID} {
		sim.Start(p, "")
	}
	sim.AddGroup(sandbox.Group{ID: groupID, Title: "Модераторы", Members: []int64{annaID}, Bot: "member"})
	client, err := tg.New(sandbox.DefaultToken, tg.WithSkipGetMe(), tg.WithServerURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	do, press := func(*flows.Turn) error { return nil }, func(*flows.Turn, flows.Values) error { return nil }
	engine, err := flows.NewEngine(civic.Smolensk(), nil, flows.Conversation{Name: "profile", Fallback: do,
		Gate:    func(*flows.Turn, string, []byte) error { return nil },
		Actions: []flows.Action{{Name: flows.Mute, Do: press}},
		Commands: []flows.CommandFor{
			{Name: "help", Group: true},
			{Name: "queue", Roles: []civic.Role{civic.Head}},
			{Name: "secret", Quiet: true},
			{Name: flows.Menu, Quiet: true, Do: do},
		}})
	if err != nil {
		t.Fatal(err)
	}
	return &office{t, sim, client, engine, map[string]int64{}}
}

func words(lang, key string) string { return lang + " " + key }

func (o *office) set(in ...officer) error {
	return setMenus(o.t.Context(), o.client, menus(o.engine, words, in), o.known)
}

func (o *office) reads(chat, person int64, want ...string) {
	o.t.Helper()
	var got []string
	for _, c := range o.sim.Menu(chat, person) {
		got = append(got, "/"+c.Command+" "+c.Description)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("menu of %d in %d: -want +got\n%s", person, chat, diff)
	}
}

// calls counts the calls since the last time.
func (o *office) calls(since int64) (n int, last int64) {
	for _, c := range o.sim.Calls(since) {
		n, last = n+1, c.N
	}
	return n, max(last, since)
}

func vera(lang string) officer {
	return officer{Person: veraID, Language: lang, Roles: civic.Roles{{Person: veraID, Role: civic.Head, District: "roslavl"}}}
}

func TestEverybodySeesTheirCommands(t *testing.T) {
	o := newOffice(t)
	if err := o.set(vera("ru")); err != nil {
		t.Fatal(err)
	}
	o.reads(annaID, annaID, "/cancel ru command.cancel", "/help ru command.help")
	o.reads(borisID, borisID, "/cancel en command.cancel", "/help en command.help")
	o.reads(groupID, annaID, "/cancel ru command.cancel", "/help ru command.help")
	o.reads(veraID, veraID, "/cancel ru command.cancel", "/help ru command.help", "/queue ru command.queue")
	if p := o.sim.Problems(); len(p) > 0 {
		t.Error(p)
	}
}

func TestOnlyWhatChangedIsSet(t *testing.T) {
	o := newOffice(t)
	if err := o.set(); err != nil {
		t.Fatal(err)
	}
	n, last := o.calls(0)
	if n != 6 {
		t.Errorf("%d calls for three scopes in two languages", n)
	}
	for _, step := range []struct {
		what   string
		office []officer
		calls  int
	}{
		{"nothing new", nil, 0},
		{"Vera takes office", []officer{vera("ru")}, 1},
		{"nothing new", []officer{vera("ru")}, 0},
		{"she reads English now", []officer{vera("en")}, 1},
		{"she leaves office", nil, 1},
		{"nothing new", nil, 0},
	} {
		if err := o.set(step.office...); err != nil {
			t.Fatal(err)
		}
		if n, last = o.calls(last); n != step.calls {
			t.Errorf("%s: %d calls, want %d", step.what, n, step.calls)
		}
	}
	o.reads(veraID, veraID, "/cancel ru command.cancel", "/help ru command.help")
}

// One that fails does not hold up the others, and is tried again.
func TestMenuThatFails(t *testing.T) {
	o := newOffice(t)
	o.sim.Fail(sandbox.Fault{Method: "setMyCommands", Kind: "500"})
	if err := o.set(vera("ru")); err == nil {
		t.Error("nobody heard that it failed")
	}
	n, last := o.calls(0)
	if n != 7 {
		t.Errorf("%d calls, want 7", n)
	}
	if err := o.set(vera("ru")); err != nil {
		t.Fatal(err)
	}
	if n, _ = o.calls(last); n != 1 {
		t.Errorf("%d calls, want the one that failed", n)
	}
}

func TestDescriptions(t *testing.T) {
	o := newOffice(t)
	long := func(lang, key string) string { return strings.Repeat(words(lang, key)+" ", 100) }
	for range 2 {
		if err := setAbouts(t.Context(), o.client, abouts(long), o.known); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := o.calls(0); n != 4 {
		t.Errorf("%d calls for two texts in two languages", n)
	}
	got, err := o.client.GetMyShortDescription(t.Context(), &tg.GetMyShortDescriptionParams{LanguageCode: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if s := got.ShortDescription; !strings.HasPrefix(s, "en about.short") || utf8.RuneCountInString(s) > maxShort {
		t.Errorf("%d characters: %s", utf8.RuneCountInString(s), s)
	}
}

func TestOfficersAreThoseWhoHoldRoles(t *testing.T) {
	_, s := watched(t)
	head := civic.Grant{Person: veraID, Role: civic.Head, District: "roslavl"}
	moderator := civic.Grant{Person: veraID, Role: civic.Moderator}
	centre := civic.Grant{Person: borisID, Role: civic.Centre}
	var got []officer
	err := s.Update(func(tx *storage.Tx) error {
		for _, g := range []civic.Grant{head, moderator, centre} {
			if err := storage.Grants.Put(tx, storage.KeyOf(g), g); err != nil {
				return err
			}
		}
		for _, p := range []civic.Person{{ID: annaID, Language: "ru"}, {ID: borisID, Language: "en"}} {
			if err := storage.People.Put(tx, p.ID, p); err != nil {
				return err
			}
		}
		var err error
		got, err = officers(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []officer{
		{Person: borisID, Roles: civic.Roles{centre}, Language: "en"},
		{Person: veraID, Roles: civic.Roles{head, moderator}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
