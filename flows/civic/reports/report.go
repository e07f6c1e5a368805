package reports

import (
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/stems"
)

// Report is a problem that a resident tells of. It is not an appeal under law 59-FZ.
type Report struct {
	ID        civic.ReportID   `json:"id"`
	Author    civic.PersonID   `json:"author,omitempty"` // 0 when the author asked to be forgotten, or left
	Behalf    bool             `json:"behalf,omitempty"` // filed for a neighbour who cannot
	District  civic.DistrictID `json:"district"`
	Part      string           `json:"part,omitempty"`
	Category  civic.CategoryID `json:"category"`
	Emergency string           `json:"emergency,omitempty"` // the gravest danger that it tells of
	Warned    []Warning        `json:"warned,omitempty"`    // of a draft: what the author read of dangers
	Text      string           `json:"text"`
	Captions  civic.Captions   `json:"captions,omitempty"` // of a draft: they come below Text when it is filed
	Flat      bool             `json:"flat,omitempty"`     // the author wants the number of the flat to be read; see Mask
	Voice     string           `json:"voice,omitempty"`    // the file of a voice message; Text is what a moderator heard in it
	Photos    []civic.Photo    `json:"photos,omitempty"`
	Place     civic.Place      `json:"place,omitzero"`
	Stems     []uint32         `json:"stems,omitempty"`   // of Text, by which it is found; see Stemmed
	Streets   []uint32         `json:"streets,omitempty"` // of Place.Words
	Status    Status           `json:"status"`
	Claim     Claim            `json:"claim,omitzero"`  // the moderator who looks at it just now
	Taken     civic.PersonID   `json:"taken,omitempty"` // who of the district deals with it
	Sent      time.Time        `json:"sent,omitzero"`
	FirstDue  time.Time        `json:"first_due,omitzero"` // first answer, set when it is published
	FinalDue  time.Time        `json:"final_due,omitzero"`
	Rung      int              `json:"rung,omitempty"`      // of the silence ladder, for the deadline that stands
	Asked     time.Time        `json:"asked,omitzero"`      // the author is asked something since then: the clock stands
	Promise   time.Time        `json:"promise,omitzero"`    // the day that the district named and that stands
	Wish      Wish             `json:"wish,omitzero"`       // a promise beyond the limit, for the Centre to allow
	Kept      int              `json:"kept,omitempty"`      // promises
	Broken    int              `json:"broken,omitempty"`    // promises
	Hops      int              `json:"hops,omitempty"`      // how often it was handed over
	Referred  bool             `json:"referred,omitempty"`  // moderators are to decide whose it is
	Authority string           `json:"authority,omitempty"` // outside, that has the power
	Into      civic.ReportID   `json:"into,omitempty"`      // the report that this one is part of
	Joined    int              `json:"joined,omitempty"`    // how many neighbours have the same problem
	Spots     int              `json:"spots,omitempty"`     // how many of those who joined added a place, words or photos of their own
	Ticked    int              `json:"ticked,omitempty"`    // how many of these the district says are settled
	Numbered  int              `json:"numbered,omitempty"`  // the last number given to a spot
	Verdict   Poll             `json:"verdict,omitzero"`
	Copies    int              `json:"copies,omitempty"` // how many drafts of others had the very same words; of a draft, that it was counted
	Doubts    []Doubt          `json:"doubts,omitempty"` // about proof, for moderators
	Timeline  []Event          `json:"timeline,omitempty"`
}

// Warning is that somebody has read whom to call: for one danger, or for several of which
// they told at once.
type Warning struct {
	Dangers []string `json:"dangers"`
	Topic   bool     `json:"topic,omitempty"`  // nobody told of it, the topic did
	Denied  bool     `json:"denied,omitempty"` // there is none, they say
}

// Event is a step in the life of a report, or words and photos added to it.
type Event struct {
	At        time.Time        `json:"at"`
	What      Move             `json:"what"`
	By        civic.PersonID   `json:"by,omitempty"` // 0: it happened by itself, or by somebody who was forgotten
	Role      civic.Role       `json:"role,omitempty"`
	Reason    string           `json:"reason,omitempty"` // of a refusal: an id of the region's list
	Text      string           `json:"text,omitempty"`
	Open      bool             `json:"open,omitempty"` // of a reply: its author chose to show the district what is masked otherwise
	Was       string           `json:"was,omitempty"`  // of an edit: the text before
	Photos    []civic.Photo    `json:"photos,omitempty"`
	NoProof   string           `json:"no_proof,omitempty"` // of a closing: why there is no photo
	From      civic.DistrictID `json:"from,omitempty"`
	To        civic.DistrictID `json:"to,omitempty"`
	Authority string           `json:"authority,omitempty"`
	Category  civic.CategoryID `json:"category,omitempty"` // of a correction
	Due       time.Time        `json:"due,omitzero"`       // of a promise
	Whom      civic.PersonID   `json:"whom,omitempty"`     // of an assignment
	Into      civic.ReportID   `json:"into,omitempty"`     // of a merger
	Rule      uint64           `json:"rule,omitempty"`     // by which it was done
	Rung      Rung             `json:"rung,omitempty"`     // of a reminder
	// Stood is how long the clock had stood for a question, of the event that let it go on.
	Stood time.Duration `json:"stood,omitempty"`
	// Moved is the day to which a promise moved by that.
	Moved time.Time `json:"moved,omitzero"`
}

// Rung is how far up the silence ladder an overdue report has climbed.
type Rung string

// The rungs, in order; a weekly list to the supervisor is above them.
const (
	NudgeHead  Rung = "nudge"  // the head, before the deadline
	TellDeputy Rung = "deputy" // the deadline is over
	TellCentre Rung = "centre"
)

// Height counts the rungs from below, from 1.
func (r Rung) Height() int {
	return 1 + slices.Index([]Rung{NudgeHead, TellDeputy, TellCentre}, r)
}

// ClaimLasts is how long a moderator may leave a claimed report alone.
const ClaimLasts = 10 * time.Minute

// Claim keeps a report for one moderator.
type Claim struct {
	By    civic.PersonID `json:"by"`
	Role  civic.Role     `json:"role,omitempty"`
	Since time.Time      `json:"since,omitzero"`
	At    time.Time      `json:"at"` // of the last thing that they did to it
}

// UndoLasts is how long a decision of moderators can be taken back.
const UndoLasts = 10 * time.Minute

// Holds reports whether somebody else than p has the report claimed.
func (c Claim) Holds(p civic.PersonID, now time.Time) bool {
	return c.By != 0 && c.By != p && now.Sub(c.At) < ClaimLasts
}

// Doubt is a likeness that a moderator should look at, or a photo that could not be
// compared: the bot never judges.
type Doubt struct {
	Photo civic.Photo    `json:"photo"`
	Like  civic.Photo    `json:"like"`
	Of    civic.ReportID `json:"of"`             // the report of the photo that it is like
	Vast  bool           `json:"vast,omitempty"` // too large to be opened, and so like none
}

// Stemmed returns the report with the stems of what it says now. They are kept with it,
// because a later release may stem otherwise, and indexes must not change by that.
func (r Report) Stemmed() Report {
	r.Stems, r.Streets = stems.Of(r.Text), stems.OfPlace(r.Place.Words)
	return r
}

// By reports whether the person wrote the report: nobody wrote one without an author.
func (r Report) By(p civic.PersonID) bool { return r.Author != 0 && r.Author == p }

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
		if e.What.Is().Answers {
			out = append(out, e)
		}
	}
	return out
}

// Due is when the next word is owed: what was promised, the first answer, or after
// one the outcome. It is zero while nobody of a district owes one.
func (r Report) Due() time.Time {
	switch {
	case !r.Status.Held():
		return time.Time{}
	case r.Status == Promised:
		return r.Promise
	case len(r.Answers()) > 0:
		return r.FinalDue
	}
	return r.FirstDue
}

// MaxHops is how often districts may pass a report on; then a moderator decides whose
// it is.
const MaxHops = 2

// Ruled reports whether a moderator has decided whose the report is: for good.
func (r Report) Ruled() bool {
	_, referred := r.Last(Refer)
	return referred && !r.Referred
}

// Public reports whether others than its author and moderators have seen it.
func (r Report) Public() bool { return !r.FirstDue.IsZero() }

// DoneAt is when the district said that it is done, or those affected did.
func (r Report) DoneAt() time.Time {
	if e, ok := r.Last(Close); ok {
		return e.At
	}
	e, _ := r.Last(Confirm)
	return e.At
}
