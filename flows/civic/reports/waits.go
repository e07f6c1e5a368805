package reports

import (
	"slices"
	"time"

	"veche/flows/civic"
)

// Kind is that of reports among what records are about.
const Kind civic.Kind = "report"

// Subject is the report of the number as what a record is about.
func Subject(id civic.ReportID) civic.Subject { return civic.Subject{Kind: Kind, ID: uint64(id)} }

// Waits says where the report waits: at the moderators' desk while they have to decide
// about it, at its district's while the next word is owed there.
func (r Report) Waits() (all []civic.Waiting) {
	if r.Status == Sent || r.Status.Held() && r.Referred {
		all = append(all, civic.Waiting{Desk: civic.ModeratorsDesk, Subject: Subject(r.ID), Since: r.AtDesk(), With: r.Claim.By})
	}
	if r.Status.Held() {
		w := civic.Waiting{Desk: civic.DistrictDesk(r.District), Subject: Subject(r.ID), Since: r.arrived(), Due: r.Due(), Asked: !r.Asked.IsZero(), With: r.Taken}
		if !r.Due().IsZero() && !r.Waiting() {
			w.Late = r.over()
		}
		all = append(all, w)
	}
	return all
}

// arrived is since when the report lies with its district.
func (r Report) arrived() time.Time {
	for _, e := range slices.Backward(r.Timeline) {
		if e.From != "" || e.What == Publish || e.What == Part || e.What == Return {
			return e.At
		}
	}
	return r.Sent
}
