package cards

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// ForDistrict is the card at the desk of the district.
func ForDistrict(t *flows.Turn, r reports.Report) (flows.Message, error) {
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	args["Notes"], args["Verdicts"] = notes(r), verdicts(r)
	m := flows.Message{Key: "card.district", Args: args, Live: District.For(r.ID, r.District), Rows: [][]flows.Button{append(looks(r), Timeline.Button("key.timeline", r.ID))},
		Haste: flows.UrgentIf(r.Emergency != "" && r.Status == reports.Published)}
	if r.Spots > 0 {
		m.Rows = append(m.Rows, flows.Row(Spots.Button("key.spots", r.ID)))
	}
	if n := storage.FollowersSaying.Count(t.Tx, storage.Tuple(r.ID), MaxOpinions); n > 0 {
		m.Rows = append(m.Rows, flows.Row(Opinions.Labelled(flows.Term{Key: "key.opinions", Args: flows.Args{"Count": n}}, r.ID)))
	}
	if !r.Status.Can(reports.Answer) {
		return m, nil
	}
	act := []flows.Button{Answer.Button("key.answer", r.ID)}
	if r.Possible(reports.Take, t.Now) == nil {
		act = append([]flows.Button{Take.Button("key.take", r.ID)}, act...)
	}
	if r.Status.Can(reports.Promise) {
		act = append(act, Promise.Button("key.promise", r.ID))
	}
	m.Rows = append(m.Rows, act, append(passing(r), Close.Button("key.close", r.ID)), aside(r))
	return m, nil
}

// aside are the buttons for what is no answer: a question, a note, a colleague.
func aside(r reports.Report) (row []flows.Button) {
	if r.Asked.IsZero() && r.Author != 0 {
		row = append(row, Ask.Button("key.ask", r.ID))
	}
	return append(row, Note.Button("key.note", r.ID), Assign.Button("key.assign", r.ID))
}

// Gone is what the card becomes at the desk that a report left.
func Gone(t *flows.Turn, r reports.Report, from civic.DistrictID) flows.Message {
	d, _ := t.Region.District(r.District)
	return flows.Message{Key: "card.gone", Args: flows.Args{"ID": r.ID, "District": d.Name}, Live: District.For(r.ID, from)}
}

// passing is the district's button for a report that is not theirs: to pass it on, or
// after some hops to let a moderator decide.
func passing(r reports.Report) []flows.Button {
	switch {
	case r.Referred || r.Ruled():
		return nil
	case r.Hops >= reports.MaxHops && r.Status.Can(reports.Refer):
		return flows.Row(Refer.Button("key.refer", r.ID))
	case r.Hops < reports.MaxHops && r.Status.Can(reports.HandOver):
		return flows.Row(HandOver.Button("key.hand_over", r.ID))
	}
	return nil
}
