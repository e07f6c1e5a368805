// Package cards is what a report looks like, to each of its readers.
//
// The author, the moderators, the office of the district, everybody, and a public
// channel see the same report: the same facts, worded here once, with what each of
// them may know besides and can do next. Cards are live messages: whoever changes a
// report says them again, and they change in place.
package cards

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// Readers of a report, besides districts, which go by their id.
const (
	Author     = "mine"
	Question   = "question" // what its author was asked
	Moderators = "moderation"
	Proof      = "proof" // moderators again, about what closed it
	Feed       = "feed"  // a public channel
)

// Name is the name of the live message of a report for a reader.
func Name(id civic.ReportID, reader string) string {
	return fmt.Sprintf("report/%d/%s", id, reader)
}

// Of reads the name of a live message of a report: whose it is, and its reader.
func Of(live string) (id civic.ReportID, reader string, ok bool) {
	n, _ := fmt.Sscanf(live, "report/%d/%s", &id, &reader)
	return id, reader, n == 2
}

// Pictures are all that was shown: with the report, with answers, in reply to a question.
// Of a revealed report these are the ones for everybody.
func Pictures(r reports.Report) []civic.Photo {
	all := r.Photos[:len(r.Photos):len(r.Photos)]
	for _, e := range r.Timeline {
		if e.What.Is().Answers || e.What == reports.Reply {
			all = append(all, e.Photos...)
		}
	}
	return all
}

func looks(r reports.Report) []flows.Button {
	var row []flows.Button
	if n := len(Pictures(r)); n > 0 {
		row = append(row, Photos.Labelled(flows.Term{Key: "key.photos", Args: flows.Args{"Count": n}}, r.ID))
	}
	if r.Place.Point != nil {
		row = append(row, Place.Button("key.place", r.ID))
	}
	return row
}
