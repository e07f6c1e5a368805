package queue

import (
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// On Mondays at this hour supervisors get the list of what is overdue in their
// districts.
const weeklyHour = 11

// weeklyLate is how much later it may still come; then the next one is near.
const weeklyLate = 4 * 24 * time.Hour

// weeklyValue remembers, in storage.Values, for which Monday they got it.
const weeklyValue = "weekly"

// debts are what is overdue at some desks, the oldest first.
func debts(t *flows.Turn, desks []civic.Desk) (out []civic.Waiting, err error) {
	for _, d := range desks {
		for _, asked := range []bool{false, true} { // a question that came too late buys no time
			span := storage.Span{Until: storage.DueKey(d, asked, t.Now), Limit: most}
			found, err := read(storage.WaitingDue.Each(t.Tx, storage.Tuple(d, asked), span))
			if err != nil {
				return nil, err
			}
			out = append(out, slices.DeleteFunc(found, func(w civic.Waiting) bool { return !w.Overdue(t.Now) })...)
		}
	}
	slices.SortStableFunc(out, func(a, b civic.Waiting) int { return a.Due.Compare(b.Due) })
	return out, nil
}

// overseers look after what others owe: supervisors in their districts, the Centre in
// all.
var overseers = []civic.Role{civic.Supervisor, civic.Centre}

// overdue shows an overseer what is overdue.
func overdue(t *flows.Turn, page int) error {
	var theirs []civic.Desk
	for _, d := range t.Region.Districts {
		if t.May(d.ID, overseers...) {
			theirs = append(theirs, civic.DistrictDesk(d.ID))
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
	m, err := debtList(t, late, page)
	m.InPlace = true
	t.Reply(m)
	return err
}

// debtList is a page of what is overdue, each a button that leads to its card.
func debtList(t *flows.Turn, late []civic.Waiting, page int) (flows.Message, error) {
	at := flows.PageAt(page, len(late), perPage)
	m := flows.Message{Key: "overdue.title", Args: flows.Args{"Count": len(late)}}
	for _, w := range late[at.From:at.To] {
		l, b, err := t.Entry(w)
		if err != nil {
			return m, err
		}
		d, _ := t.Region.District(l.District)
		b.Label = flows.Term{Key: "overdue.line", Args: flows.Args{"Name": t.Named(w.Subject), "District": d.Short, "Due": flows.Day(w.Due)}}
		m.Rows = append(m.Rows, flows.Row(b))
	}
	m.Rows = append(m.Rows, overduePage.Pages(at.Here, at.Of)...)
	return m, nil
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
	whose := map[civic.PersonID][]civic.Desk{}
	for _, d := range t.Region.Districts {
		people, err := flows.Reachable(t.Tx, d.ID, civic.Supervisor)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			people = []civic.PersonID{0} // the Centre
		}
		for _, p := range people {
			whose[p] = append(whose[p], civic.DistrictDesk(d.ID))
		}
	}
	return sendDebts(t, whose)
}

func sendDebts(t *flows.Turn, whose map[civic.PersonID][]civic.Desk) error {
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
		m, err := debtList(t, late, 0)
		if err != nil {
			return err
		}
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
