// Package reports is the life of a report: what it holds, what it may become, who may
// move it, and when an answer is due.
//
// Like all of the field it is values and rules alone, without storage, messenger or
// wording. [Life] is the table of moves; the clock says what happens by itself next.
package reports
