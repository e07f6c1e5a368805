package upkeep

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// climb tells the next one up that a word is owed. The residents read on the timeline
// and the card who knows of it.
func climb(t *flows.Turn, r reports.Report, rung reports.Rung) error {
	whom, err := listeners(t, r, rung)
	if err != nil {
		return err
	}
	if len(whom) == 0 && rung == reports.TellDeputy {
		rung = reports.TellCentre
	}
	if r, err = casework.Carry(t, r, r, reports.Event{What: reports.Remind, Rung: rung}); err != nil {
		return err
	}
	c, _ := t.Region.Category(r.Category)
	d, _ := t.Region.District(r.District)
	m := flows.Message{Key: "remind." + string(rung), Answers: cards.District.For(r.ID, r.District),
		Args: flows.Args{"ID": r.ID, "Category": c.Name, "District": d.Name, "Due": flows.Day(r.Due()), "Promised": r.Status == reports.Promised, "Answered": len(r.Answers()) > 0},
		Rows: [][]flows.Button{flows.Row(cards.OpenCard.Button("key.open_card", r.ID))}}
	for _, p := range whom {
		t.Say(flows.To(p), m)
	}
	if len(whom) == 0 {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
	}
	return nil
}

// listeners are the people of the rung; where nobody holds the role, those who stand in
// for it; nobody where that is the Centre.
func listeners(t *flows.Turn, r reports.Report, rung reports.Rung) ([]civic.PersonID, error) {
	var roles []civic.Role
	switch rung {
	case reports.NudgeHead:
		roles = []civic.Role{civic.Head, civic.Deputy, civic.Staff}
	case reports.TellDeputy:
		roles = []civic.Role{civic.Deputy}
	}
	for _, role := range roles {
		people, err := flows.Reachable(t.Tx, r.District, role)
		if len(people) > 0 || err != nil {
			return people, err
		}
	}
	return nil, nil
}
