package cards

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// ForModerators is the card in the moderators' chat.
func ForModerators(t *flows.Turn, r reports.Report) (flows.Message, error) {
	args := body(t, r)
	args["Status"], args["Background"] = decided(t, r), flows.Term{}
	args["Near"] = flows.Term{}
	args["Copies"] = r.Copies
	if r.Status == reports.Sent {
		var err error
		if args["Background"], err = background(t, r); err != nil {
			return flows.Message{}, err
		}
		if args["Near"], err = nearBy(t, r); err != nil {
			return flows.Message{}, err
		}
	}
	text, added := withAdditions(r)
	if args["Added"] = added; !r.Untyped() {
		args["Text"] = text
	}
	m := flows.Message{Key: "card.moderation", Args: args, Live: Moderators.Of(r.ID), Haste: flows.UrgentIf(r.Emergency != "" && r.Status == reports.Sent)}
	m.Wipes = r.Author == 0 && !r.Public() // forgotten
	m.Rows = append(looking(r), usual(t, r)...)
	if rows := rare(r); len(rows) == 1 {
		m.Rows = append(m.Rows, rows...)
	} else if len(rows) > 1 {
		m.Rows = append(m.Rows, flows.Row(More.Button("key.more", r.ID)))
	}
	return m, nil
}

// MoreForModerators is the same card with the buttons that few reports need in the place
// of the usual ones.
func MoreForModerators(t *flows.Turn, r reports.Report) (flows.Message, error) {
	m, err := ForModerators(t, r)
	m.Rows = append(append(looking(r), rare(r)...), flows.Row(Less.Button("key.less", r.ID)))
	return m, err
}

// looking are the rows that show what came with the report.
func looking(r reports.Report) [][]flows.Button { return [][]flows.Button{looks(r), listening(r)} }

// usual are the rows of buttons that most reports need.
func usual(t *flows.Turn, r reports.Report) (rows [][]flows.Button) {
	if r.Status == reports.Sent {
		rows = append(rows, flows.Row(Publish.Button("key.publish", r.ID), Refuse.Button("key.refuse", r.ID)), editing(t, r))
	}
	if r.Referred {
		rows = append(rows, flows.Row(Stays.Button("key.stays", r.ID)))
	}
	if r.Undoable(t.Now) {
		rows = append(rows, flows.Row(Undo.Button("key.undo", r.ID)))
	}
	return rows
}

// rare are the others: whose the report is and what about, whether it is alone, who sent it.
func rare(r reports.Report) (rows [][]flows.Button) {
	if r.Status.Can(reports.Correct) {
		rows = append(rows, flows.Row(FixDistrict.Button("key.fix_district", r.ID), FixCategory.Button("key.fix_category", r.ID)))
	}
	if r.Status.Can(reports.Redirect) {
		rows = append(rows, flows.Row(Redirect.Button("key.redirect", r.ID)))
	}
	switch {
	case r.Status.Can(reports.Merge):
		rows = append(rows, flows.Row(Merge.Button("key.merge", r.ID)))
	case r.Status.Can(reports.Part):
		rows = append(rows, flows.Row(Part.Button("key.part", r.ID)))
	}
	if r.Author != 0 && (r.Status == reports.Sent || r.Status == reports.Refused) {
		rows = append(rows, flows.Row(Ban.Button("key.ban", r.ID)))
	}
	return rows
}

// editing is the row to change the words, where there are some, and to hold the card.
func editing(t *flows.Turn, r reports.Report) []flows.Button {
	if r.Untyped() {
		return flows.Row(claimKey(t, r))
	}
	return flows.Row(Edit.Button("key.edit", r.ID), claimKey(t, r))
}

func claimKey(t *flows.Turn, r reports.Report) flows.Button {
	if r.Claim.Holds(civic.Nobody, t.Now) {
		return Release.Button("key.release", r.ID)
	}
	return Claim.Button("key.claim", r.ID)
}

// listening is the row of the moderators' card for a voice message.
func listening(r reports.Report) []flows.Button {
	if r.Voice == "" {
		return nil
	}
	row := flows.Row(Voice.Button("key.voice", r.ID))
	if r.Status.Can(reports.Edit) && r.Untyped() {
		row = append(row, Transcribe.Button("key.transcribe", r.ID))
	}
	return row
}
