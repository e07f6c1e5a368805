package head

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
)

// answerForm asks for the answer in words, or by a template; what a template fills in
// comes to the last look at once.
var answerForm = flows.Flow[reply]{
	Name:  "answer",
	Given: true,
	First: "text",
	Table: append(flows.Line("text", "photos", "preview"),
		flows.Event("filled", "text", "preview"), flows.Event("rewrite", "preview", "text")),
	Steps: flows.Steps[reply]{
		"text": withTemplates(flows.Write("answer.text", civic.MaxAnswer,
			func(a *reply, s string) { a.Text = s }, func(a reply) string { return a.Text })),
		"photos": flows.Photos("answer.photos", civic.MaxPhotos, func(a *reply) *[]civic.Photo { return &a.Photos }, (*reply).captions),
		"preview": flows.Confirm("key.send", func(_ *flows.Turn, a reply) flows.Message {
			return previewAnswer(a)
		}, "rewrite"),
	},
	Finish: answer,
}

// sureForm is for an answer that was written in reply to the card and tells of somebody.
var sureForm = flows.Flow[reply]{
	Name:  "answer_sure",
	Given: true,
	Told:  true,
	First: "sure",
	Table: append(flows.Line("sure"), flows.Event("rewrite", "sure", "text"), flows.Event(flows.Next, "text", "sure"), flows.Event(flows.Back, "text", "sure")),
	Steps: flows.Steps[reply]{
		"sure": flows.Confirm("key.send_told", func(_ *flows.Turn, a reply) flows.Message { return previewAnswer(a) }, "rewrite"),
		"text": flows.Write("answer.text", civic.MaxAnswer, func(a *reply, s string) { a.Text = s }, func(a reply) string { return a.Text }),
	},
	Finish: answer,
}

// previewAnswer warns where the answer says who somebody is: neighbours read it too.
func previewAnswer(a reply) flows.Message {
	return flows.Message{Key: "answer.preview", Args: flows.Args{"ID": a.Report, "Text": a.said(), "Photos": len(a.Photos), "Tells": mask.Tells(a.said())}}
}

func answer(t *flows.Turn, a reply) error {
	r, err := casework.Move(t, a.Report, reports.Answer, reports.Event{Text: a.said(), Photos: a.Photos})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "answer.sent", Args: flows.Args{"ID": r.ID}, InPlace: true, Rows: saver(t, r)})
	return nil
}

// saver is the button that makes a template of an answer just given.
func saver(t *flows.Turn, r reports.Report) [][]flows.Button {
	if !works(t, r.District) {
		return nil
	}
	return [][]flows.Button{flows.Row(templateSave.Button("key.save_template", r.ID))}
}
