package reports

import "veche/flows/civic"

// Revealed is a published report as everybody may have it: what its author filed, which a moderator
// read, and what the district said to all. What the author added or replied later, what they were
// asked, notes and the voice stay with those who work on it. Whatever is shown to others is made of
// this.
func (r Report) Revealed() Report {
	all := r.Timeline
	r.Photos, r.Voice, r.Timeline = r.filed(), "", nil
	r.Wish, r.Doubts = Wish{}, nil
	for _, e := range all {
		if e.What.Is().Public {
			r.Timeline = append(r.Timeline, e.Revealed())
		}
	}
	return r
}

// filed are the photos that the report was filed with; those that were added stand behind them.
func (r Report) filed() []civic.Photo {
	n := len(r.Photos)
	for _, e := range r.Timeline {
		if e.What == Add {
			n -= len(e.Photos)
		}
	}
	return r.Photos[:max(n, 0):max(n, 0)]
}

// Revealed is the event without words and pictures, unless they are for everybody.
func (e Event) Revealed() Event {
	if !e.What.Is().Answers {
		e.Text, e.Was, e.Reason, e.NoProof, e.Photos = "", "", "", "", nil
	}
	return e
}
