package bot_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// vault stands before the sandbox and gives no files: it is silent while it holds them,
// stumbles so many times, or refuses.
type vault struct {
	http.Handler
	asked    chan struct{}
	holds    atomic.Bool
	stumbles atomic.Int32
	refuses  bool
	gives    []byte // in the place of each file
}

func (v *vault) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case v.gives != nil && strings.HasPrefix(r.URL.Path, "/file/"):
		_, _ = w.Write(v.gives)
	case !strings.HasSuffix(r.URL.Path, "/getFile"):
		v.Handler.ServeHTTP(w, r)
	case v.holds.Load():
		_, _ = io.Copy(io.Discard, r.Body) // else nobody tells when the caller is gone
		ring(v.asked)
		<-r.Context().Done()
	case v.stumbles.Add(-1) >= 0:
		w.WriteHeader(http.StatusBadGateway)
	case v.refuses:
		_, _ = io.WriteString(w, `{"ok":false,"error_code":400,"description":"Bad Request: wrong file_id or the file is temporarily unavailable"}`)
	default:
		v.Handler.ServeHTTP(w, r)
	}
}

// closing is a report that its head closes with the picture that its author sent.
type closing struct {
	*testing.T
	*town
	vault *vault
	bot   *child
}

const chief, author = 1001, 1002

func newClosing(t *testing.T, v *vault) *closing {
	t.Helper()
	c := &closing{T: t, town: newTown(t, plan{people: 2}), vault: v}
	v.Handler, v.asked = c.post, make(chan struct{}, 1)
	server := httptest.NewServer(v)
	t.Cleanup(server.Close)
	c.api = server.URL
	c.box.Photo(author, author, "")
	c.seed(c.box.Messages(author)[0].Photo)
	c.begin()
	t.Cleanup(func() { c.bot.kill() })
	return c
}

// seed publishes a report with the picture, and gives one person every office.
func (c *closing) seed(sizes []sandbox.PhotoSize) {
	c.Helper()
	best := sizes[len(sizes)-1]
	now := time.Now()
	r := reports.Report{Author: author, District: "vyazemsky", Category: "lighting", Text: "Не горит фонарь", Status: reports.Published,
		Photos: []civic.Photo{{ID: best.FileID, Unique: best.FileUniqueID}}, Sent: now, FirstDue: now.Add(9 * time.Hour), FinalDue: now.AddDate(0, 0, 7),
		Timeline: []reports.Event{{At: now, What: reports.File, By: author, Role: civic.Resident}, {At: now, What: reports.Publish, Role: civic.Moderator}}}
	inStore(c.T, c.db, func(tx *storage.Tx) error {
		id, err := storage.Next(tx, storage.ReportCounter)
		if err != nil {
			return err
		}
		for _, p := range []civic.PersonID{chief, author} {
			if err := storage.People.Put(tx, p, civic.Person{ID: p, Language: "ru", Consent: civic.Consented{Version: civic.Smolensk().Consent.Version, At: now}}); err != nil {
				return err
			}
		}
		for _, g := range []civic.Grant{{Person: chief, Role: civic.Head, District: "vyazemsky"}, {Person: chief, Role: civic.Moderator}} {
			if err := storage.Grants.Put(tx, storage.KeyOf(g), g); err != nil {
				return err
			}
		}
		r.ID = civic.ReportID(id)
		return storage.Reports.Put(tx, r.ID, r.Stemmed())
	})
}

func (c *closing) begin() {
	c.Helper()
	var err error
	if c.bot, err = c.start(); err != nil {
		c.Fatal(err)
	}
}

func (c *closing) wait(what string, done func() bool) {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), time.Minute)
	defer cancel()
	if err := c.box.Wait(ctx, done); err != nil {
		c.Fatalf("wait for %s: %v\n%s", what, err, c.childLog(c.T))
	}
}

func (c *closing) press(who, chat int64, key string, args ...string) {
	c.Helper()
	c.wait(key, func() bool {
		_, err := c.box.PressLabel(who, chat, wording(key, args...))
		return err == nil
	})
}

// sees counts the messages of a chat with the words.
func (c *closing) sees(chat int64, words string) (n int) {
	for _, m := range c.box.Messages(chat) {
		if strings.Contains(m.Text, words) || strings.Contains(m.Caption, words) {
			n++
		}
	}
	return n
}

// close has the head show the author's own picture as proof.
func (c *closing) close() {
	c.Helper()
	c.box.Start(chief, "")
	var greeted int64
	c.wait("a greeting", func() bool {
		for _, m := range c.box.Messages(chief) {
			if m.From != nil && m.From.IsBot {
				greeted = m.ID
			}
		}
		return greeted != 0
	})
	if _, err := c.box.Press(chief, chief, greeted, "a:report.close:1"); err != nil {
		c.Fatal(err)
	}
	c.wait("what was done", func() bool { return c.sees(chief, wording("close.text", "Limit", "2000")) > 0 })
	c.box.Text(chief, chief, "Лампу заменили, светит.")
	c.wait("the question for a photo", func() bool { return c.sees(chief, wording("close.proof", "Limit", "10")) > 0 })
	before := c.box.Messages(author)[0].Photo
	c.box.Send(sandbox.Post{As: chief, Chat: chief, Photos: [][]byte{c.box.File(before[len(before)-1].FileID)}})
	c.press(chief, chief, "key.photos_done", "Count", "1")
	c.press(chief, chief, "key.send")
}

// fetching waits until the bot asks for a picture, which it does not get.
func (c *closing) fetching() {
	c.Helper()
	select {
	case <-c.vault.asked:
	case <-time.After(time.Minute):
		c.Fatalf("no picture is fetched\n%s", c.childLog(c.T))
	}
}

// flagged waits for the moderators' card and reads what is kept when all was sent.
func (c *closing) flagged(doubt string) (r reports.Report, proofs []civic.Likeness) {
	c.Helper()
	c.wait("the card of the proof", func() bool { return c.sees(moderators, doubt) > 0 })
	if n := c.sees(moderators, doubt); n != 1 {
		c.Errorf("moderators are told %d times that %q", n, doubt)
	}
	c.press(chief, moderators, "key.proof_fine")
	c.wait("what the moderator said", func() bool { return c.sees(moderators, "✅ Всё в порядке") > 0 })
	ctx, cancel := context.WithTimeout(c.Context(), time.Minute)
	defer cancel()
	if err := c.bot.stop(ctx); err != nil {
		c.Fatal(err)
	}
	inStore(c.T, c.db, func(tx *storage.Tx) (err error) {
		for rec, err := range storage.Likenesses.All(tx) {
			if err != nil {
				return err
			}
			proofs = append(proofs, rec.Value)
		}
		if jobs, bad := storage.Jobs.Len(tx), storage.Quarantine.Len(tx); jobs+bad > 0 {
			c.Errorf("%d jobs wait, %d things are in quarantine", jobs, bad)
		}
		r, err = storage.Reports.Get(tx, 1)
		return err
	})
	return r, proofs
}

// The process dies twice between the closing and its pictures: they are compared all
// the same, once, and nobody waits for that.
func TestAProofIsComparedAfterACrash(t *testing.T) {
	t.Parallel()
	c := newClosing(t, &vault{})
	c.vault.holds.Store(true)
	c.close()
	c.fetching()
	c.bot.kill()
	c.begin()
	c.fetching()
	c.press(author, author, "key.says_fixed")
	c.wait("thanks", func() bool { return c.sees(author, "Спасибо") > 0 })
	c.bot.kill()
	c.vault.holds.Store(false)
	c.begin()
	r, proofs := c.flagged("оно уже было в этом сообщении")
	if r.Status != reports.Confirmed || len(proofs) != 2 {
		t.Errorf("the report is %s, %d likenesses are kept, want those of both pictures", r.Status, len(proofs))
	}
}

// vast is a PNG of few bytes and forty million points.
func vast(t *testing.T) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := png.Encode(&data, image.NewPaletted(image.Rect(0, 0, 8000, 5000), color.Palette{color.White, color.Black})); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// A server that stumbles is asked again; one that refuses is not, and a moderator reads
// that nobody has compared, as of a picture that would fill the memory.
func TestAProofThatIsHardToFetch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why    string
		vault  *vault
		doubt  string
		proofs int
	}{
		{"stumbles", &vault{}, "оно уже было в этом сообщении", 2},
		{"refuses", &vault{refuses: true}, "не удалось сравнить", 0},
		{"gives one too large", &vault{gives: vast(t)}, "слишком большие для сравнения: 2", 0},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			if tt.proofs > 0 {
				tt.vault.stumbles.Store(2)
			}
			c := newClosing(t, tt.vault)
			c.close()
			r, proofs := c.flagged(tt.doubt)
			if r.Status != reports.Done || len(proofs) != tt.proofs {
				t.Errorf("the report is %s, %d likenesses are kept, want %d", r.Status, len(proofs), tt.proofs)
			}
		})
	}
}
