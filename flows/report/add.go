package report

import (
	"strings"
	"unicode/utf8"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// addition is what an author adds to a report that was sent already.
type addition struct {
	Report   civic.ReportID `json:"report"`
	Room     int            `json:"room"` // for photos
	Text     string         `json:"text,omitempty"`
	Last     int            `json:"last,omitempty"` // where in it the newest words begin, bytes
	Photos   []civic.Photo  `json:"photos,omitempty"`
	Captions civic.Captions `json:"captions,omitempty"`
}

func (a addition) said() string { return a.Captions.Below(a.Text) }

var addForm = flows.Flow[addition]{
	Name:   "add",
	Given:  true,
	First:  "what",
	Table:  flows.Line("what"),
	Steps:  flows.Steps[addition]{"what": cards.Warned(flows.Step[addition]{Ask: askAddition, Answer: takeAddition})},
	Finish: add,
}

func beginAdding(t *flows.Turn, v flows.Values) error {
	r, err := own(t, cards.ID(v))
	if err == nil {
		_, err = casework.Check(t, r.ID, reports.Add)
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return addForm.Start(t, addition{Report: r.ID, Room: max(civic.MaxPhotos-len(r.Photos), 0)})
}

func askAddition(t *flows.Turn, a addition) flows.Message {
	m := flows.Message{Key: "add.what", Args: flows.Args{"ID": a.Report, "Room": a.Room}, Ask: true}
	if a.Text != "" || len(a.Photos) > 0 {
		r, _ := storage.Reports.Get(t.Tx, a.Report)
		m.Key, m.Args["Text"], m.Args["Photos"] = "add.more", mask.Text(a.said(), r.Flat), len(a.Photos)
		m.Rows = [][]flows.Button{flows.Row(flows.Pick(flows.Term{Key: "key.add_done"}, "done"))}
	}
	return m
}

// takeAddition takes words and photos in any order, until it is said that this is all.
func takeAddition(t *flows.Turn, a *addition) (string, error) {
	switch {
	case t.Value == "done" && (a.Text != "" || len(a.Photos) > 0):
		return flows.Next, nil
	case t.Input.Kind == flows.Photo:
		flows.TakeCaption(t, &a.Captions)
		return flows.TakePhoto(t, &a.Photos, a.Room)
	}
	before := a.Text
	if t.Input.Edited && a.Last <= len(before) { // of the newest words; see flows
		before = strings.TrimSuffix(before[:a.Last], "\n")
	}
	room := civic.MaxReason
	if before != "" {
		before += "\n"
		room -= utf8.RuneCountInString(before)
	}
	if room <= 0 && t.Input.Kind == flows.Text {
		return "", flows.Wrong{Key: "wrong.words_full", Args: flows.Args{"Limit": civic.MaxReason}}
	}
	text, err := flows.Words(t, room)
	if err != nil {
		return "", err
	}
	a.Text, a.Last = before+text, len(before)
	return flows.Again, nil
}

func add(t *flows.Turn, a addition) error {
	r, err := casework.Move(t, a.Report, reports.Add, reports.Event{Text: a.said(), Photos: a.Photos})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "add.done", Args: flows.Args{"ID": r.ID}, Under: flows.MainMenu})
	return nil
}
