package report

import (
	"veche/flows"
	"veche/flows/civic/mask"
	"veche/storage"
)

// opened is a reply with a phone or a flat in it, which the author shows the district, or
// does not.
type opened struct {
	response
	Open string `json:"open,omitempty"`
}

// What becomes of the numbers in a reply.
const (
	shown  = "show"
	hidden = "hide"
)

var openForm = flows.Flow[opened]{
	Name:  "reply_open",
	Given: true,
	First: "open",
	Table: flows.Line("open"),
	Steps: flows.Steps[opened]{"open": {Ask: askOpen, Answer: takeOpen}},
	Finish: func(t *flows.Turn, o opened) error {
		return reply(t, o.response, o.Open == shown)
	},
}

// askOpen shows what is left of the reply if nobody may see the numbers.
func askOpen(t *flows.Turn, o opened) flows.Message {
	r, _ := storage.Reports.Get(t.Tx, o.Report) // masked as a whole where it cannot be read
	return flows.Message{Key: "reply.open", Args: flows.Args{"ID": o.Report, "Text": mask.Text(o.said(), r.Flat)},
		Rows: [][]flows.Button{
			flows.Row(flows.Pick(flows.Term{Key: "key.reply_show"}, shown)),
			flows.Row(flows.Pick(flows.Term{Key: "key.reply_hide"}, hidden)),
		}}
}

func takeOpen(t *flows.Turn, o *opened) (string, error) {
	if t.Value != shown && t.Value != hidden {
		return "", flows.Wrong{Key: "wrong.press"}
	}
	o.Open = t.Value
	return flows.Next, nil
}
