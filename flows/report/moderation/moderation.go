// Package moderation is what moderators do: publish a report, refuse it with a
// reason that the author reads, edit its words, correct its district or category. One
// of them at a time: whoever looks at a card claims it.
package moderation

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// What can be pressed in this room only.
const (
	banAgree flows.ActionName = "report.ban_agree"
	banLift  flows.ActionName = "report.lift"
	ruleOff  flows.ActionName = "report.rule_off"
)

// Conversation is the moderators' conversation.
func Conversation() flows.Conversation {
	who := reports.Publish.Movers() // who decides about reports decides about the rest
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&transcript, &refusal, &district, &category, &editForm, &banForm, &mergeForm},
		Commands: []flows.CommandFor{{Name: "bans", Roles: who, Group: true, Keeps: true, Do: listBans},
			{Name: "rules", Roles: who, Group: true, Keeps: true, Do: listRules}},
		Timers: []flows.TimerKind{{Name: "ban", Do: banOver}},
		Cards:  kinds(),
		Actions: []flows.Action{
			{Name: cards.Ban, Roles: who, Do: beginBan},
			{Name: banAgree, Roles: who, Do: agree},
			{Name: cards.Always, Roles: who, Do: always},
			{Name: ruleOff, Roles: who, Do: revokeRule},
			{Name: banLift, Roles: who, Do: lift},
			{Name: cards.Publish, Roles: reports.Publish.Movers(), Do: publish},
			{Name: cards.Transcribe, Roles: reports.Edit.Movers(), Do: transcribe},
			{Name: cards.More, Roles: who, Do: turnOver(cards.MoreForModerators)},
			{Name: cards.Less, Roles: who, Do: turnOver(cards.ForModerators)},
			{Name: cards.Claim, Roles: who, Do: claim},
			{Name: cards.Release, Roles: who, Do: release},
			{Name: cards.Edit, Roles: reports.Edit.Movers(), Do: beginEdit},
			{Name: cards.Undo, Roles: reports.Undo.Movers(), Do: undo},
			{Name: cards.Merge, Roles: reports.Merge.Movers(), Do: beginMerge},
			{Name: cards.Part, Roles: reports.Part.Movers(), Do: part},
			{Name: cards.Refuse, Roles: reports.Refuse.Movers(), Do: begin(reports.Refuse, &refusal)},
			{Name: cards.FixDistrict, Roles: reports.Correct.Movers(), Do: begin(reports.Correct, &district)},
			{Name: cards.FixCategory, Roles: reports.Correct.Movers(), Do: begin(reports.Correct, &category)},
		},
	}
}

// decision is what a moderator is about to do to a report.
type decision struct {
	Report   civic.ReportID   `json:"report"`
	Reason   string           `json:"reason,omitempty"`
	Text     string           `json:"text,omitempty"`
	District civic.DistrictID `json:"district,omitempty"`
	Category civic.CategoryID `json:"category,omitempty"`
}

func publish(t *flows.Turn, v flows.Values) error {
	r, err := casework.Move(t, cards.ID(v), reports.Publish, reports.Event{})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("published", flows.Args{"ID": r.ID})
	return nil
}

// begin opens a form about a report, if the move is possible at all. What waits at the
// desk is claimed with it.
func begin(move reports.Move, form *flows.Flow[decision]) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := casework.Claim(t, cards.ID(v), move)
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		return form.Start(t, decision{Report: r.ID})
	}
}

var refusal = flows.Flow[decision]{
	Name:  "refusal",
	Given: true,
	First: "reason",
	Table: flows.Line("reason", "typed"),
	Steps: flows.Steps[decision]{
		"reason": flows.Choose("refuse.reason", reasons, func(d *decision, id string) { d.Reason = id }),
		"typed": flows.Write("refuse.typed", civic.MaxReason,
			func(d *decision, s string) { d.Reason, d.Text = "", s }, func(d decision) string { return d.Text }).When(typed),
	},
	Finish: func(t *flows.Turn, d decision) error {
		return done(t, "refused", d, reports.Refuse, reports.Event{Reason: d.Reason, Text: d.Text})
	},
}

const ownWords = "own"

func reasons(t *flows.Turn, _ decision) []flows.Option[string] {
	var out []flows.Option[string]
	for _, r := range t.Region.Refusals {
		out = append(out, flows.Option[string]{ID: r.ID, Label: r.Name})
	}
	return append(out, flows.Option[string]{ID: ownWords, Label: flows.Term{Key: "key.own_words"}})
}

// typed reports whether the reason comes in the moderator's own words.
func typed(_ *flows.Turn, d decision) bool { return d.Reason == ownWords }

var district = flows.Flow[decision]{
	Name:  "fix_district",
	Given: true,
	First: "district",
	Table: flows.Line("district"),
	Steps: flows.Steps[decision]{
		"district": flows.AnyDistrict("district.list", func(d *decision) *civic.DistrictID { return &d.District }),
	},
	Finish: func(t *flows.Turn, d decision) error {
		r, err := storage.Reports.Get(t.Tx, d.Report)
		if err != nil {
			return err
		}
		return done(t, "corrected_report", d, reports.Correct, reports.Event{From: r.District, To: d.District})
	},
}

var category = flows.Flow[decision]{
	Name:  "fix_category",
	Given: true,
	First: "category",
	Table: flows.Line("category"),
	Steps: flows.Steps[decision]{
		"category": flows.Choose("fix.category", categories, func(d *decision, id civic.CategoryID) { d.Category = id }),
	},
	Finish: func(t *flows.Turn, d decision) error {
		return done(t, "corrected_report", d, reports.Correct, reports.Event{Category: d.Category})
	},
}

func categories(t *flows.Turn, _ decision) []flows.Option[civic.CategoryID] {
	var out []flows.Option[civic.CategoryID]
	for _, c := range t.Region.Categories {
		out = append(out, flows.Option[civic.CategoryID]{ID: c.ID, Icon: c.Emoji, Label: c.Name})
	}
	return out
}

func done(t *flows.Turn, key string, d decision, move reports.Move, e reports.Event) error {
	r, err := casework.Move(t, d.Report, move, e)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: key, Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}
