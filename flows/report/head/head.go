// Package head is what the head of a district, and their staff, do with the reports
// of the district: take, answer, ask, note, assign, close.
package head

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// What can be pressed in this room only.
const (
	templateSave   flows.ActionName = "report.save_template"
	templateShow   flows.ActionName = "report.template"
	templateDrop   flows.ActionName = "report.template_drop"
	templateRename flows.ActionName = "report.template_rename"
	wishAllow      flows.ActionName = "report.wish_allow"
	wishDeny       flows.ActionName = "report.wish_deny"
)

// Conversation is the conversation of a district's office.
func Conversation() flows.Conversation {
	office := []civic.Role{civic.Head, civic.Deputy, civic.Staff}
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&answerForm, &sureForm, &templateForm, &renameForm, &closeForm, &promiseForm, &askForm, &noteForm, &assignForm},
		Commands: []flows.CommandFor{
			{Name: "templates", Roles: office, Keeps: true, Do: listTemplates},
		},
		Actions: []flows.Action{
			{Name: templateSave, Roles: office, Do: saveTemplate},
			{Name: templateShow, Roles: office, Do: showTemplate},
			{Name: templateDrop, Roles: office, Do: dropTemplate},
			{Name: templateRename, Roles: office, Do: beginRename},
			{Name: cards.Take, Roles: reports.Take.Movers(), Do: take},
			{Name: cards.Answer, Roles: reports.Answer.Movers(), Do: begin(reports.Answer, &answerForm)},
			{Name: cards.Promise, Roles: reports.Promise.Movers(), Do: beginPromise},
			{Name: wishAllow, Roles: []civic.Role{civic.Centre}, Do: wished(true)},
			{Name: wishDeny, Roles: []civic.Role{civic.Centre}, Do: wished(false)},
			{Name: cards.Close, Roles: reports.Close.Movers(), Do: begin(reports.Close, &closeForm)},
			{Name: cards.Ask, Roles: reports.Ask.Movers(), Do: ask},
			{Name: cards.Note, Roles: reports.Note.Movers(), Do: begin(reports.Note, &noteForm)},
			{Name: cards.Assign, Roles: reports.Assign.Movers(), Do: begin(reports.Assign, &assignForm)},
		},
		Cards: []flows.Card{flows.CardFor[civic.ReportID]{Kind: cards.District, Ended: casework.Ended, Again: casework.ShowAgain, Reply: replied,
			Signs: []flows.ActionName{cards.Take, cards.Answer, cards.Promise, cards.Close, cards.Ask, cards.Note, cards.Assign, cards.HandOver, cards.Refer}}},
	}
}

// reply is what the office is about to say or do.
type reply struct {
	Report   civic.ReportID `json:"report"`
	Text     string         `json:"text,omitempty"`
	Photos   []civic.Photo  `json:"photos,omitempty"`
	Captions civic.Captions `json:"captions,omitempty"`
	NoProof  string         `json:"no_proof,omitempty"`
	Whom     civic.PersonID `json:"whom,omitempty"`
}

func (a reply) said() string { return a.Captions.Below(a.Text) }

func (a *reply) captions() *civic.Captions { return &a.Captions }

func take(t *flows.Turn, v flows.Values) error {
	r, err := casework.Move(t, cards.ID(v), reports.Take, reports.Event{})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("taken", flows.Args{"ID": r.ID})
	return nil
}

func begin(move reports.Move, form *flows.Flow[reply]) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := casework.Check(t, cards.ID(v), move)
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		return form.Start(t, reply{Report: r.ID})
	}
}

func finish(t *flows.Turn, key string, a reply, move reports.Move, e reports.Event) error {
	r, err := casework.Move(t, a.Report, move, e)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: key, Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}
