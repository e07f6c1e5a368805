package queue

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// list shows a page of what waits, and the ways to the other parts of it.
func list(t *flows.Turn, f filter, page int) error {
	d, err := deskOf(t)
	if err != nil {
		return err
	}
	filters := d.filters()
	if len(filters) == 0 {
		t.Reply(flows.Message{Key: "queue.empty", InPlace: true})
		return nil
	}
	if !slices.Contains(filters, f) {
		f = filters[0]
	}
	n, err := d.count(f)
	if err != nil {
		return err
	}
	at := flows.PageAt(page, n, perPage)
	reports, err := d.first(f, max(at.To, 1))
	if err != nil {
		return err
	}
	m := flows.Message{Key: "queue.title", InPlace: true, Args: flows.Args{"Filter": flows.Term{Key: "filter." + string(f)}, "Count": n, "Since": flows.Moment{}}}
	if d.moderates {
		_, since, err := casework.Oldest(t)
		if err != nil {
			return err
		}
		m.Args["Since"] = flows.Moment(since)
	}
	for _, r := range reports[min(at.From, len(reports)):min(at.To, len(reports))] {
		m.Rows = append(m.Rows, flows.Row(d.line(r)))
	}
	m.Rows = append(m.Rows, queuePage.Pages(at.Here, at.Of, f)...)
	ways, err := d.ways(f, filters)
	if m.Rows = append(m.Rows, ways...); len(m.Rows) == 0 {
		m.Key = "queue.empty"
	}
	t.Reply(m)
	return err
}

// line is a report in the list: what it is about, and what is owed when.
func (d desk) line(r reports.Report) flows.Button {
	c, _ := d.t.Region.Category(r.Category)
	district, _ := d.t.Region.District(r.District)
	when := flows.Term{Key: "queue.due", Args: flows.Args{"Due": flows.Day(r.Due())}}
	switch {
	case !r.Status.Held():
		when = flows.Term{Key: "status." + string(r.Status)}
	case r.Overdue(d.t.Now):
		when.Key = "queue.late"
	case !r.Asked.IsZero():
		when = flows.Term{Key: "queue.asked"}
	}
	args := flows.Args{"ID": r.ID, "Category": c.Name, "When": when, "District": civic.Words{}}
	if len(d.districts) != 1 || r.Status == reports.Sent {
		args["District"] = district.Short
	}
	b := cards.OpenCard.Labelled(flows.Term{Key: "queue.line", Args: args}, r.ID)
	b.Icon = c.Emoji
	return b
}

// ways are the buttons of the filters in which something waits, each with its count, and
// of the chosen one; none where that is the only one.
func (d desk) ways(chosen filter, filters []filter) ([][]flows.Button, error) {
	var ways []flows.Button
	for _, f := range filters {
		n, err := d.count(f)
		if err != nil {
			return nil, err
		}
		if n == 0 && f != chosen {
			continue
		}
		label := flows.Term{Key: "filter.key", Args: flows.Args{"Filter": flows.Term{Key: "filter." + string(f)}, "Count": n, "Chosen": f == chosen}}
		ways = append(ways, queuePage.Labelled(label, f, 0))
	}
	if len(ways) == 1 {
		return nil, nil
	}
	return slices.Collect(slices.Chunk(ways, 2)), nil
}
