package civic

import "time"

// Follower is somebody who wants to know what becomes of a report: its author from
// their verdict on, neighbours who joined because they have the same problem, and
// those who only follow.
type Follower struct {
	Report   ReportID  `json:"report"`
	Person   PersonID  `json:"person"`
	At       time.Time `json:"at"`
	Joined   bool      `json:"joined,omitempty"` // has the same problem, and a verdict
	Place    Place     `json:"place,omitzero"`   // their own spot
	Words    string    `json:"words,omitempty"`
	Photos   []Photo   `json:"photos,omitempty"`
	From     ReportID  `json:"from,omitempty"`   // the merged report that brought them here
	N        int       `json:"n,omitempty"`      // of their spot in the report: staff do not see who they are
	Ticked   bool      `json:"ticked,omitempty"` // the district says that their spot is settled
	Verdicts []Verdict `json:"verdicts,omitempty"`
}

// Spot reports whether they added something of their own for the district to look at.
func (f Follower) Spot() bool { return f.Place.Known() || f.Words != "" || len(f.Photos) > 0 }

// Says is what somebody affected says about a report that is said to be done.
type Says string

// What can be said.
const (
	Fixed    Says = "fixed"
	Partly   Says = "partly"
	NotFixed Says = "not_fixed"
)

// VerdictLasts is how long those affected are listened to; silence is neutral.
const VerdictLasts = 7 * 24 * time.Hour

// Verdict is what one of those affected says, once a round. Mark, 1 to 5, and Words
// may be missing.
type Verdict struct {
	Round int       `json:"round"`
	Says  Says      `json:"says"`
	Mark  int       `json:"mark,omitempty"`
	Words string    `json:"words,omitempty"`
	At    time.Time `json:"at"`
}

// Poll counts the verdicts of a round. Rounds are counted from 1.
type Poll struct {
	Round    int       `json:"round"`
	Until    time.Time `json:"until,omitzero"`
	Author   Says      `json:"author,omitempty"` // what the author says
	Fixed    int       `json:"fixed,omitempty"`  // of those who joined
	Partly   int       `json:"partly,omitempty"`
	NotFixed int       `json:"not_fixed,omitempty"`
}
