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
	m := flows.Message{Key: "card.moderation", Args: args, Live: Name(r.ID, Moderators), Urgent: r.Emergency != "" && r.Status == reports.Sent}
	m.Rows = append(looking(r), usual(t, r)...)
	if rows := rare(r); len(rows) == 1 {
		m.Rows = append(m.Rows, rows...)
	} else if len(rows) > 1 {
		m.Rows = append(m.Rows, flows.Row(flows.Do("key.more", "more", r.ID)))
	}
	return m, nil
}

// MoreForModerators is the same card with the buttons that few reports need in the place
// of the usual ones.
func MoreForModerators(t *flows.Turn, r reports.Report) (flows.Message, error) {
	m, err := ForModerators(t, r)
	m.Rows = append(append(looking(r), rare(r)...), flows.Row(flows.Do("key.less", "less", r.ID)))
	return m, err
}

// looking are the rows that show what came with the report.
func looking(r reports.Report) [][]flows.Button { return [][]flows.Button{looks(r), listening(r)} }

// usual are the rows of buttons that most reports need.
func usual(t *flows.Turn, r reports.Report) (rows [][]flows.Button) {
	if r.Status == reports.Sent {
		rows = append(rows, flows.Row(flows.Do("key.publish", "publish", r.ID), flows.Do("key.refuse", "refuse", r.ID)), editing(t, r))
	}
	if r.Referred {
		rows = append(rows, flows.Row(flows.Do("key.stays", "stays", r.ID)))
	}
	if r.Undoable(t.Now) {
		rows = append(rows, flows.Row(flows.Do("key.undo", "undo", r.ID)))
	}
	return rows
}

// rare are the others: whose the report is and what about, whether it is alone, who sent it.
func rare(r reports.Report) (rows [][]flows.Button) {
	if r.Status.Can(reports.Correct) {
		rows = append(rows, flows.Row(flows.Do("key.fix_district", "fix_district", r.ID), flows.Do("key.fix_category", "fix_category", r.ID)))
	}
	if r.Status.Can(reports.Redirect) {
		rows = append(rows, flows.Row(flows.Do("key.redirect", "redirect", r.ID)))
	}
	switch {
	case r.Status.Can(reports.Merge):
		rows = append(rows, flows.Row(flows.Do("key.merge", "merge", r.ID)))
	case r.Status.Can(reports.Part):
		rows = append(rows, flows.Row(flows.Do("key.part", "part", r.ID)))
	}
	if r.Author != 0 && (r.Status == reports.Sent || r.Status == reports.Refused) {
		rows = append(rows, flows.Row(flows.Do("key.ban", "ban", r.ID)))
	}
	return rows
}

// editing is the row to change the words, where there are some, and to hold the card.
func editing(t *flows.Turn, r reports.Report) []flows.Button {
	if r.Untyped() {
		return flows.Row(claimKey(t, r))
	}
	return flows.Row(flows.Do("key.edit", "edit", r.ID), claimKey(t, r))
}

func claimKey(t *flows.Turn, r reports.Report) flows.Button {
	if r.Claim.Holds(civic.Nobody, t.Now) {
		return flows.Do("key.release", "release", r.ID)
	}
	return flows.Do("key.claim", "claim", r.ID)
}

// listening is the row of the moderators' card for a voice message.
func listening(r reports.Report) []flows.Button {
	if r.Voice == "" {
		return nil
	}
	row := flows.Row(flows.Do("key.voice", "voice", r.ID))
	if r.Status.Can(reports.Edit) && r.Untyped() {
		row = append(row, flows.Do("key.transcribe", "transcribe", r.ID))
	}
	return row
}
