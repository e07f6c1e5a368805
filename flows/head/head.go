// Package head is what the head of a district, and their staff, do with the reports
// of the district: take, answer, ask, note, assign, close.
package head

import (
	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
)

// Conversation is the conversation of a district's office.
func Conversation() flows.Conversation {
	who := civic.Answer.Movers()
	return flows.Conversation{
		Name:  "head",
		Forms: []flows.Form{&answerForm, &closeForm, &promiseForm, &askForm, &noteForm, &assignForm},
		Actions: []flows.Action{
			{Name: "take", Roles: who, Do: take},
			{Name: "answer", Roles: who, Do: begin(civic.Answer, &answerForm)},
			{Name: "promise", Roles: who, Do: beginPromise},
			{Name: "close", Roles: who, Do: begin(civic.Close, &closeForm)},
			{Name: "ask", Roles: who, Do: ask},
			{Name: "note", Roles: who, Do: begin(civic.Note, &noteForm)},
			{Name: "assign", Roles: who, Do: begin(civic.Assign, &assignForm)},
		},
		Replies: replied,
	}
}

// reply is what the office is about to say or do.
type reply struct {
	Report  civic.ReportID `json:"report"`
	Text    string         `json:"text,omitempty"`
	Photos  []civic.Photo  `json:"photos,omitempty"`
	NoProof string         `json:"no_proof,omitempty"`
	Whom    civic.PersonID `json:"whom,omitempty"`
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

var answerForm = words("answer", civic.Answer, "answer.sent")

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

func finish(t *flows.Turn, key string, a reply, move civic.Move, e civic.Event) error {
	r, err := casework.Move(t, a.Report, move, e)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: key, Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}
