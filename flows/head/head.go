// Package head is what the head of a district, and their staff, do with the reports
// of the district: take, answer, hand over, close.
package head

import (
	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
	"veche/storage"
)

// Conversation is the conversation of a district's office.
func Conversation() flows.Conversation {
	who := civic.Answer.Movers()
	return flows.Conversation{
		Name:  "head",
		Forms: []flows.Form{&answerForm, &closeForm, &handOverForm, &promiseForm, &askForm, &noteForm, &assignForm},
		Actions: []flows.Action{
			{Name: "take", Roles: who, Do: take},
			{Name: "answer", Roles: who, Do: begin(civic.Answer, &answerForm)},
			{Name: "promise", Roles: who, Do: beginPromise},
			{Name: "close", Roles: who, Do: begin(civic.Close, &closeForm)},
			{Name: "hand_over", Roles: who, Do: begin(civic.HandOver, &handOverForm)},
			{Name: "ask", Roles: who, Do: ask},
			{Name: "note", Roles: who, Do: begin(civic.Note, &noteForm)},
			{Name: "assign", Roles: who, Do: begin(civic.Assign, &assignForm)},
		},
		Replies: replied,
	}
}

// reply is what the office is about to say or do.
type reply struct {
	Report civic.ReportID   `json:"report"`
	Text   string           `json:"text,omitempty"`
	Photos []civic.Photo    `json:"photos,omitempty"`
	To     civic.DistrictID `json:"to,omitempty"`
	Whom   civic.PersonID   `json:"whom,omitempty"`
}

func take(t *flows.Turn, v flows.Values) error {
	r, err := casework.Move(t, v.Report(0), civic.Take, civic.Event{})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("taken", flows.Args{"ID": r.ID})
	return nil
}

func begin(move civic.Move, form *flows.Flow[reply]) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := casework.Check(t, v.Report(0), move)
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		return form.Start(t, reply{Report: r.ID})
	}
}

var (
	answerForm = words("answer", civic.Answer, "answer.sent")
	closeForm  = words("close", civic.Close, "close.sent")
)

// words is the form for an answer: words, then photos, then a look at it.
func words(name string, move civic.Move, done string) flows.Flow[reply] {
	return flows.Flow[reply]{
		Name:  name,
		Given: true,
		First: "text",
		Table: flows.Line("text", "photos", "preview"),
		Steps: flows.Steps[reply]{
			"text": flows.Write(name+".text", civic.MaxAnswer,
				func(a *reply, s string) { a.Text = s }, func(a *reply) string { return a.Text }),
			"photos": flows.Photos(name+".photos", civic.MaxPhotos, func(a *reply) *[]civic.Photo { return &a.Photos }),
			"preview": flows.Confirm("key.send", func(_ *flows.Turn, a *reply) flows.Message {
				return flows.Message{Key: name + ".preview", Args: flows.Args{"ID": a.Report, "Text": a.Text, "Photos": len(a.Photos)}}
			}),
		},
		Finish: func(t *flows.Turn, a reply) error {
			return finish(t, done, a, move, civic.Event{Text: a.Text, Photos: a.Photos})
		},
	}
}

var handOverForm = flows.Flow[reply]{
	Name:  "hand_over",
	Given: true,
	First: "district",
	Table: flows.Line("district", "reason"),
	Steps: flows.Steps[reply]{
		"district": another(),
		"reason": flows.Write("hand_over.reason", civic.MaxReason,
			func(a *reply, s string) { a.Text = s }, func(a *reply) string { return a.Text }),
	},
	Finish: func(t *flows.Turn, a reply) error {
		r, err := storage.Reports.Get(t.Tx, a.Report)
		if err != nil {
			return err
		}
		return finish(t, "hand_over.done", a, civic.HandOver, civic.Event{From: r.District, To: a.To, Text: a.Text})
	},
}

// another asks for a district that does not have the report already.
func another() flows.Step[reply] {
	step := flows.AnyDistrict("hand_over.district", func(a *reply) *civic.DistrictID { return &a.To })
	answer := step.Answer
	step.Answer = func(t *flows.Turn, a *reply) (string, error) {
		event, err := answer(t, a)
		if err != nil || event != flows.Next {
			return event, err
		}
		r, err := storage.Reports.Get(t.Tx, a.Report)
		if err == nil && r.District == a.To {
			err = flows.Wrong{Key: "hand_over.same"}
		}
		return event, err
	}
	return step
}

func finish(t *flows.Turn, key string, a reply, move civic.Move, e civic.Event) error {
	r, err := casework.Move(t, a.Report, move, e)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: key, Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}
