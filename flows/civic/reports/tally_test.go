package reports

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows/civic"
)

// counts lists what a report counted.
func counts(r Report) (all []string) {
	for _, c := range r.Case().Counted {
		all = append(all, c.What)
	}
	return all
}

// counted lists what the last move of a life counted, or took back.
func counted(t *testing.T, events ...Event) (all []string) {
	t.Helper()
	was, is := counts(lived(t, nine, events[:len(events)-1]...)), counts(lived(t, nine, events...))
	n := map[string]int{}
	for _, what := range is {
		n[what]++
	}
	for _, what := range was {
		n[what]--
	}
	for what, n := range n {
		if n != 0 {
			all = append(all, fmt.Sprintf("%s%+d", what, n))
		}
	}
	slices.Sort(all)
	return all
}

func TestWhatMovesCount(t *testing.T) {
	filed := []Event{did(t, File, "2026-11-23 10:00")}
	public := append(slices.Clip(filed), did(t, Publish, "2026-11-23 10:00"))
	promised := append(slices.Clip(public), Event{What: Promise, At: at(t, "2026-11-23 11:00"), Due: PromiseAt(at(t, "2026-11-25 00:00"))})
	kept := append(slices.Clip(promised), did(t, Close, "2026-11-25 12:00"))
	for _, c := range []struct {
		why  string
		life []Event
		e    Event
		want []string
	}{
		{"publishing", filed, did(t, Publish, "2026-11-23 11:00"), []string{"published+1"}},
		{"and back", public, did(t, Undo, "2026-11-23 10:05"), []string{"published-1"}},
		{"a refusal", filed, did(t, Refuse, "2026-11-23 11:00"), []string{"refused+1"}},
		{"and back", append(slices.Clip(filed), did(t, Refuse, "2026-11-23 11:00")), did(t, Undo, "2026-11-23 11:05"), []string{"refused-1"}},
		{"an answer in time", public, did(t, Answer, "2026-11-24 09:59"), []string{"in_time+1"}},
		{"a late one", public, did(t, Answer, "2026-11-24 10:01"), []string{"late+1"}},
		{"another answer", append(slices.Clip(public), did(t, Answer, "2026-11-23 11:00")), did(t, Answer, "2026-11-23 12:00"), nil},
		{"a promise is an answer", public, promised[2], []string{"in_time+1"}},
		{"kept", promised, did(t, Close, "2026-11-25 12:00"), []string{"closed+1", "kept+1"}},
		{"kept, says a neighbour", promised, did(t, Confirm, "2026-11-25 12:00"), []string{"confirmed+1", "kept+1"}},
		{"broken", promised, did(t, Break, "2026-12-02 18:00"), []string{"broken+1"}},
		{"closed too late", promised, did(t, Close, "2026-11-27 12:00"), []string{"broken+1", "closed+1"}},
		{"kept only by word", kept, did(t, Return, "2026-11-26 12:00"), []string{"broken+1", "kept-1", "returned+1"}},
		{"sent elsewhere", public, did(t, Redirect, "2026-11-23 12:00"), []string{"outside+1"}},
		{"merged before it was published, and parted", append(slices.Clip(filed), did(t, Merge, "2026-11-23 11:00")), did(t, Part, "2026-11-23 12:00"), []string{"published+1"}},
		{"merged when it was, and parted", append(slices.Clip(public), did(t, Merge, "2026-11-23 11:00")), did(t, Part, "2026-11-23 12:00"), nil},
		{"a note", public, did(t, Note, "2026-11-23 12:00"), nil},
	} {
		if got := counted(t, append(slices.Clip(c.life), c.e)...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

// What each event makes of the row of a case.
func TestTheRowOfACase(t *testing.T) {
	// A report of Monday at 10, published at 11 with a day of nine hours for the answer.
	filed := []Event{did(t, File, "2026-11-23 10:00")}
	public := append(slices.Clip(filed), did(t, Publish, "2026-11-23 11:00"))
	merged := append(slices.Clip(public), did(t, Merge, "2026-11-23 12:00"))
	closed := append(slices.Clip(public), did(t, Close, "2026-11-24 10:00"))
	returned := append(slices.Clip(closed), did(t, Return, "2026-11-25 12:00"))
	refused := append(slices.Clip(filed), did(t, Refuse, "2026-11-23 11:00"))
	moved := Event{What: Correct, At: at(t, "2026-11-23 12:00"), From: "vyazemsky", To: "gagarinsky"}
	over := Event{What: HandOver, At: at(t, "2026-12-01 12:00"), From: "vyazemsky", To: "gagarinsky"}
	for _, c := range []struct {
		why    string
		life   []Event
		is     string // of the row: district, when the answer was owed and came, how and when it ended
		counts string // month, district, what
	}{
		{"sent", filed, "vyazemsky due - answered - open", ""},
		{"published", public, "vyazemsky due 24 11:00 answered - open", "11 vyazemsky published"},
		{"taken back", append(slices.Clip(public), did(t, Undo, "2026-11-23 11:05")), "vyazemsky due - answered - open", ""},
		{"published again", append(slices.Clip(public), did(t, Undo, "2026-11-23 11:05"), did(t, Publish, "2026-11-23 12:00")), "vyazemsky due 24 12:00 answered - open", "11 vyazemsky published"},
		{"refused", refused, "vyazemsky due - answered - refused 23 11:00", "11 vyazemsky refused"},
		{"appealed", append(slices.Clip(refused), did(t, Appeal, "2026-11-23 12:00")), "vyazemsky due - answered - open", "11 vyazemsky refused"},
		{"to another district before it is published", append(slices.Clip(filed), moved, did(t, Publish, "2026-11-23 13:00")), "gagarinsky due 24 13:00 answered - open", "11 gagarinsky published"},
		{"and after", append(slices.Clip(public), moved), "gagarinsky due 24 11:00 answered - open", "11 vyazemsky published"},
		{"another topic", append(slices.Clip(public), Event{What: Correct, At: at(t, "2026-11-23 12:00"), Category: "water"}), "vyazemsky water due 23 15:00 answered - open", "11 vyazemsky published"},
		{"answered", append(slices.Clip(public), did(t, Answer, "2026-11-24 10:00")), "vyazemsky due 24 11:00 answered 24 10:00 open", "11 vyazemsky published, 11 vyazemsky in_time"},
		{"answered twice", append(slices.Clip(public), did(t, Answer, "2026-11-24 10:00"), did(t, Answer, "2026-11-25 10:00")), "vyazemsky due 24 11:00 answered 24 10:00 open", "11 vyazemsky published, 11 vyazemsky in_time"},
		{"answered late", append(slices.Clip(public), did(t, Answer, "2026-12-01 10:00")), "vyazemsky due 24 11:00 answered 01 10:00 open", "11 vyazemsky published, 12 vyazemsky late"},
		{"passed on, then answered", append(slices.Clip(public), over, did(t, Answer, "2026-12-02 10:00")), "gagarinsky due 24 11:00 answered 02 10:00 open", "11 vyazemsky published, 12 gagarinsky late"},
		{"answered to a question that stood", append(slices.Clip(public), did(t, Ask, "2026-11-23 12:00"), did(t, Answer, "2026-11-26 12:00")), "vyazemsky due 27 11:00 answered 26 12:00 open", "11 vyazemsky published, 11 vyazemsky in_time"},
		{"merged", merged, "vyazemsky due 24 11:00 answered - merged 23 12:00", "11 vyazemsky published"},
		{"parted", append(slices.Clip(merged), did(t, Part, "2026-11-23 13:00")), "vyazemsky due 24 12:00 answered - open", "11 vyazemsky published"},
		{"merged unread", append(slices.Clip(filed), did(t, Merge, "2026-11-23 12:00")), "vyazemsky due - answered - merged 23 12:00", ""},
		{"referred", append(slices.Clip(public), did(t, Refer, "2026-11-23 12:00")), "vyazemsky due 24 11:00 answered - open", "11 vyazemsky published"},
		{"sent elsewhere", append(slices.Clip(public), did(t, Redirect, "2026-11-23 12:00")), "vyazemsky due 24 11:00 answered - outside 23 12:00", "11 vyazemsky published, 11 vyazemsky outside"},
		{"withdrawn", append(slices.Clip(public), did(t, Withdraw, "2026-11-23 12:00")), "vyazemsky due 24 11:00 answered - withdrawn 23 12:00", "11 vyazemsky published"},
		{"left to the neighbours", append(slices.Clip(public), did(t, Leave, "2026-11-23 12:00")), "vyazemsky due 24 11:00 answered - open", "11 vyazemsky published"},
		{"closed", closed, "vyazemsky due 24 11:00 answered 24 10:00 done 24 10:00", "11 vyazemsky published, 11 vyazemsky closed, 11 vyazemsky in_time"},
		{"confirmed", append(slices.Clip(closed), did(t, Confirm, "2026-12-01 10:00")), "vyazemsky due 24 11:00 answered 24 10:00 confirmed 24 10:00",
			"11 vyazemsky published, 11 vyazemsky closed, 11 vyazemsky in_time, 12 vyazemsky confirmed"},
		{"opened again", returned, "vyazemsky due 24 11:00 answered 24 10:00 open", "11 vyazemsky published, 11 vyazemsky closed, 11 vyazemsky in_time, 11 vyazemsky returned"},
		{"and closed again", append(slices.Clip(returned), did(t, Close, "2026-12-01 10:00")), "vyazemsky due 24 11:00 answered 24 10:00 done 01 10:00",
			"11 vyazemsky published, 11 vyazemsky closed, 11 vyazemsky in_time, 11 vyazemsky returned, 12 vyazemsky closed"},
	} {
		r := lived(t, nine, c.life...)
		if got := rowOf(r.Case()); got != c.is {
			t.Errorf("%s: %s, want %s", c.why, got, c.is)
		}
		var counts []string
		for _, n := range r.Case().Counted {
			counts = append(counts, n.At.Format("01 ")+string(n.District)+" "+n.What)
		}
		if got := strings.Join(counts, ", "); got != c.counts {
			t.Errorf("%s counts %q, want %q", c.why, got, c.counts)
		}
	}
}

func rowOf(c civic.Case) string {
	when := func(at time.Time) string {
		if at.IsZero() {
			return "-"
		}
		return at.Format("02 15:04")
	}
	s := fmt.Sprintf("%s due %s answered %s ", strings.TrimSpace(string(c.District)+" "+c.Topic), when(c.Due), when(c.Answered))
	if c.How == "" {
		return s + "open"
	}
	return s + c.How + " " + when(c.Ended)
}

// A case stays what it was, and names nobody, when its author is forgotten.
func TestACaseOutlivesItsAuthor(t *testing.T) {
	for _, moves := range [][]Move{{File}, {File, Refuse}, {File, Publish}, {File, Publish, Close}} {
		var life []Event
		for i, m := range moves {
			life = append(life, Event{What: m, At: at(t, "2026-11-23 10:00").Add(time.Duration(i) * time.Hour), By: 1234567})
		}
		was := lived(t, nine, life...)
		is, want := was.Forgotten().Case(), was.Case()
		if was.Status == Sent { // nobody has seen it: it is closed with its author
			want.How, want.Ended = string(Withdrawn), life[len(life)-1].At
		}
		raw, err := json.Marshal(is)
		if err != nil || !reflect.DeepEqual(is, want) || strings.Contains(string(raw), "1234567") {
			t.Errorf("after %v: %s, want %+v, %v", moves, raw, want, err)
		}
	}
}

// Through any life a row says the same of the report as it is and as it is read again, and
// counts the promises that the report counted.
func TestCasesOfAnyLife(t *testing.T) {
	var moves []Move
	for _, row := range Life().Rows() {
		moves = append(moves, row.Move)
	}
	rapid.Check(t, func(rt *rapid.T) {
		r := Report{ID: 1, Author: 3, Status: Draft, District: "vyazemsky"}
		now := at(t, "2026-11-23 10:00")
		for range rapid.IntRange(1, 40).Draw(rt, "events") {
			e := Event{What: rapid.SampledFrom(moves).Draw(rt, "move"), At: now, Role: civic.Centre}
			switch e.What {
			case Promise:
				e.Due = PromiseAt(now.AddDate(0, 0, rapid.IntRange(0, 6).Draw(rt, "days")))
			case HandOver, Correct:
				e.From, e.To = r.District, rapid.SampledFrom([]civic.DistrictID{"vyazemsky", "gagarinsky"}).Draw(rt, "to")
			}
			next, err := r.Apply(region(nine), e)
			if err != nil {
				continue
			}
			r, now = next, now.Add(time.Duration(rapid.IntRange(0, 60).Draw(rt, "hours"))*time.Hour)
		}
		c, n := r.Case(), map[string]int{}
		for _, counted := range c.Counted {
			n[counted.What]++
		}
		if n["kept"] != r.Kept || n["broken"] != r.Broken || n["in_time"]+n["late"] != min(1, len(r.Answers())) {
			rt.Fatalf("%v of %d kept, %d broken", n, r.Kept, r.Broken)
		}
		if public := r.Public(); public != (n["published"] == 1) || n["published"] > 1 {
			rt.Fatalf("published %d times: %v", n["published"], public)
		}
		var again Report
		raw, err := json.Marshal(r)
		if err == nil {
			err = json.Unmarshal(raw, &again)
		}
		a, _ := json.Marshal(c)
		b, _ := json.Marshal(again.Case())
		if err != nil || string(a) != string(b) {
			rt.Fatalf("%s, and read again %s, %v", a, b, err)
		}
	})
}
