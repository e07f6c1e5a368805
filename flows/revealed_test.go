package flows_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// forAll are the words and pictures of a report that everybody may have, by where they come
// from. Whatever else is said about a report is between its author and those who work on it.
var forAll = []string{"words of filing", "place of filing", "photo of filing",
	"words of answer", "photo of answer", "words of promise", "photo of promise", "words of close", "photo of close", "reason of close"}

// outsiders neither wrote the report of the grid nor work on it.
var outsiders = []string{"stranger", "resident", "head there", "deputy there", "staff there", "supervisor there"}

// told is a report with words and pictures from every source that there is, an event of every
// move among them, standing at a status.
func told(status reports.Status) reports.Report {
	marked := func(of string) (string, []civic.Photo) {
		return "words of " + of, []civic.Photo{{ID: "photo of " + of, Unique: "photo of " + of}}
	}
	r := reports.Report{ID: publishedReport, Author: players["author"], District: here, Category: "roads", Status: status, Voice: "voice of filing",
		Place:    civic.Place{Point: &civic.Point{Lat: 55.21, Lon: 34.29}, Words: "place of filing"},
		Sent:     monday.AddDate(0, 0, -3),
		FirstDue: monday.AddDate(0, 0, 1), FinalDue: monday.AddDate(0, 0, 20), Promise: monday.AddDate(0, 0, 3), Taken: players["staff"],
		Verdict: reports.Poll{Round: 1, Until: monday.AddDate(0, 0, 10)}, Joined: 1, Spots: 1, Numbered: 1,
		Wish:   reports.Wish{Text: "words of wish", Due: monday.AddDate(1, 0, 0)},
		Doubts: []reports.Doubt{{Photo: civic.Photo{ID: "photo of doubt"}, Like: civic.Photo{ID: "photo of likeness"}, Of: 3}}}
	r.Text, r.Photos = marked("filing")
	moves := []reports.Move{reports.File, reports.Add, reports.Publish}
	for _, row := range reports.Life().Rows() {
		moves = append(moves, row.Move)
	}
	for _, m := range moves {
		e := reports.Event{At: monday.AddDate(0, 0, -1), What: m, By: players["moderator"], Was: "past of " + string(m), Reason: "id of " + string(m)}
		e.Text, e.Photos = marked(string(m))
		if m != reports.Answer && m != reports.Promise {
			e.NoProof = "reason of " + string(m)
		}
		if m == reports.Add {
			r.Photos = append(r.Photos, e.Photos...)
		}
		r.Timeline = append(r.Timeline, e)
	}
	return r.Stemmed()
}

// place is where somebody may come across a report of others.
type place struct {
	name string
	come func(*world, string) []flows.Said
}

func places(e *flows.Engine) (all []place) {
	inputs := []flows.Input{commanding("start join_2"), commanding("search words"), commanding("search 2"), commanding("following"), commanding("fixed"),
		pressing("a:report.fixed:vyazemsky:0"), pressing("a:report.near:23521000:21429000:0")}
	for _, a := range e.Actions() {
		inputs = append(inputs, pressing("a:"+string(a.Name)+":2:1:1"))
	}
	for _, in := range inputs {
		all = append(all, place{describe(in), func(w *world, who string) []flows.Said { return append(w.do(who, in).Said, w.work()...) }})
	}
	for i := range told(reports.Published).Timeline {
		all = append(all, place{"news " + number(uint64(i)), func(w *world, _ string) []flows.Said {
			return w.broadcast("news", map[string]any{"report": publishedReport, "event": i})
		}})
	}
	return append(all,
		place{"the day that was promised", func(w *world, _ string) []flows.Said {
			return w.broadcast("promise", map[string]any{"report": publishedReport, "round": 1})
		}},
		place{"the channel", func(w *world, _ string) []flows.Said {
			turn := &flows.Turn{Now: w.now, Tx: w.tx, Region: w.engine.Region, Bot: w.engine.Bot}
			if err := casework.Show(turn, w.report(publishedReport)); err != nil {
				w.t.Fatal(err)
			}
			return turn.Said
		}},
		place{"a report of the same", alike},
		place{"the digest", func(w *world, _ string) []flows.Said {
			said := w.until(monday.AddDate(0, 0, 4).Add(2 * time.Hour))
			return append(append(said, w.work()...), w.until(monday.AddDate(0, 0, 4).Add(3*time.Hour))...)
		}})
}

// alike writes of the same thing, looks at the report that there is, and joins it.
func alike(w *world, who string) (said []flows.Said) {
	if w.command(who, "report"); w.session(who, 0).Flow == "consent" {
		w.pick(who, "yes")
	}
	w.write(who, "Вязьма")
	w.pick(who, "roads")
	w.write(who, "words of filing")
	w.pick(who, "done")
	said = w.do(who, flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.21, Lon: 34.29}}).Said
	if w.session(who, 0).State != "similar" || !w.report(publishedReport).Status.Held() {
		return said
	}
	said = append(said, w.pick(who, "show:2").Said...)
	return append(said, w.pick(who, "join").Said...)
}

// broadcast tells the followers of a report something, however much they heard today.
func (w *world) broadcast(kind string, args any) []flows.Said {
	w.t.Helper()
	for rec, err := range storage.People.All(w.tx) {
		if rec.Value.Pushes = (civic.Pushes{}); err != nil || storage.People.Put(w.tx, rec.Key, rec.Value) != nil {
			w.t.Fatal("cannot write ", rec.Key, err)
		}
	}
	raw, err := json.Marshal(map[string]any{"timer": "broadcast/9", "kind": kind, "args": args})
	if err != nil {
		w.t.Fatal(err)
	}
	turn, err := w.engine.Handle(w.tx, flows.Input{Kind: flows.Due, Name: "broadcast", Args: raw}, w.now, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return turn.Said
}

var marks = regexp.MustCompile(`(words|photo|place|voice|past|reason|id) of \w+`)

// found lists the marks in what was said to those who are not of the report.
func found(t *testing.T, said []flows.Said, to func(flows.Address) bool) (all []string) {
	t.Helper()
	for _, s := range said {
		if !to(s.To) {
			continue
		}
		raw, err := json.Marshal(s.Message)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, marks.FindAllString(strings.ReplaceAll(string(raw), "+", " "), -1)...) // some of it in links
	}
	return all
}

// Others come across a report in many places, and in none of them across words or pictures
// that nobody has let through.
func TestOthersSeeWhatIsForAll(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	outside := func(a flows.Address) bool {
		return a.Desk.Feed() || a.Desk == "" && slices.ContainsFunc(outsiders, func(who string) bool { return players[who] == a.Person })
	}
	seen := map[string]bool{}
	for _, status := range []reports.Status{reports.Published, reports.Promised, reports.Done, reports.Outside, reports.Merged} {
		for _, who := range outsiders {
			live(t, store, engine, func(w *world) {
				w.tell(status, who != "resident")
				for _, p := range places(engine) {
					for _, mark := range found(t, p.come(w, who), outside) {
						if seen[mark] = true; !slices.Contains(forAll, mark) {
							t.Errorf("%s, a %s report: %s is shown the %s", p.name, status, who, mark)
						}
					}
					w.command(who, "cancel")
				}
			})
		}
	}
	for _, mark := range forAll {
		if !seen[mark] {
			t.Errorf("nobody ever sees the %s: the test looks in the wrong places", mark)
		}
	}
}

// tell puts the report, with a neighbour who joined it, followers among the outsiders, and a
// channel that shows it. pictured: its author sent a photo at once, not only later.
func (w *world) tell(status reports.Status, pictured bool) {
	w.t.Helper()
	r := told(status)
	if !pictured {
		r.Photos = r.Photos[1:]
	}
	if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
		w.t.Fatal(err)
	}
	neighbour := reports.Follower{Joined: true, N: 1, Words: "words of neighbour", Place: civic.Place{Words: "place of neighbour"},
		Photos: []civic.Photo{{ID: "photo of neighbour"}}, Verdicts: []reports.Verdict{{Round: 1, Says: reports.Partly, Words: "words of verdict"}}}
	for who, f := range map[string]reports.Follower{"deputy": neighbour, "deputy there": {Joined: true}, "supervisor there": {}} {
		f.Report, f.Person, f.At = publishedReport, players[who], monday.AddDate(0, 0, -2)
		if err := storage.Followers.Put(w.tx, storage.FollowerKey{Report: f.Report, Person: f.Person}, f); err != nil {
			w.t.Fatal(err)
		}
	}
	d := storage.Desk{Name: civic.FeedDesk, Chat: -1005, Title: "Лента", Language: "ru"}
	if err := storage.Desks.Put(w.tx, d.Name, d); err != nil {
		w.t.Fatal(err)
	}
}

// Those of the report see all of it: what a test looks for is there.
func TestThoseOfAReportSeeMore(t *testing.T) {
	inWorld(t, func(w *world) {
		w.tell(reports.Published, true)
		all := func(flows.Address) bool { return true }
		for data, want := range map[string]string{"a:report.photos:2": "photo of add", "a:report.card:2": "words of add", "a:report.timeline:2": "words of note", "a:report.spot:2:1": "photo of neighbour"} {
			if got := found(t, w.press("head", data).Said, all); !slices.Contains(got, want) {
				t.Errorf("%s shows the head %v, not the %s", data, got, want)
			}
		}
		if got := found(t, w.press("author", "a:report.photos:2").Said, all); !slices.Contains(got, "photo of reply") {
			t.Errorf("the author sees %v", got)
		}
	})
}
