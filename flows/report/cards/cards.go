// Package cards is what a report looks like, to each of its readers.
//
// The author, the moderators, the office of the district, everybody, and a public
// channel see the same report: the same facts, worded here once, with what each of
// them may know besides and can do next. Cards are live messages: whoever changes a
// report says them again, and they change in place.
package cards

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// The cards of a report, by their readers.
const (
	Author     flows.CardKind[civic.ReportID] = "report/#/mine"
	Question   flows.CardKind[civic.ReportID] = "report/#/question" // what its author was asked
	Moderators flows.CardKind[civic.ReportID] = "report/#/moderation"
	Proof      flows.CardKind[civic.ReportID] = "report/#/proof" // moderators again, about what closed it
	District   flows.CardKind[civic.ReportID] = "report/#/*"     // one for each district that has had it
	Feed       flows.CardKind[civic.ReportID] = "report/#/feed"  // a public channel
)

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
