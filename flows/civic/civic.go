// Package civic holds the words and the rules of the field: a region and its
// districts, residents and the people in office, reports and their life.
//
// It knows nothing of messengers, storage or wording. Whatever reads or writes
// something outside the program is elsewhere; what a report may become next, who
// may move it, when an answer is due and which district a place belongs to is
// decided here, from values alone, so that it can be read and tested by itself.
//
// What changes from year to year (norms, holidays, addresses, categories) is
// data of the [Region], not code.
package civic
