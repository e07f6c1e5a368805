package report

import (
	"fmt"
	"strconv"
	"strings"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/neighbours"
	"veche/storage"
)

// shownAlike is how many open reports somebody who writes one is shown.
const shownAlike = 3

// similar shows what neighbours wrote of, if they did: one tap joins, with all of the
// draft. It comes when all is known by which reports are compared.
func similar() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{Ask: askSimilar, Answer: func(t *flows.Turn, r *reports.Report) (string, error) {
		verb, number, _ := strings.Cut(t.Value, ":")
		id, _ := strconv.ParseUint(number, 10, 64)
		switch verb {
		case "other":
			r.Into = 0
			return flows.Next, nil
		case "show":
			other, err := neighbours.Public(t.Tx, civic.ReportID(id))
			if err != nil {
				return "", neighbours.WhyNot(other, err)
			}
			r.Into = other.ID
			return "look", nil
		case "join":
			return joining(t, r, civic.ReportID(id))
		}
		return "", flows.Wrong{Key: "wrong.press"}
	}}
}

// joining ends the form: the draft becomes what its author adds to the other report.
func joining(t *flows.Turn, r *reports.Report, id civic.ReportID) (string, error) {
	other, err := neighbours.CheckJoin(t, id)
	if err != nil {
		return "", neighbours.WhyNot(other, err)
	}
	r.Into = id
	return "join", nil
}

func askSimilar(t *flows.Turn, r reports.Report) flows.Message {
	likes := alike(t, r)
	if len(likes) == 0 {
		return flows.Message{}
	}
	var lines []flows.Term
	m := flows.Message{Key: "similar.title"}
	for _, l := range likes {
		args := flows.Args{"ID": l.ID, "Text": cards.Brief(l.Report), "Metres": max(l.Metres, 0)/10*10 + 10, "Known": l.Metres >= 0,
			"Joined": l.Joined, "Mine": l.Author == t.Input.Person, "Photo": 0}
		if len(l.Photos) > 0 {
			m.Photos = append(m.Photos, l.Photos[0])
			args["Photo"] = len(m.Photos)
		}
		lines = append(lines, flows.Term{Key: "similar.line", Args: args})
		row := flows.Row(pickNumber("key.show_number", "show", l.ID))
		if l.Author != t.Input.Person {
			row = append(flows.Row(pickNumber("key.that_is_it", "join", l.ID)), row...)
		}
		m.Rows = append(m.Rows, row)
	}
	m.Args = flows.Args{"Lines": lines}
	m.Rows = append(m.Rows, flows.Row(flows.Pick(flows.Term{Key: "key.not_it"}, "other").For(flows.No)))
	return m
}

func pickNumber(key, verb string, id civic.ReportID) flows.Button {
	return flows.Pick(flows.Term{Key: key, Args: flows.Args{"ID": id}}, fmt.Sprintf("%s:%d", verb, id))
}

// found is a report like the draft.
type found struct {
	reports.Report
	storage.Like
}

// alike reads the reports most like the draft. One that cannot be read is left out:
// it must not keep anybody from writing.
func alike(t *flows.Turn, r reports.Report) (all []found) {
	likes, err := storage.Similar(t.Tx, r.Whole().Stemmed(), civic.Likely)
	if err != nil {
		return nil
	}
	for _, l := range likes[:min(len(likes), shownAlike)] {
		if other, err := neighbours.Public(t.Tx, l.Report); err == nil {
			all = append(all, found{other, l})
		}
	}
	return all
}

// look shows one of them in full.
func look() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{
		Ask: func(t *flows.Turn, r reports.Report) flows.Message {
			other, err := neighbours.Public(t.Tx, r.Into)
			var m flows.Message
			if err == nil {
				m, err = cards.ForPublic(t, other)
			}
			if err != nil {
				return flows.Message{Key: "no_report"}
			}
			m.Photos, m.Rows = other.Photos, nil
			if other.Author != t.Input.Person {
				m.Rows = append(m.Rows, flows.Row(flows.Pick(flows.Term{Key: "key.that_is_it", Args: flows.Args{"ID": other.ID}}, "join")))
			}
			m.Rows = append(m.Rows, flows.Row(flows.Pick(flows.Term{Key: "key.not_it"}, "other").For(flows.No)))
			return m
		},
		Answer: func(t *flows.Turn, r *reports.Report) (string, error) {
			switch t.Value {
			case "join":
				return joining(t, r, r.Into)
			case "other":
				r.Into = 0
				return flows.Next, nil
			}
			return "", flows.Wrong{Key: "wrong.press"}
		},
	}
}

// join makes of the draft what its author adds to the report of a neighbour.
func join(t *flows.Turn, draft reports.Report) error {
	r, err := neighbours.Join(t, draft.Into, reports.Follower{Words: draft.Whole().Text, Photos: draft.Photos, Place: draft.Place})
	if err != nil {
		return neighbours.ExcuseJoin(t, r, err)
	}
	if err := makeHome(t, draft); err != nil {
		return err
	}
	return neighbours.Welcome(t, r)
}

// makeHome makes the district of somebody's first report their own.
func makeHome(t *flows.Turn, r reports.Report) error {
	if t.Person.District != "" {
		return nil
	}
	t.Person.District, t.Person.Part = r.District, r.Part
	return storage.People.Put(t.Tx, t.Person.ID, *t.Person)
}
