package moderation

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// turnOver shows another side of a moderators' card in place of the one that was pressed.
// Whatever happens to the report turns it back.
func turnOver(side func(*flows.Turn, reports.Report) (flows.Message, error)) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := storage.Reports.Get(t.Tx, cards.ID(v))
		if _, ok := casework.May(t, r, reports.Publish); err == nil && !ok {
			err = casework.NotYours(t, r, reports.Publish.Movers())
		}
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		m, err := side(t, r)
		m.InPlace = true
		t.Reply(m)
		return err
	}
}
