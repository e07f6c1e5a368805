package civic

import "time"

// Limits of a report. Text is what the messenger lets through in one message with
// room for the card around it.
const (
	MaxText   = 2000 // characters
	MaxPlace  = 200  // characters of a typed place
	MaxPhotos = 10
	MaxAnswer = 2000 // characters
	MaxReason = 500  // characters
)

// ReportID is the number that the resident is given. Numbers grow and are never
// used again.
type ReportID uint64

// Photo is a picture that stays with the messenger: ID fetches it, Unique tells
// whether two are the same.
type Photo struct {
	ID     string `json:"id"`
	Unique string `json:"unique"`
}

// Place says where the problem is, by a point, in words, or both.
type Place struct {
	Point *Point `json:"point,omitempty"`
	Words string `json:"words,omitempty"`
}

// Known reports whether anything is known of the place.
func (p Place) Known() bool { return p.Point != nil || p.Words != "" }

// Report is a problem that a resident tells of. It is not an appeal under law 59-FZ.
type Report struct {
	ID        ReportID   `json:"id"`
	Author    PersonID   `json:"author,omitempty"` // 0 when the author asked to be forgotten
	District  DistrictID `json:"district"`
	Part      string     `json:"part,omitempty"`
	Category  CategoryID `json:"category"`
	Emergency string     `json:"emergency,omitempty"` // which danger the author was warned of
	Text      string     `json:"text"`
	Photos    []Photo    `json:"photos,omitempty"`
	Place     Place      `json:"place,omitzero"`
	Status    Status     `json:"status"`
	Taken     PersonID   `json:"taken,omitempty"` // who of the district deals with it
	Sent      time.Time  `json:"sent,omitzero"`
	FirstDue  time.Time  `json:"first_due,omitzero"` // first answer, set when it is published
	FinalDue  time.Time  `json:"final_due,omitzero"`
	Hops      int        `json:"hops,omitempty"` // how often it was handed over
	Timeline  []Event    `json:"timeline,omitempty"`
}

// Event is a step in the life of a report, or words and photos added to it.
type Event struct {
	At       time.Time  `json:"at"`
	What     Move       `json:"what"`
	By       PersonID   `json:"by,omitempty"`
	Role     Role       `json:"role,omitempty"`
	Reason   string     `json:"reason,omitempty"` // of a refusal: an id of the region's list
	Text     string     `json:"text,omitempty"`
	Photos   []Photo    `json:"photos,omitempty"`
	From     DistrictID `json:"from,omitempty"`
	To       DistrictID `json:"to,omitempty"`
	Category CategoryID `json:"category,omitempty"` // of a correction
}

// Last returns the newest event of the kind.
func (r Report) Last(what Move) (Event, bool) {
	for i := len(r.Timeline) - 1; i >= 0; i-- {
		if r.Timeline[i].What == what {
			return r.Timeline[i], true
		}
	}
	return Event{}, false
}

// Answers returns what the district answered, oldest first.
func (r Report) Answers() []Event {
	var out []Event
	for _, e := range r.Timeline {
		if e.What == Answer || e.What == Close {
			out = append(out, e)
		}
	}
	return out
}
