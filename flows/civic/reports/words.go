package reports

import (
	"veche/flows/civic"
	"veche/flows/civic/mask"
)

// Whole is the draft with all that was written for it in its text.
func (r Report) Whole() Report {
	r.Text, r.Captions = r.Captions.Below(r.Text), nil
	return r
}

// Masked is the report without what is private in its words. What was hidden is not kept.
func (r Report) Masked() Report {
	r = r.Whole()
	r.Text = mask.Text(r.Text, r.Flat)
	r.Place.Words = mask.Text(r.Place.Words, r.Flat)
	return r
}

// Hides reports whether a draft names a flat, and whether a phone or a car, that
// others will not read.
func (r Report) Hides() (flat, other bool) {
	for _, s := range []string{r.Whole().Text, r.Place.Words} {
		all, some := mask.Text(s, false), mask.Text(s, true)
		flat, other = flat || all != some, other || some != s
	}
	return flat, other
}

// Trace is that of the report, which has to be [Report.Stemmed].
func (r Report) Trace() civic.Trace {
	return civic.Trace{Report: r.ID, Category: r.Category, Sent: r.Sent, Point: r.Place.Point, Place: r.Streets, Words: r.Stems}
}
