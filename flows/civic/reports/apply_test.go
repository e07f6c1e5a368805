package reports

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows/civic"
)

// The moves that let a clock run on which stood for a question, and so move deadlines.
var resume = []Move{Reply, Lapse, Leave, Promise, Answer, Break, HandOver, Refer, Close, Confirm, Redirect, Merge, Withdraw}

// grid says for each field of a report which moves may change it. Whatever is not here,
// no move changes.
var grid = map[string][]Move{
	"Author":    {Leave},
	"Voice":     {Leave},
	"District":  {HandOver, Correct},
	"Part":      {HandOver, Correct},
	"Category":  {Correct},
	"Emergency": {Edit, Add, Reply},
	"Text":      {File, Edit},
	"Place":     {File},
	"Stems":     {File, Edit},
	"Streets":   {File},
	"Photos":    {Add},
	"Sent":      {File},
	"Copies":    {File},
	"Into":      {Merge, Part},
	"Taken":     {Take, Assign, HandOver, Correct},
	"Hops":      {HandOver},
	"Referred":  {Refer, Correct, Redirect},
	"Authority": {Redirect},
	"Doubts":    {Close},
	"Asked":     append([]Move{Ask}, resume...),
	"FirstDue":  append([]Move{Publish, Part, Undo, Correct}, resume...),
	"FinalDue":  append([]Move{Publish, Part, Undo, Correct}, resume...),
	"Promise":   append([]Move{Promise, Break, Close, Confirm, Withdraw, Return}, Reply, Lapse, Leave, Answer),
	"Kept":      {Close, Confirm, Return},
	"Broken":    {Promise, Break, Close, Return, Withdraw},
	"Wish":      {Promise, HandOver, Correct, Close, Confirm, Merge, Redirect, Withdraw, Undo},
	"Verdict":   {Promise, Break, Close, Confirm, Return},
	"Rung":      append([]Move{Remind, Correct, Undo, Answer, Promise, Break, Close, Confirm, HandOver, Refer, Redirect, Merge, Leave}, Withdraw),
	"Claim":     {Publish, Refuse, Edit, Correct, Merge, Redirect, Withdraw},
}

func TestEachMoveChangesItsFields(t *testing.T) {
	changed := map[string][]Move{}
	for _, row := range Life().Rows() {
		for seed := range 400 {
			for _, field := range applied(t, row.Move, seed) {
				if !slices.Contains(changed[field], row.Move) {
					changed[field] = append(changed[field], row.Move)
				}
			}
		}
	}
	fields := reflect.TypeFor[Report]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		if name == "Timeline" || name == "Status" { // that is the table's
			continue
		}
		if got, want := sorted(changed[name]), sorted(grid[name]); !slices.Equal(got, want) {
			t.Errorf("%s is changed by %v, want %v", name, got, want)
		}
	}
}

// applied draws a report and an event of the move, and lists the fields that it changed.
func applied(t *testing.T, m Move, seed int) (fields []string) {
	t.Helper()
	e := anyEvent(m).Example(seed)
	was := anyReport(m).Example(seed)
	before := was
	before.Timeline, before.Photos = slices.Clone(was.Timeline), slices.Clone(was.Photos)
	is, err := was.Apply(civic.Smolensk(), e)
	if !reflect.DeepEqual(was, before) {
		t.Fatalf("%s changed what it was given", m)
	}
	if err != nil {
		if possible := was.Possible(m, e.At); possible == nil && !errors.Is(err, ErrBeyond) && !errors.Is(err, ErrUntyped) && m != Ask {
			t.Fatalf("%s is possible, and fails: %v", m, err)
		}
		return nil
	}
	if last := is.Timeline[len(is.Timeline)-1]; len(is.Timeline) != len(was.Timeline)+1 || last.What != m || !last.At.Equal(e.At) {
		t.Fatalf("%s is not the newest on the timeline: %v", m, is.Timeline)
	}
	if next, _ := was.Status.Next(m); is.Status != next {
		t.Fatalf("%s of a report that is %s: %s", m, was.Status, is.Status)
	}
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			fields = append(fields, a.Type().Field(i).Name)
		}
	}
	return fields
}

// then is when the drawn reports are moved.
var then = time.Date(2026, 11, 25, 11, 0, 0, 0, civic.Smolensk().Zone)

// anyReport draws a report that the move may be made of.
func anyReport(m Move) *rapid.Generator[Report] {
	var from []Status
	for _, w := range Life().Row(m).Ways {
		from = append(from, w.From...)
	}
	return rapid.Custom(func(t *rapid.T) Report {
		hours := func(name string, of ...int) time.Time {
			return then.Add(time.Duration(rapid.SampledFrom(of).Draw(t, name)) * time.Hour)
		}
		yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
		r := Report{ID: 1, Author: 3, District: "vyazemsky", Part: "p", Category: "roads", Status: rapid.SampledFrom(from).Draw(t, "status"), Sent: hours("sent", -80),
			Text: rapid.SampledFrom([]string{"Яма, +7 910 123-45-67", "Яма"}).Draw(t, "text"), Place: civic.Place{Words: "Ленина, кв. 5"}, Voice: "v",
			Photos: []civic.Photo{{ID: "p"}}, Taken: 12, Copies: 1, Joined: 2, Hops: 1, Authority: "a", Doubts: []Doubt{{Of: 1}}, Kept: 1, Broken: 1,
			Verdict: Poll{Round: 1, Until: hours("until", 20)}}
		if r.Status != Draft {
			r = r.Masked().Stemmed()
			r.Timeline = []Event{{At: r.Sent, What: File, By: 3}}
		}
		if r.Status == Sent && yes("spoken") {
			r.Text = ""
		}
		if r.Status == Merged {
			r.Into = 4
			r.Timeline = append(r.Timeline, Event{At: hours("merged", -20), What: Merge})
		}
		if r.Status != Sent && r.Status != Draft && r.Status != Refused && (r.Status != Merged || yes("published")) {
			r.FirstDue, r.FinalDue = hours("first", -5, 20), hours("final", 100)
			r.Timeline = append(r.Timeline, Event{At: hours("decided", -71), What: Publish, By: 31})
		}
		if r.Status.Held() {
			r.Referred, r.Rung, r.Wish = yes("referred"), 1, Wish{By: 13, At: hours("wished", -1)}
			if yes("asked") {
				r.Asked = hours("asked", -10, -1)
			}
		}
		if r.Status == Promised || r.Status == Done && yes("kept") {
			r.Promise = hours("promise", -100, 30)
		}
		if (r.Status == Sent || r.Referred) && yes("claimed") {
			r.Claim = Claim{By: 32, At: hours("claimed at", -1)}
		}
		if m == Undo {
			r.Timeline = append(r.Timeline[:1:1], Event{At: then.Add(-time.Minute), What: Publish})
			r.Asked, r.Referred, r.Claim = time.Time{}, false, Claim{}
		}
		return r
	})
}

// anyEvent draws an event of the move.
func anyEvent(m Move) *rapid.Generator[Event] {
	return rapid.Custom(func(t *rapid.T) Event {
		e := Event{At: then, What: m, By: 11, Role: rapid.SampledFrom([]civic.Role{civic.Moderator, civic.Head, civic.Centre}).Draw(t, "role"),
			Text: rapid.SampledFrom([]string{"Пахнет газом", "Спасибо", ""}).Draw(t, "text"), Was: rapid.SampledFrom([]string{"", "Яма"}).Draw(t, "was"), Photos: []civic.Photo{{ID: "q"}},
			From: "vyazemsky", To: rapid.SampledFrom([]civic.DistrictID{"", "gagarinsky"}).Draw(t, "to"), Category: rapid.SampledFrom([]civic.CategoryID{"", "waste"}).Draw(t, "category"),
			Authority: "b", Due: then.AddDate(0, 0, rapid.SampledFrom([]int{3, 90}).Draw(t, "days")), Whom: 13, Into: 5, Rung: NudgeHead}
		if m == HandOver {
			e.To = "gagarinsky"
		}
		return e
	})
}
