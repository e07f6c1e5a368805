package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/bot/sandbox/script"
	"veche/bot/sandbox/stage"
	"veche/flows"
	"veche/flows/centre"
	"veche/flows/civic"
	"veche/flows/play"
	"veche/flows/subjects"
	"veche/flows/testdata/thanks"
	"veche/locales"
	"veche/storage"
)

// TestMain lets a test start this program: the test's own binary, told to be it.
func TestMain(m *testing.M) {
	if os.Getenv("VECHE_BE_THE_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

var rewrite = flag.Bool("update", false, "rewrite the transcripts in flows/testdata/transcripts")

// TestTranscripts plays every script in flows/testdata/scripts in both languages and
// compares what people read with flows/testdata/transcripts.
func TestTranscripts(t *testing.T) { playAll(t, false, locales.Languages()...) }

// TestTranscriptsWithRestarts plays them again, and before each act the bot is
// stopped and another one started, which knows only what is in the store. People read
// the very same.
func TestTranscriptsWithRestarts(t *testing.T) {
	if *rewrite || testing.Short() {
		t.Skip("rewritten, or played at leisure only")
	}
	playAll(t, true, "ru")
}

func playAll(t *testing.T, restless bool, langs ...string) {
	scripts, err := filepath.Glob("flows/testdata/scripts/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, path := range scripts {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		for _, lang := range langs {
			t.Run(name+"."+lang, func(t *testing.T) {
				t.Parallel()
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				golden(t, "flows/testdata/transcripts/"+name+"."+lang+".txt", played(t, newWorld(t, lang), string(text), restless))
			})
		}
	}
}

// The conversation to copy is played as the others are, by a bot that has it too.
func TestTranscriptsOfTheConversationToCopy(t *testing.T) {
	text, err := os.ReadFile("flows/testdata/thanks/script.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locales.Languages() {
		for _, restless := range []bool{false, true} {
			if restless && *rewrite {
				continue
			}
			w := buildWorld(t, lang, storage.Options{}.Keeping(thanks.Listed), []fs.FS{thanks.Words}, append(subjects.All(), thanks.Conversation()))
			golden(t, "flows/testdata/thanks/transcript."+lang+".txt", played(t, w, string(text), restless))
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := script.Differ(string(want), got); d != "" {
		t.Fatalf("%s: %s\nRun go test . -run Transcripts -update if this is meant.", path, d)
	}
}

// played plays a script against a bot of its own.
func played(t *testing.T, w *world, text string, restless bool) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	p := script.Play{Box: w.box, Lang: w.lang, Chats: map[string]int64{}, Label: w.label, Busy: w.busy,
		Stop: func() error { return w.stop() }, Start: func() error { return w.start(t) }, Restless: restless}
	got, err := w.play(t, ctx, &p, text)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	for _, problem := range w.box.Problems() {
		t.Errorf("call %d, %s: %s", problem.N, problem.Method, problem.Text)
	}
	w.clean(t)
	return got
}

// play sets the stage that the script wants, and plays it. There are two stages by
// themselves, "empty" (nobody has a role yet) and "" (everybody has theirs); the
// others are scripts in flows/testdata/stages.
func (w *world) play(t *testing.T, ctx context.Context, p *script.Play, text string) (string, error) {
	switch stage := script.Stage(text); stage {
	case "empty":
		claim, err := centre.Claim(w.store, monday)
		if err != nil {
			return "", err
		}
		p.Link = claim
		w.run(t)
	case "":
		p.Chats["moderators"] = moderators
		w.cast(t)
		w.run(t)
		for _, id := range script.Guests() { // the bot may not write first
			w.box.Start(id, "")
		}
	default:
		before, err := os.ReadFile("flows/testdata/stages/" + stage + ".txt")
		if err != nil {
			return "", err
		}
		if told, err := w.play(t, ctx, p, string(before)); err != nil {
			return told, fmt.Errorf("stage %s: %w", stage, err)
		}
	}
	return p.Run(ctx, text)
}

const moderators int64 = -1001000000001

// monday is the first act's time: a working morning.
var monday = time.Date(2026, time.November, 23, 10, 0, 0, 0, civic.Smolensk().Zone)

// world is a bot at work in a sandbox whose clock moves only when it is turned.
type world struct {
	lang   string
	box    *sandbox.Sandbox
	store  *storage.Store
	engine *flows.Engine
	words  *locales.Locales
	api    string
	stop   func() error // the bot
}

func newWorld(t *testing.T, lang string) *world {
	t.Helper()
	return buildWorld(t, lang, storage.Options{}, nil, subjects.All())
}

func buildWorld(t *testing.T, lang string, o storage.Options, words []fs.FS, all []flows.Conversation) *world {
	t.Helper()
	w := &world{lang: lang}
	var err error
	if w.words, err = locales.New(words...); err != nil {
		t.Fatal(err)
	}
	if w.engine, err = flows.NewEngine(civic.Smolensk(), nil, all...); err != nil {
		t.Fatal(err)
	}
	w.engine.Strict = true
	if w.store, err = storage.Open(filepath.Join(t.TempDir(), "veche.db"), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	w.box = sandbox.New(sandbox.Options{Now: func() time.Time { return monday }, Description: os.Getenv("VECHE_BOT_API")})
	script.Enter(w.box, lang)
	return w
}

// run starts the bot and stops it when the test ends.
func (w *world) run(t *testing.T) {
	server := httptest.NewServer(w.box)
	w.api = server.URL
	if err := w.start(t); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.stop(); err != nil {
			t.Error(err)
		}
		w.box.Close()
		server.Close()
	})
}

// start starts a bot, which knows only what is in the store.
func (w *world) start(t *testing.T) error {
	ctx, stop := context.WithCancel(context.Background())
	b, err := bot.New(bot.Config{Token: sandbox.DefaultToken, API: w.api, Store: w.store, Engine: w.engine, Locales: w.words, Free: true,
		Now: w.box.Clock().Now, Turned: w.box.Clock().Changed, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		stop()
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	w.stop = sync.OnceValue(func() error {
		stop()
		return <-ended
	})
	return nil
}

// cast gives everybody their place, as if they had been invited, and the moderators
// their group.
func (w *world) cast(t *testing.T) {
	at := monday.AddDate(0, -1, 0)
	vera := civic.PersonID(script.Who("vera"))
	grants := map[string]civic.Grant{
		"vera": {Role: civic.Centre}, "maria": {Role: civic.Moderator}, "denis": {Role: civic.Moderator},
		"pavel": {Role: civic.Head, District: "vyazemsky"}, "galina": {Role: civic.Staff, District: "vyazemsky"},
		"oleg": {Role: civic.Head, District: "roslavlsky"}, "igor": {Role: civic.Supervisor, District: "vyazemsky"},
	}
	title, _ := w.words.Text(w.lang, "desk.moderators", nil)
	desk := storage.Desk{Name: civic.ModeratorsDesk, Chat: storage.ChatID(moderators), Title: title, Language: w.lang, By: vera, At: at}
	err := w.store.Update(func(tx *storage.Tx) error {
		for _, id := range script.Guests() {
			p := civic.Person{ID: civic.PersonID(id), Language: w.lang, Joined: at, Consent: civic.Consented{Version: w.engine.Region.Consent.Version, At: at}}
			if err := storage.People.Put(tx, p.ID, p); err != nil {
				return err
			}
		}
		for who, g := range grants {
			g.Person, g.By, g.At = civic.PersonID(script.Who(who)), vera, at
			if err := storage.Grants.Put(tx, storage.KeyOf(g), g); err != nil {
				return err
			}
		}
		return storage.Desks.Put(tx, desk.Name, desk)
	})
	if err != nil {
		t.Fatal(err)
	}
	w.box.AddGroup(sandbox.Group{ID: moderators, Title: title, Members: []int64{script.Who("vera"), script.Who("maria"), script.Who("denis")}, Bot: "member"})
}

// label words a button as the bot does: by a key of the locales, or by one of the
// region, "category.roads", "district.vyazemsky", "refusal.repeat".
func (w *world) says(key string) string {
	text, _ := w.words.Text(w.lang, key, nil)
	return text
}

func (w *world) label(key string, args map[string]any) (string, error) {
	kind, id, _ := strings.Cut(key, ".")
	r := w.engine.Region
	switch kind {
	case "category":
		c, _ := r.Category(civic.CategoryID(id))
		return c.Emoji + " " + c.Name.In(w.lang), nil
	case "district":
		d, ok := r.District(civic.DistrictID(id))
		if ok {
			return d.Short.In(w.lang), nil
		}
	case "home":
		d, _ := r.District(civic.DistrictID(id))
		return d.Name.In(w.lang), nil
	case "part":
		d, _ := r.District("smolensk-city")
		part, _ := d.Part(id)
		return part.Name.In(w.lang), nil
	case "refusal":
		f, _ := r.Refusal(id)
		return f.Name.In(w.lang), nil
	}
	return w.words.Text(w.lang, key, args)
}

// busy names something that is still to be done, "" if there is nothing.
func (w *world) busy() (what string) {
	now := w.box.Clock().Now()
	err := w.store.View(func(tx *storage.Tx) error {
		for rec, err := range storage.Outbox.All(tx) {
			if err != nil || !w.waits(tx, rec.Value, now) {
				what = fmt.Sprintf("row %d of the outbox", rec.Key)
				return err
			}
		}
		for rec, err := range storage.Jobs.All(tx) {
			what = "job " + rec.Value.Kind
			return err
		}
		for rec, err := range storage.Timers.All(tx) {
			if err != nil || !rec.Value.Due.After(now) {
				what = "timer " + rec.Value.Name
				return err
			}
		}
		return nil
	})
	if err != nil {
		what = err.Error()
	}
	return what
}

// waits reports whether a row is meant to wait for the morning.
func (w *world) waits(tx *storage.Tx, row storage.Outgoing, now time.Time) bool {
	if row.Lane != storage.Push || !w.engine.Region.Quiet.Contains(now) {
		return false
	}
	live, found, err := storage.Lives.Find(tx, storage.LiveKey{Chat: row.Chat, Name: row.Live})
	return err == nil && (!found && row.Message.Edit == 0 || found && live.ID == 0)
}

// clean asks that nothing was put aside and that the store is whole.
func (w *world) clean(t *testing.T) {
	err := w.store.View(func(tx *storage.Tx) error {
		for rec, err := range storage.Quarantine.All(tx) {
			if err != nil {
				return err
			}
			t.Errorf("in quarantine: %s: %s", rec.Value.Kind, rec.Value.Error)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// The README's conversation is a piece of a transcript, not a memory of one.
func TestReadmeShowsATranscript(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	transcript, err := os.ReadFile("flows/testdata/transcripts/report.en.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(readme), "```text\n")
	shown, _, _ = strings.Cut(shown, "```")
	if shown == "" || !strings.Contains(string(transcript), shown) {
		t.Error("what README.md shows as a conversation is in no transcript: copy it from report.en.txt again")
	}
}

// The README says of each direct dependency what it is for, and of nothing else.
func TestReadmeListsTheDependencies(t *testing.T) {
	named := func(file, pattern string) map[string]bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, found := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			all[found[1]] = true
		}
		return all
	}
	used := named("go.mod", `(?m)^\t(\S+) v\S+$`)
	listed := named("README.md", "(?m)^\\| `(\\S+\\.\\w+/\\S+)` \\|")
	if diff := cmp.Diff(used, listed); diff != "" {
		t.Errorf("go.mod (-) and the dependencies in README.md (+): %s", diff)
	}
}

// program starts this program with a command of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), "VECHE_BE_THE_PROGRAM=1")
	return cmd
}

// Who opens the sandbox finds everybody in office, the moderators' group bound, and what a
// subject has people do.
func TestTheStageIsReadyToPlay(t *testing.T) {
	w := buildWorld(t, "ru", storage.Options{}.Keeping(thanks.Listed), []fs.FS{thanks.Words}, append(subjects.All(), thanks.Conversation()))
	claim, err := centre.Claim(w.store, monday)
	if err != nil {
		t.Fatal(err)
	}
	w.run(t)
	set := stage.Stage{Box: w.box, Say: w.says, Claim: claim}
	if err := set.Set(t.Context(), append(w.engine.Scene(), play.Agrees(play.Anna))); err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := w.store.View(func(tx *storage.Tx) error {
		for _, p := range play.People() {
			roles, err := flows.RolesOf(tx, civic.PersonID(p.ID))
			if err != nil {
				return err
			}
			for _, g := range roles {
				got = append(got, fmt.Sprintf("%s: %s %s", p.Name, g.Role, g.District))
			}
		}
		d, err := storage.Desks.Get(tx, civic.ModeratorsDesk)
		got = append(got, fmt.Sprint(d.Chat == storage.ChatID(play.Moderators().ID), thanks.Kept.Len(tx)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"Вера: centre ", "Мария: moderator ", "Денис: moderator ", "Павел: head vyazemsky", "Галина: staff vyazemsky",
		"Олег: head roslavlsky", "Игорь: supervisor vyazemsky", "true 1"}
	if !slices.Equal(got, want) {
		t.Errorf("on the stage are %q", got)
	}
}

// A scene that the bot does not play along with says where it ended.
func TestASceneThatFailsSaysWhere(t *testing.T) {
	w := newWorld(t, "ru")
	w.run(t)
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	err := stage.Stage{Box: w.box, Say: w.says}.Set(ctx, []play.Cue{{Who: play.Anna, Presses: "key.nothing"}})
	if err == nil || !strings.Contains(err.Error(), "key.nothing") {
		t.Errorf("got %v", err)
	}
}

func TestCountCommand(t *testing.T) {
	var got struct {
		Winners []string
		Cost    float64
	}
	out, err := program(t, "count", "flows/project/count/terminal/testdata/yards.pb", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &got); err != nil || len(got.Winners) == 0 || got.Cost <= 0 || got.Cost > 30_000 {
		t.Errorf("%v: %s", err, out)
	}
	wrong := program(t, "count", "-")
	wrong.Stdin = strings.NewReader("META\n")
	said, _ := wrong.CombinedOutput()
	if want := "veche: error: standard input:1: below META the line key;value is missing\n"; wrong.ProcessState.ExitCode() != 1 || string(said) != want {
		t.Errorf("exit code %d, %q, want %q", wrong.ProcessState.ExitCode(), said, want)
	}
}

// Ctrl-C ends a count at once, as a shell expects.
func TestCountCommandStops(t *testing.T) {
	cmd := program(t, "count", "-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: once it is written the program has begun to read, and listens.
	if _, err := stdin.Write(make([]byte, 1<<18)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 130 || said.String() != "veche: error: stopped, nothing was counted to its end\n" {
		t.Errorf("exit code %d, %q", cmd.ProcessState.ExitCode(), said.String())
	}
}

// Whoever runs the bot reads a link for the Centre at the first start, and another as soon
// as the last of the Centre has asked to be forgotten: not before.
func TestALinkFollowsTheLastOfTheCentre(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	box := sandbox.New(sandbox.Options{})
	defer box.Close()
	server := httptest.NewServer(box)
	defer server.Close()
	script.Enter(box, "en")
	run := program(t, "run", "--token", sandbox.DefaultToken, "--api-url", server.URL, "--db", filepath.Join(t.TempDir(), "veche.db"), "--pace", "off")
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	context.AfterFunc(ctx, func() { _ = run.Process.Kill() })
	lines := bufio.NewScanner(out)
	link := func() string {
		for lines.Scan() {
			if _, payload, found := strings.Cut(lines.Text(), "?start="); found {
				return payload
			}
		}
		t.Fatal("no link is printed")
		return ""
	}
	press := func(who int64, label string) {
		t.Helper()
		var err error
		if box.Wait(ctx, func() bool { _, err = box.PressLabel(who, who, label); return err == nil }) != nil {
			t.Fatal(err)
		}
	}
	first, vera, oleg := link(), script.Who("vera"), script.Who("oleg")
	join := func(who int64, payload string) {
		box.Start(who, payload)
		press(who, "I agree, go on")
		press(who, "Accept")
	}
	join(vera, first)
	box.Text(vera, vera, "/forget")
	press(vera, "Delete everything")
	second := link()
	if second == first {
		t.Error("the link of before is printed again")
	}
	join(oleg, second)
	box.Text(oleg, oleg, "/districts") // for the Centre alone
	if err := box.Wait(ctx, func() bool {
		return slices.ContainsFunc(box.Messages(oleg), func(m sandbox.Message) bool { return strings.HasPrefix(m.Text, "Nobody there yet") })
	}); err != nil {
		t.Error(err)
	}
	if err := run.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if lines.Scan() {
		t.Errorf("printed besides: %q", lines.Text())
	}
	_ = run.Wait()
}
