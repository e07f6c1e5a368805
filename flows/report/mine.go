package report

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// perPage is how many reports a page of "my reports" shows; mostReports is how many of
// a list are looked at.
const (
	perPage     = 5
	mostReports = 500
)

// The lists of one's own reports.
const (
	open   = "open"
	closed = "closed"
)

// list shows the person's reports, the newest first: the open ones or the closed ones,
// by default those that there are.
func list(t *flows.Turn, which string, page int) error {
	counts := flows.Args{
		"Open":   storage.ReportsBy.Count(t.Tx, storage.Tuple(t.Input.Person, true), mostReports),
		"Closed": storage.ReportsBy.Count(t.Tx, storage.Tuple(t.Input.Person, false), mostReports),
	}
	if counts["Open"] == 0 && counts["Closed"] == 0 {
		t.Reply(flows.Message{Key: "reports.none", Rows: [][]flows.Button{flows.Row(fileCommand.Button("menu.report"))}})
		return nil
	}
	if which == "" && counts["Open"] == 0 {
		which = closed
	} else if which != closed {
		which = open
	}
	all, err := mine(t, which == open)
	if err != nil {
		return err
	}
	at := flows.PageAt(page, len(all), perPage)
	m := flows.Message{Key: "reports." + which, InPlace: true, Args: flows.Args{"Count": len(all)}}
	for _, r := range all[at.From:at.To] {
		c, _ := t.Region.Category(r.Category)
		b := mineCard.Labelled(flows.Term{Key: "reports.line",
			Args: flows.Args{"ID": r.ID, "Category": c.Name, "Status": flows.Term{Key: "status." + string(r.Status)}}}, r.ID)
		b.Icon = c.Emoji
		m.Rows = append(m.Rows, flows.Row(b))
	}
	m.Rows = append(m.Rows, minePage.Pages(at.Here, at.Of, which)...)
	m.Rows = append(m.Rows, flows.Row(otherList(which, counts)))
	t.Reply(m)
	return nil
}

// otherList is the button that leads to the reports that are not shown.
func otherList(which string, counts flows.Args) flows.Button {
	if which == closed {
		return minePage.Labelled(flows.Term{Key: "key.reports_open", Args: counts}, open, 0)
	}
	return minePage.Labelled(flows.Term{Key: "key.reports_closed", Args: counts}, closed, 0)
}

func turnList(t *flows.Turn, v flows.Values) error {
	return list(t, v.At(0), int(v.Number(1)%mostReports))
}

// mine loads the reports of the person of the turn.
func mine(t *flows.Turn, open bool) ([]reports.Report, error) {
	var all []reports.Report
	for rec, err := range storage.ReportsBy.Backward(t.Tx, storage.Tuple(t.Input.Person, open), storage.Span{Limit: mostReports}) {
		if err != nil {
			return nil, err
		}
		all = append(all, rec.Value)
	}
	return all, nil
}

// card shows a report again, as a new message: the live card may be far above.
func card(t *flows.Turn, v flows.Values) error {
	r, err := own(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	m, err := cards.Mine(t, r)
	m.Anew = true
	t.Reply(m)
	return err
}

// askWithdraw asks whether it is meant. What neighbours joined is theirs too: it can
// only be left to them.
func askWithdraw(t *flows.Turn, v flows.Values) error {
	r, err := own(t, cards.ID(v))
	if err == nil {
		_, err = r.Status.Next(reports.Withdraw)
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	m := flows.Message{Key: "withdraw.sure", Args: flows.Args{"ID": r.ID}, Rows: [][]flows.Button{flows.Row(withdrawYes.Button("key.withdraw_yes", r.ID))}}
	if staysWithNeighbours(r) {
		m = flows.Message{Key: "withdraw.leave", Args: flows.Args{"ID": r.ID, "Count": r.Joined}, Rows: [][]flows.Button{flows.Row(leaveIt.Button("key.leave", r.ID))}}
	}
	t.Reply(m)
	return nil
}

func staysWithNeighbours(r reports.Report) bool { return r.Joined > 0 && r.Status.Can(reports.Leave) }

func withdraw(t *flows.Turn, v flows.Values) error {
	r, err := own(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	if staysWithNeighbours(r) { // somebody joined since it was asked
		return askWithdraw(t, v)
	}
	if r, err = casework.Move(t, r.ID, reports.Withdraw, reports.Event{}); err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "withdrawn", Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}

// leave takes the author out of a report that goes on for the neighbours.
func leave(t *flows.Turn, v flows.Values) error {
	r, err := own(t, cards.ID(v))
	if err == nil && r.Joined == 0 {
		return askWithdraw(t, v)
	}
	if err == nil {
		r, err = casework.Move(t, r.ID, reports.Leave, reports.Event{})
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "left", Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}
