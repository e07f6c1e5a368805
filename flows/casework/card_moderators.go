package casework

import (
	"veche/flows"
	"veche/flows/civic"
)

// ForModerators is the card in the moderators' chat.
func ForModerators(t *flows.Turn, r civic.Report) flows.Message {
	args := body(t, r)
	args["Status"] = decided(r)
	text, added := withAdditions(r)
	if args["Added"] = added; !untyped(r) {
		args["Text"] = text
	}
	m := flows.Message{Key: "card.moderation", Args: args, Live: CardName(r.ID, "moderation"), Urgent: r.Emergency != "" && r.Status == civic.Sent}
	m.Rows = [][]flows.Button{looks(r), listening(r)}
	if r.Status == civic.Sent {
		m.Rows = append(m.Rows,
			flows.Row(flows.Do("key.publish", "publish", r.ID), flows.Do("key.refuse", "refuse", r.ID)))
	}
	if r.Status.Can(civic.Correct) {
		m.Rows = append(m.Rows,
			flows.Row(flows.Do("key.fix_district", "fix_district", r.ID), flows.Do("key.fix_category", "fix_category", r.ID)))
	}
	return m
}
