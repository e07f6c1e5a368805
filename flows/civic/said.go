package civic

import "time"

// Limits of what people write and show. Text is what the messenger lets through in one message with
// room for the card around it.
const (
	MaxText   = 2000 // characters
	MaxPlace  = 200  // characters of a typed place
	MaxPhotos = 10
	MaxAnswer = 2000 // characters
	MaxReason = 500  // characters
)

// MaxVoice is how long a voice message may be: somebody has to type it out.
const MaxVoice = 5 * time.Minute

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
