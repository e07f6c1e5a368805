package queue

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
)

// list shows a page of what waits, and the ways to the other parts of it.
func list(t *flows.Turn, f filter, page int) error {
	v, err := viewOf(t)
	if err != nil {
		return err
	}
	filters := v.filters()
	if len(filters) == 0 {
		t.Reply(flows.Message{Key: "queue.empty", InPlace: true})
		return nil
	}
	if !slices.Contains(filters, f) {
		f = filters[0]
	}
	n, err := v.count(f)
	if err != nil {
		return err
	}
	at := flows.PageAt(page, n, perPage)
	waiting, err := v.first(f, max(at.To, 1))
	if err != nil {
		return err
	}
	m := flows.Message{Key: "queue.title", InPlace: true, Args: flows.Args{"Filter": flows.Term{Key: "filter." + string(f)}, "Count": n, "Since": flows.Moment{}}}
	if v.moderates {
		oldest, _, err := first(t.Tx, civic.ModeratorsDesk)
		if err != nil {
			return err
		}
		m.Args["Since"] = flows.Moment(oldest.Since)
	}
	for _, w := range waiting[min(at.From, len(waiting)):min(at.To, len(waiting))] {
		b, err := v.line(w)
		if err != nil {
			return err
		}
		m.Rows = append(m.Rows, flows.Row(b))
	}
	m.Rows = append(m.Rows, queuePage.Pages(at.Here, at.Of, f)...)
	ways, err := v.ways(f, filters)
	if m.Rows = append(m.Rows, ways...); len(m.Rows) == 0 {
		m.Key = "queue.empty"
	}
	t.Reply(m)
	return err
}

// line is what waits in the list: what it is about, and what is owed when.
func (v view) line(w civic.Waiting) (flows.Button, error) {
	l, b, err := v.t.Entry(w)
	args := flows.Args{"Name": v.t.Named(w.Subject), "About": l.About, "When": v.when(w, l), "District": civic.Words{}, "With": with(l)}
	if len(v.desks) != 1 || w.Desk == civic.ModeratorsDesk {
		district, _ := v.t.Region.District(l.District)
		args["District"] = district.Short
	}
	b.Label = flows.Term{Key: "queue.line", Args: args}
	return b, err
}

// with names who deals with it by their office, short: it stands on a button.
func with(l flows.Entry) flows.Term {
	if l.With == "" {
		return flows.Term{}
	}
	return flows.Term{Key: "with." + string(l.With)}
}

func (v view) when(w civic.Waiting, l flows.Entry) flows.Term {
	due := flows.Term{Key: "queue.due", Args: flows.Args{"Due": flows.Day(w.Due)}}
	switch {
	case w.Due.IsZero():
		return l.Stands
	case w.Overdue(v.t.Now):
		due.Key = "queue.late"
	case w.Asked:
		return flows.Term{Key: "queue.asked"}
	}
	return due
}

// ways are the buttons of the filters in which something waits, each with its count, and
// of the chosen one; none where that is the only one.
func (v view) ways(chosen filter, filters []filter) ([][]flows.Button, error) {
	var ways []flows.Button
	for _, f := range filters {
		n, err := v.count(f)
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
