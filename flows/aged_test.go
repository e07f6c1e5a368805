package flows_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// A card goes 60 days after the end of its report, wherever it stands and however long it
// was not said; one of a report that is open stays, one that was said since, and one of what
// was never published, as long as its author is known.
func TestCardsGoAfterTheEndOfTheirReport(t *testing.T) {
	inWorld(t, func(w *world) {
		before := func(days int) time.Time { return w.now.AddDate(0, 0, -days) }
		for id, c := range map[civic.ReportID]struct {
			status   reports.Status
			closed   int // days ago
			said     int // days ago; 0: by a release that did not keep it
			stays    bool
			nextLook int // counted from so many days ago
		}{
			901: {reports.Confirmed, 61, 61, false, 0},
			902: {reports.Confirmed, 59, 59, true, 59},
			903: {reports.Confirmed, 300, 61, false, 0}, // somebody looked at it later
			904: {reports.Confirmed, 300, 10, true, 10}, // and somebody just now
			905: {reports.Published, 0, 200, true, 0},
			906: {reports.Confirmed, 300, 0, false, 0},
			907: {reports.Confirmed, 30, 0, true, 30},
			908: {reports.Published, 0, 0, true, 0},
			909: {reports.Refused, 70, 70, true, 0}, // its words go with /forget
		} {
			r := reports.Report{ID: id, Author: players["author"], District: here, Status: c.status, Timeline: []reports.Event{{At: before(400), What: reports.File}}}
			if c.status != reports.Refused {
				r.FirstDue = before(399) // it was published
			}
			if !c.status.Open() {
				r.Timeline = append(r.Timeline, reports.Event{At: before(c.closed), What: reports.Close})
			}
			live := storage.Live{Chat: storage.Private(players["author"]), Name: string(cards.Author.Of(id)), ID: int(id)}
			if c.said > 0 {
				live.Day = before(c.said).Format(time.DateOnly)
			}
			key := storage.LiveKey{Chat: live.Chat, Name: live.Name}
			if err := storage.Reports.Put(w.tx, id, r); err != nil {
				t.Fatal(err)
			}
			if err := storage.Lives.Put(w.tx, key, live); err != nil {
				t.Fatal(err)
			}
			w.sweep(0)
			got, stays, err := storage.Lives.Find(w.tx, key)
			if err != nil || stays != c.stays || stays && got.Day != before(c.nextLook).Format(time.DateOnly) {
				t.Errorf("%d: stays %v, %q, %v", id, stays, got.Day, err)
			}
			if err := storage.Reports.Delete(w.tx, id); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Many go in parts, whatever stands between them: what waits to leave, what is about
// nothing any more, what no conversation knows.
func TestManyOldCardsGoInParts(t *testing.T) {
	inWorld(t, func(w *world) {
		const many = 350
		for n := range many {
			live := storage.Live{Chat: -5, Name: string(cards.Feed.Of(civic.ReportID(10_000 + n))), ID: n}
			switch n % 50 {
			case 1:
				live.Queued = 9
			case 2:
				live.Name = fmt.Sprintf("retired/%d", n)
			}
			if err := storage.Lives.Put(w.tx, storage.LiveKey{Chat: -5, Name: live.Name}, live); err != nil {
				t.Fatal(err)
			}
		}
		w.sweep(0)
		left := 0
		for range storage.Lives.All(w.tx, storage.Range[storage.LiveKey]{Prefix: storage.Tuple(-5)}) {
			left++
		}
		if left != many/50 {
			t.Errorf("%d are left", left)
		}
		w.destroyed(map[string]int{"lives": many - many/50})
	})
}

// Whoever adds a kind of card says when it is over: but for the cards of bans, which last
// shorter than a card does.
func TestKindsOfCardSayWhenTheyAreOver(t *testing.T) {
	if endless := newEngine(t).Endless(); !slices.Equal(endless, []string{"ban/#"}) {
		t.Errorf("nobody knows when these are over: %v", endless)
	}
}

// stood are cards as their readers have them in their chats, by kind: which message of
// whom, and what it carries.
var stood = map[string]struct {
	who  string
	name func(reports.Report) flows.Live
	card func(*flows.Turn, reports.Report) (flows.Message, error)
}{
	string(cards.Author):     {"author", func(r reports.Report) flows.Live { return cards.Author.Of(r.ID) }, cards.Mine},
	string(cards.Question):   {"author", func(r reports.Report) flows.Live { return cards.Question.Of(r.ID) }, carrying(cards.Reply)},
	string(cards.Moderators): {"moderator", func(r reports.Report) flows.Live { return cards.Moderators.Of(r.ID) }, cards.ForModerators},
	string(cards.Proof):      {"moderator", func(r reports.Report) flows.Live { return cards.Proof.Of(r.ID) }, carrying(cards.ProofFine, cards.SendBack)},
	string(cards.District):   {"head", func(r reports.Report) flows.Live { return cards.District.For(r.ID, r.District) }, cards.ForDistrict},
	string(cards.Feed):       {"resident", func(r reports.Report) flows.Live { return cards.Feed.Of(r.ID) }, cards.ForFeed}, // nothing to press
	"ban/#":                  {"moderator", func(r reports.Report) flows.Live { return flows.CardKind[civic.ReportID]("ban/#").Of(r.ID) }, carrying("report.ban_agree", "report.lift")},
}

func carrying(all ...flows.ActionName) func(*flows.Turn, reports.Report) (flows.Message, error) {
	return func(_ *flows.Turn, r reports.Report) (m flows.Message, err error) {
		for _, a := range all {
			m.Rows = append(m.Rows, flows.Row(a.Button("", r.ID)))
		}
		return m, nil
	}
}

// A card in a chat that is not kept any more does what one does that is: each of its
// buttons, and a reply to it, whether what it is about is still there or was destroyed.
// Where its buttons do not tell what it was, a reply brings the number and a button.
func TestWhoUsesACardThatIsGoneIsServed(t *testing.T) {
	if kinds := newEngine(t).CardKinds(); !slices.Equal(slices.Sorted(slices.Values(kinds)), slices.Sorted(maps.Keys(stood))) {
		t.Errorf("the kinds of card are %v: let each stand here", kinds)
	}
	for kind := range stood {
		for _, id := range []civic.ReportID{publishedReport, doneReport, refusedReport} {
			for _, destroyed := range []bool{false, true} {
				kept, carries := useCard(t, kind, id, true, destroyed)
				gone, _ := useCard(t, kind, id, false, destroyed)
				for act, said := range gone {
					open := fmt.Sprintf("unsent.open a:report.card:%d", id)
					if said != kept[act] && !(act == "reply" && said == open) || said == "" || strings.Contains(said, "no_card") {
						t.Errorf("%s of %d, destroyed: %v, with %v: %s says %q, of one that is kept %q", kind, id, destroyed, carries, act, said, kept[act])
					}
				}
			}
		}
	}
}

// useCard lets the reader of a card reply to it and press each of its buttons, each in a
// world of its own. It returns what was said.
func useCard(t *testing.T, kind string, id civic.ReportID, kept, destroyed bool) (said map[string]string, carries []string) {
	t.Helper()
	c := stood[kind]
	use := func(act string, in flows.Input) {
		inWorld(t, func(w *world) {
			r := w.report(id)
			key := storage.LiveKey{Chat: storage.Private(players[c.who]), Name: string(c.name(r))}
			m, err := c.card(w.engine.Turn(w.tx, flows.Input{Person: players[c.who], Chat: key.Chat}, w.now), r)
			carries = m.Carries()
			if kept {
				err = errors.Join(err, storage.Lives.Put(w.tx, key, storage.Live{Chat: key.Chat, Name: key.Name, ID: 7}))
			}
			if destroyed {
				err = errors.Join(err, storage.Reports.Delete(w.tx, id))
			}
			if err != nil {
				t.Fatal(err)
			}
			in.Carries = carries
			said[act] = answered(w.do(c.who, in))
		})
	}
	said = map[string]string{}
	use("reply", replying("Сделаем"))
	for _, data := range carries {
		use(data, pressing(data))
	}
	return said, carries
}

// answered is what a turn said, with why something went to nobody and what a button opens.
func answered(turn *flows.Turn) string {
	all := keys(turn)
	for _, s := range turn.Said {
		if why, ok := s.Message.Args["Why"].(flows.Term); ok {
			all = append(all, why.Key)
		}
	}
	return strings.Join(append(all, dataOf(turn, "key.open")...), " ")
}

// Whoever is forgotten long after their report was refused takes its words from the desk.
func TestForgettingWipesOldCardsOfWhatWasRefused(t *testing.T) {
	inWorld(t, func(w *world) {
		name := cards.Moderators.Of(refusedReport)
		key := storage.LiveKey{Chat: storage.Private(players["moderator"]), Name: string(name)}
		live := storage.Live{Chat: key.Chat, Name: key.Name, ID: 7, Day: w.now.AddDate(0, 0, -90).Format(time.DateOnly)}
		if err := storage.Lives.Put(w.tx, key, live); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.AddDate(0, 0, 90)
		w.sweep(0)
		w.command("author", "forget")
		w.pick("author", "yes")
		wiped := false
		for _, s := range w.work() {
			wiped = wiped || s.Message.Live == name
		}
		if !wiped {
			t.Error("the words of the refused report stay at the desk")
		}
	})
}
