package casework

import "veche/flows/civic"

// mask hides what is private in the words of a report. What was hidden is not kept.
func mask(r civic.Report) civic.Report {
	r.Text = civic.Mask(r.Text, r.Flat)
	r.Place.Words = civic.Mask(r.Place.Words, r.Flat)
	return r
}

// Hides reports whether a draft names a flat, and whether a phone or a car, that
// others will not read.
func Hides(r civic.Report) (flat, other bool) {
	for _, s := range []string{r.Text, r.Place.Words} {
		all, some := civic.Mask(s, false), civic.Mask(s, true)
		flat, other = flat || all != some, other || some != s
	}
	return flat, other
}
