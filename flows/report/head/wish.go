package head

import (
	"fmt"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// wish puts a promise beyond the limit before the Centre. Until it is allowed, what
// stood before stands.
func wish(t *flows.Turn, id civic.ReportID, due time.Time, text string) (reports.Report, error) {
	r, err := casework.Check(t, id, reports.Promise)
	if err != nil {
		return r, err
	}
	role, _ := casework.May(t, r, reports.Promise)
	was := r
	r.Wish = reports.Wish{By: t.Input.Person, Role: role, At: t.Now, Due: due, Text: text}
	if err := casework.Commit(t, was, r, reports.Event{}); err != nil {
		return r, err
	}
	if err := t.Record(civic.Act{What: "wish", Role: role, Subject: reports.Subject(r.ID), Place: r.District}); err != nil {
		return r, err
	}
	c, _ := t.Region.Category(r.Category)
	d, _ := t.Region.District(r.District)
	t.Say(flows.AtDesk(civic.CentreDesk), flows.Message{Key: "wish.title", Answers: cards.District.For(r.ID, r.District),
		Args: flows.Args{"ID": r.ID, "Category": c.Name, "District": d.Name, "Day": flows.Day(due), "Limit": flows.Day(r.Limit(c.Norm)), "Text": text},
		Rows: [][]flows.Button{
			flows.Row(wishAllow.Button("key.wish_allow", r.ID, t.Now.Unix()), wishDeny.Button("key.wish_deny", r.ID, t.Now.Unix())),
			flows.Row(cards.OpenCard.Button("key.open_card", r.ID))}})
	return r, nil
}

// wished is what the Centre does with a wish: its button carries the report and when it
// was wished, so that the buttons of an older wish do nothing.
func wished(allow bool) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := storage.Reports.Get(t.Tx, cards.ID(v))
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		w := r.Wish
		if w.At.IsZero() || uint64(w.At.Unix()) != v.Number(1) || allow && !w.Due.After(t.Now) {
			t.Warn("wish.over", flows.Args{"ID": r.ID})
			return nil
		}
		key, told := "wish.denied", "wish.denied_you"
		if allow {
			key, told = "wish.allowed", "wish.allowed_you"
			_, err = casework.Carry(t, r, r, reports.Event{What: reports.Promise, By: t.Input.Person, Role: civic.Centre, Due: w.Due, Text: w.Text})
		} else if err = denied(t, r); err == nil {
			err = t.Record(civic.Act{What: "wish_deny", Role: civic.Centre, Subject: reports.Subject(r.ID), Place: r.District})
		}
		if err != nil {
			return fmt.Errorf("decide on the wish for report %d: %w", r.ID, err)
		}
		args := flows.Args{"ID": r.ID, "Day": flows.Day(w.Due)}
		t.Reply(flows.Message{Key: key, Args: args, InPlace: true})
		t.Say(flows.To(w.By), flows.Message{Key: told, Args: args, Answers: cards.District.For(r.ID, r.District)})
		return nil
	}
}

func denied(t *flows.Turn, was reports.Report) error {
	r := was
	r.Wish = reports.Wish{}
	return casework.Commit(t, was, r, reports.Event{})
}
