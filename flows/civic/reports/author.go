package reports

import (
	"slices"

	"veche/flows/civic"
	"veche/flows/civic/mask"
)

// disowned is the report without its author: neighbours go on with it, or they asked to
// be forgotten. Their voice goes with them, and the numbers that they showed the district.
func (r Report) disowned() Report {
	r = r.Unnamed(r.Author)
	r.Author, r.Voice = 0, ""
	for i := range r.Timeline { // Unnamed made the timeline its own
		if e := &r.Timeline[i]; e.Open {
			e.Text, e.Open = mask.Text(e.Text, r.Flat), false
		}
	}
	return r
}

// Unnamed is the report without a resident's name on its timeline.
func (r Report) Unnamed(p civic.PersonID) Report {
	r.Timeline = slices.Clone(r.Timeline)
	for i := range r.Timeline {
		if r.Timeline[i].By == p {
			r.Timeline[i].By = 0
		}
	}
	return r
}

// Forgotten is the report when its author asked to be forgotten: others have seen it and
// it goes on without them, or nobody has and it stays as a number without content.
func (r Report) Forgotten() Report {
	r = r.disowned()
	if r.Public() {
		return r
	}
	if r.Status.Open() {
		r.Status = Withdrawn
	}
	r.Text, r.Photos, r.Place, r.Emergency = "", nil, civic.Place{}, ""
	for i := range r.Timeline {
		e := &r.Timeline[i]
		e.Text, e.Was, e.Photos = "", "", nil
	}
	return r.Stemmed()
}

// Without is the report without somebody who was in office and is forgotten; false where
// nothing in it named them.
func (r Report) Without(p civic.PersonID) (Report, bool) {
	theirs := r.Taken == p || r.Claim.By == p || r.Wish.By == p
	r = r.Released(p)
	if r.Wish.By == p {
		r.Wish.By = 0
	}
	r.Timeline = slices.Clone(r.Timeline)
	for i := range r.Timeline {
		e := &r.Timeline[i]
		if e.By == p {
			e.By, theirs = 0, true
		}
		if e.Whom == p {
			e.Whom, theirs = 0, true
		}
	}
	return r, theirs
}

// Released is the report with which somebody deals no more.
func (r Report) Released(p civic.PersonID) Report {
	if r.Claim.By == p {
		r.Claim = Claim{}
	}
	if r.Taken == p {
		r.Taken = 0
	}
	return r
}
