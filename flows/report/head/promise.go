package head

import (
	"errors"
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// promised is a promise being made.
type promised struct {
	Report civic.ReportID `json:"report"`
	Day    string         `json:"day,omitempty"` // 2026-11-24
	Text   string         `json:"text,omitempty"`
}

// furthest is how far away a day may be at all, with the Centre: later ones are typed
// by mistake.
const furthest = 365

var promiseForm = flows.Flow[promised]{
	Name:  "promise",
	Given: true,
	First: "day",
	Table: flows.Line("day", "words", "preview"),
	Steps: flows.Steps[promised]{
		"day": {Ask: askDay, Answer: answerDay, Kept: func(p promised) bool { return p.Day != "" }},
		"words": flows.Optional("promise.words", "key.skip", civic.MaxReason,
			func(p *promised, s string) { p.Text = s }, func(p promised) string { return p.Text }),
		"preview": flows.Confirm("key.promise_yes", previewPromise),
	},
	Finish: promise,
}

func beginPromise(t *flows.Turn, v flows.Values) error {
	r, err := casework.Check(t, cards.ID(v), reports.Promise)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return promiseForm.Start(t, promised{Report: r.ID})
}

func askDay(t *flows.Turn, p promised) flows.Message {
	m := flows.Message{Key: "promise.day", Args: flows.Args{"ID": p.Report}, Ask: true}
	r, err := storage.Reports.Get(t.Tx, p.Report)
	if err != nil {
		return m
	}
	c, _ := t.Region.Category(r.Category)
	m.Args["Limit"] = flows.Day(r.Limit(c.Norm))
	m.Rows = flows.Abreast(2, dayOptions(t, r, c.Norm)...)
	return m
}

// dayOptions are working days within the limit, the nearest first; where there is none
// left, the nearest ones, for the Centre to allow.
func dayOptions(t *flows.Turn, r reports.Report, n civic.Norm) []flows.Button {
	now := t.Now
	month := time.Date(now.Year(), now.Month()+1, 0, 12, 0, 0, 0, now.Location())
	var within, beyond []flows.Button
	var seen []string
	for _, o := range []struct {
		key string
		day time.Time
	}{
		{"key.day_next", now.AddDate(0, 0, 1)}, {"key.day_three", now.AddDate(0, 0, 3)}, {"key.day_week", now.AddDate(0, 0, 7)},
		{"key.day_fortnight", now.AddDate(0, 0, 14)}, {"key.day_month", month},
	} {
		day := t.Region.Calendar.WorkingDayFrom(o.day)
		value := day.Format(time.DateOnly)
		if slices.Contains(seen, value) || !day.After(now) {
			continue
		}
		seen = append(seen, value)
		b := flows.Pick(flows.Term{Key: o.key, Args: flows.Args{"Day": flows.Day(day)}}, value)
		if r.Beyond(day, n) {
			beyond = append(beyond, b)
		} else {
			within = append(within, b)
		}
	}
	if len(within) == 0 {
		return beyond
	}
	return within
}

// answerDay takes a day of a button or a typed one; values of buttons may be forged, so
// both go the same way.
func answerDay(t *flows.Turn, p *promised) (string, error) {
	var day time.Time
	ok := false
	switch t.Input.Kind {
	case flows.Press:
		var err error
		day, err = time.ParseInLocation(time.DateOnly, t.Value, t.Now.Location())
		ok = err == nil
	case flows.Text:
		day, ok = civic.ReadDay(t.Input.Text, t.Now)
	}
	at := reports.PromiseAt(day)
	cal := t.Region.Calendar
	switch {
	case !ok:
		return "", flows.Wrong{Key: "promise.no_day"}
	case !at.After(t.Now):
		return "", flows.Wrong{Key: "promise.past"}
	case at.After(t.Now.AddDate(0, 0, furthest)):
		return "", flows.Wrong{Key: "promise.too_far"}
	case !cal.WorkingDay(at):
		return "", flows.Wrong{Key: "promise.day_off", Args: flows.Args{"Day": flows.Day(at), "Next": flows.Day(cal.WorkingDayFrom(at))}}
	}
	p.Day = day.Format(time.DateOnly)
	return flows.Next, nil
}

func (p promised) due(t *flows.Turn) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, p.Day, t.Now.Location())
	if err != nil {
		return time.Time{}
	}
	return reports.PromiseAt(day)
}

func previewPromise(t *flows.Turn, p promised) flows.Message {
	m := flows.Message{Key: "promise.preview", Args: flows.Args{"ID": p.Report, "Day": flows.Day(p.due(t)), "Text": p.Text, "Tells": mask.Tells(p.Text)}}
	r, err := storage.Reports.Get(t.Tx, p.Report)
	if err != nil {
		return m
	}
	c, _ := t.Region.Category(r.Category)
	m.Args["Beyond"] = r.Beyond(p.due(t), c.Norm) && !t.Roles.Has(civic.Centre)
	m.Args["Limit"] = flows.Day(r.Limit(c.Norm))
	m.Args["Old"] = flows.Day{}
	if r.Status == reports.Promised {
		m.Args["Old"] = flows.Day(r.Promise)
	}
	return m
}

func promise(t *flows.Turn, p promised) error {
	if !p.due(t).After(t.Now) { // the form was left open
		t.Reply(flows.Message{Key: "promise.past"})
		return nil
	}
	r, err := casework.Move(t, p.Report, reports.Promise, reports.Event{Due: p.due(t), Text: p.Text})
	key := "promise.done"
	if errors.Is(err, reports.ErrBeyond) {
		r, err = wish(t, p.Report, p.due(t), p.Text)
		key = "promise.wished"
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: key, Args: flows.Args{"ID": r.ID, "Day": flows.Day(p.due(t))}, InPlace: true})
	return nil
}
