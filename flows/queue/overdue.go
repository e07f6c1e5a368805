package queue

import (
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// On Mondays at this hour supervisors get the list of what is overdue in their
// districts.
const weeklyHour = 11

// weeklyLate is how much later it may still come; then the next one is near.
const weeklyLate = 4 * 24 * time.Hour

// weeklyValue remembers, in storage.Values, for which Monday they got it.
const weeklyValue = "weekly"

// debts are the overdue reports of some districts, the oldest first.
func debts(t *flows.Turn, districts []civic.DistrictID) ([]reports.Report, error) {
	var out []reports.Report
	for _, d := range districts {
		for _, asked := range []bool{false, true} { // a question that came too late buys no time
			span := storage.Span{Until: storage.Tuple(d, asked, t.Now), Limit: most}
			for rec, err := range storage.ReportsDue.Each(t.Tx, storage.Tuple(d, asked), span) {
				if err != nil {
					return nil, err
				}
				if rec.Value.Overdue(t.Now) {
					out = append(out, rec.Value)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b reports.Report) int { return a.Due().Compare(b.Due()) })
	return out, nil
}

// overseers look after what others owe: supervisors in their districts, the Centre in
// all.
var overseers = []civic.Role{civic.Supervisor, civic.Centre}

// overdue shows an overseer what is overdue.
func overdue(t *flows.Turn, page int) error {
	var theirs []civic.DistrictID
	for _, d := range t.Region.Districts {
		if t.May(d.ID, overseers...) {
			theirs = append(theirs, d.ID)
		}
	}
	late, err := debts(t, theirs)
	if err != nil {
		return err
	}
	if len(late) == 0 {
		t.Reply(flows.Message{Key: "overdue.none", InPlace: true})
		return nil
	}
	m := debtList(t, late, page)
	m.InPlace = true
	t.Reply(m)
	return nil
}

// debtList is a page of overdue reports, each a button that leads to its card.
func debtList(t *flows.Turn, late []reports.Report, page int) flows.Message {
	at := flows.PageAt(page, len(late), perPage)
	m := flows.Message{Key: "overdue.title", Args: flows.Args{"Count": len(late)}}
	for _, r := range late[at.From:at.To] {
		c, _ := t.Region.Category(r.Category)
		d, _ := t.Region.District(r.District)
		b := cards.OpenCard.Labelled(flows.Term{Key: "overdue.line", Args: flows.Args{"ID": r.ID, "District": d.Short, "Due": flows.Day(r.Due())}}, r.ID)
		b.Icon = c.Emoji
		m.Rows = append(m.Rows, flows.Row(b))
	}
	m.Rows = append(m.Rows, overduePage.Pages(at.Here, at.Of)...)
	return m
}

// weekly sends the lists once a week, also if the bot was down on Monday. Districts
// without a supervisor go to the Centre; who has nothing overdue gets nothing.
func weekly(t *flows.Turn) error {
	last, _, err := storage.Values.Find(t.Tx, weeklyValue)
	if err != nil {
		return err
	}
	monday := lastMonday(t.Now)
	if last >= monday.Unix() {
		return nil
	}
	if err := storage.Values.Put(t.Tx, weeklyValue, monday.Unix()); err != nil || t.Now.Sub(monday) > weeklyLate {
		return err
	}
	whose := map[civic.PersonID][]civic.DistrictID{}
	for _, d := range t.Region.Districts {
		people, err := flows.Reachable(t.Tx, d.ID, civic.Supervisor)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			people = []civic.PersonID{0} // the Centre
		}
		for _, p := range people {
			whose[p] = append(whose[p], d.ID)
		}
	}
	return sendDebts(t, whose)
}

func sendDebts(t *flows.Turn, whose map[civic.PersonID][]civic.DistrictID) error {
	people := make([]civic.PersonID, 0, len(whose))
	for p := range whose {
		people = append(people, p)
	}
	slices.Sort(people)
	for _, p := range people {
		late, err := debts(t, whose[p])
		if err != nil {
			return err
		}
		if len(late) == 0 {
			continue
		}
		m := debtList(t, late, 0)
		m.Key = "overdue.weekly"
		if p == 0 {
			m.Key = "overdue.centre"
			m.Rows = append(m.Rows[:min(len(m.Rows), perPage)], flows.Row(overdueCommand.Button("key.overdue")))
			t.Say(flows.AtDesk(civic.CentreDesk), m)
			continue
		}
		t.Say(flows.To(p), m)
	}
	return nil
}

// lastMonday is the newest Monday, at the hour of the lists, that is not after t.
func lastMonday(t time.Time) time.Time {
	back := (int(t.Weekday()) + 6) % 7
	monday := time.Date(t.Year(), t.Month(), t.Day()-back, weeklyHour, 0, 0, 0, t.Location())
	if monday.After(t) {
		monday = monday.AddDate(0, 0, -7)
	}
	return monday
}
