package cards

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// Mine is the card of the author.
func Mine(t *flows.Turn, r reports.Report) (flows.Message, error) {
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	m := flows.Message{Key: "card.mine", Args: args, Live: Author.Of(r.ID)}
	look := looks(r)
	if r.Status.Can(reports.Add) {
		look = append(look, Add.Button("key.add", r.ID))
	}
	m.Rows = [][]flows.Button{look, {Timeline.Button("key.timeline", r.ID)}}
	if r.Appealable() {
		m.Rows[1] = append(m.Rows[1], Appeal.Button("key.appeal", r.ID))
	}
	if r.Status.Can(reports.Withdraw) {
		m.Rows[1] = append(m.Rows[1], Withdraw.Button("key.withdraw", r.ID))
	}
	m.Rows = append(m.Rows, invites(t, r))
	return m, nil
}

// Preview shows a draft just as others will see it.
func Preview(t *flows.Turn, r reports.Report) flows.Message {
	flat, other := r.Hides()
	m := flows.Message{Key: "card.preview", Args: body(t, r.Masked()), Photos: r.Photos}
	m.Args["Masked"] = other || flat && !r.Flat
	return m
}
