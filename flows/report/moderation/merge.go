package moderation

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/flows/report/neighbours"
	"veche/storage"
)

// merger is a report that is to become part of another.
type merger struct {
	Report civic.ReportID `json:"report"`
	Into   civic.ReportID `json:"into,omitempty"`
}

// alikeEnough is from which likeness on a report is offered to moderators: they look
// closer than residents.
const alikeEnough = 0.3

var mergeForm = flows.Flow[merger]{
	Name:  "merge",
	Given: true,
	First: "into",
	Table: flows.Line("into", "sure"),
	Steps: flows.Steps[merger]{
		"into": {Ask: askInto, Answer: answerInto},
		"sure": flows.Confirm("key.merge_yes", showMerger),
	},
	Finish: func(t *flows.Turn, m merger) error {
		r, err := neighbours.Merge(t, m.Report, m.Into)
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		t.Reply(flows.Message{Key: "merge.done", Args: flows.Args{"ID": r.ID, "Into": r.Into}, InPlace: true})
		return nil
	},
}

func beginMerge(t *flows.Turn, v flows.Values) error {
	r, err := casework.Claim(t, cards.ID(v), reports.Merge)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return mergeForm.Start(t, merger{Report: r.ID})
}

// askInto offers the reports that are near, and takes any number.
func askInto(t *flows.Turn, m merger) flows.Message {
	out := flows.Message{Key: "merge.into", Ask: true}
	var lines []flows.Term
	for _, l := range near(t, m.Report) {
		lines = append(lines, flows.Term{Key: "merge.line", Args: flows.Args{"ID": l.ID, "Text": cards.Brief(l),
			"Status": flows.Term{Key: "status." + string(l.Status)}, "Place": l.Place.Words}})
		out.Rows = append(out.Rows, flows.Row(flows.Pick(flows.Term{Key: "key.number", Args: flows.Args{"ID": l.ID}}, strconv.FormatUint(uint64(l.ID), 10))))
	}
	out.Args = flows.Args{"ID": m.Report, "Lines": lines}
	return out
}

// near reads the reports like one. What cannot be read is left out: a number can be
// typed.
func near(t *flows.Turn, id civic.ReportID) (all []reports.Report) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return nil
	}
	likes, err := storage.Similar(t.Tx, r, alikeEnough)
	if err != nil {
		return nil
	}
	for _, l := range likes {
		if other, err := storage.Reports.Get(t.Tx, l.Report); err == nil {
			all = append(all, other)
		}
	}
	return all
}

func answerInto(t *flows.Turn, m *merger) (string, error) {
	typed := t.Value
	if t.Input.Kind == flows.Text {
		typed = strings.TrimFunc(t.Input.Text, func(r rune) bool { return !unicode.IsDigit(r) })
	}
	id, err := strconv.ParseUint(typed, 10, 64)
	if err != nil {
		return "", flows.Wrong{Key: "merge.number"}
	}
	target, err := neighbours.CheckMerge(t, m.Report, civic.ReportID(id))
	switch {
	case errors.Is(err, neighbours.ErrSame):
		return "", flows.Wrong{Key: "merge.same"}
	case errors.Is(err, reports.ErrNotNow):
		return "", flows.Wrong{Key: "merge.closed", Args: flows.Args{"ID": target.ID, "Status": flows.Term{Key: "status." + string(target.Status)}}}
	case errors.Is(err, storage.ErrNotFound):
		return "", flows.Wrong{Key: "no_report"}
	case err != nil:
		return "", err
	}
	m.Into = target.ID
	return flows.Next, nil
}

// showMerger shows both side by side before they become one.
func showMerger(t *flows.Turn, m merger) flows.Message {
	r, _ := storage.Reports.Get(t.Tx, m.Report)
	target, _ := storage.Reports.Get(t.Tx, m.Into)
	return flows.Message{Key: "merge.sure", Args: flows.Args{"ID": m.Report, "Into": m.Into, "Text": cards.Brief(r), "Other": cards.Brief(target)}}
}

func part(t *flows.Turn, v flows.Values) error {
	r, err := neighbours.Part(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("merge.parted", flows.Args{"ID": r.ID})
	return nil
}
