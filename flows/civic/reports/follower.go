package reports

import (
	"time"

	"veche/flows/civic"
)

// Follower is somebody who wants to know what becomes of a report: its author from
// their verdict on, neighbours who joined because they have the same problem, and
// those who only follow.
type Follower struct {
	Report   civic.ReportID `json:"report"`
	Person   civic.PersonID `json:"person"`
	At       time.Time      `json:"at"`
	Told     time.Time      `json:"told,omitzero"`    // when they last heard of it unasked
	Joined   bool           `json:"joined,omitempty"` // has the same problem, and a verdict
	Place    civic.Place    `json:"place,omitzero"`   // their own spot
	Words    string         `json:"words,omitempty"`
	Captions civic.Captions `json:"captions,omitempty"` // of a draft: they come below Words
	Photos   []civic.Photo  `json:"photos,omitempty"`
	From     civic.ReportID `json:"from,omitempty"`   // the merged report that brought them here
	N        int            `json:"n,omitempty"`      // of their spot in the report: staff do not see who they are
	Ticked   bool           `json:"ticked,omitempty"` // the district says that their spot is settled
	Verdicts []Verdict      `json:"verdicts,omitempty"`
}

// Spot reports whether they added something of their own for the district to look at.
func (f Follower) Spot() bool { return f.Place.Known() || f.Words != "" || len(f.Photos) > 0 }

// Said is what they say in a round of verdicts; "" where they are silent.
func (f Follower) Said(round int) Says {
	for _, v := range f.Verdicts {
		if v.Round == round {
			return v.Says
		}
	}
	return ""
}

// Count is the report with the record of a follower changed from one to another; the
// empty one is none. A spot that has no number yet gets the next. With who leaves goes
// what they say now, or joining again would give them another voice.
func (r Report) Count(was, is Follower) (Report, Follower) {
	r.count(was, -1)
	r.count(is, 1)
	if is.Spot() && is.N == 0 {
		r.Numbered++
		is.N = r.Numbered
	}
	return r, is
}

func (r *Report) count(f Follower, by int) {
	if f.Joined {
		r.Joined += by
		r.Verdict.CountJoined(f.Said(r.Verdict.Round), by)
	}
	if f.Spot() {
		r.Spots += by
		if f.Ticked {
			r.Ticked += by
		}
	}
}

// Says is what somebody affected says about a report that is said to be done.
type Says string

// What can be said.
const (
	Fixed    Says = "fixed"
	Partly   Says = "partly"
	NotFixed Says = "not_fixed"
)

// Known reports whether it is one of them.
func (s Says) Known() bool { return s == Fixed || s == Partly || s == NotFixed }

// MaxMark is the best mark; 1 is the worst.
const MaxMark = 5

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

// quorum is how many of those who joined speak for all.
const quorum = 2

// Next is the poll of the next round.
func (p Poll) Next(now time.Time) Poll {
	return Poll{Round: p.Round + 1, Until: now.Add(VerdictLasts)}
}

// Count adds what somebody says.
func (p *Poll) Count(says Says, author bool) {
	if author {
		p.Author = says
		return
	}
	p.CountJoined(says, 1)
}

// CountJoined counts what one of those who joined says; by is -1 for one who leaves.
func (p *Poll) CountJoined(says Says, by int) {
	switch says {
	case Fixed:
		p.Fixed += by
	case Partly:
		p.Partly += by
	case NotFixed:
		p.NotFixed += by
	}
}

// Decided is what those affected have decided so far: that it is not fixed by the
// author or by two who joined; that it is fixed by the author, or by two who joined
// while the author is silent; or "". A neighbour whom the author left alone with the
// report has the author's word.
func (r Report) Decided() Says {
	p, enough := r.Verdict, quorum
	if r.Author == 0 && r.Joined == 1 {
		enough = 1
	}
	switch {
	case p.Author == NotFixed || p.NotFixed >= enough:
		return NotFixed
	case p.Author == Fixed || p.Author == "" && p.Fixed >= enough:
		return Fixed
	}
	return ""
}

// Totals counts everybody who said something, the author too.
func (p Poll) Totals() (fixed, partly, notFixed int) {
	p.Count(p.Author, false)
	return p.Fixed, p.Partly, p.NotFixed
}

// Asking reports whether those affected are asked in the round of verdicts.
func (r Report) Asking(round int, now time.Time) bool {
	switch r.Status {
	case Done, Confirmed, Promised:
		return round == r.Verdict.Round && now.Before(r.Verdict.Until)
	}
	return false
}

// Outcome is the move that what was said so far asks for; "" where it asks for none.
func (r Report) Outcome() Move {
	switch v := r.Decided(); {
	case v == NotFixed && r.Status == Promised:
		return Break
	case v == NotFixed:
		return Return
	case v == Fixed && r.Status != Confirmed:
		return Confirm
	}
	return ""
}
