package neighbours

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// perPage is how many reports a page shows; most is how many of a list are looked at.
const (
	perPage = 5
	most    = 250
)

// line is the button of a list that leads to a report's public card.
func line(t *flows.Turn, r reports.Report, metres int) []flows.Button {
	c, _ := t.Region.Category(r.Category)
	status := flows.Term{Key: "status." + string(r.Status)}
	b := cards.OpenPublic.Labelled(flows.Term{Key: "neighbours.line",
		Args: flows.Args{"ID": r.ID, "Category": c.Name, "Status": status, "Metres": metres, "Joined": r.Joined}}, r.ID)
	b.Icon = c.Emoji
	return flows.Row(b)
}

// following lists what the person joined or follows, the newest report first.
func following(t *flows.Turn, page int) error {
	var all []civic.ReportID
	for k, err := range storage.FollowersAre.KeysBackward(t.Tx, storage.Tuple(t.Input.Person), storage.Span{Limit: most}) {
		if err != nil {
			return err
		}
		all = append(all, k.Report)
	}
	var mine []reports.Report
	for _, id := range all {
		if r, err := Public(t.Tx, id); err == nil && r.Author != t.Input.Person {
			mine = append(mine, r)
		}
	}
	if len(mine) == 0 {
		t.Reply(flows.Message{Key: "following.none", Rows: [][]flows.Button{flows.Row(near.Button("key.near"))}})
		return nil
	}
	at := flows.PageAt(page, len(mine), perPage)
	m := flows.Message{Key: "following.title", InPlace: true, Args: flows.Args{"Count": len(mine)}}
	for _, r := range mine[at.From:at.To] {
		m.Rows = append(m.Rows, line(t, r, 0))
	}
	m.Rows = append(m.Rows, followingPage.Pages(at.Here, at.Of)...)
	t.Reply(m)
	return nil
}

func homeOf(t *flows.Turn) civic.DistrictID {
	if t.Person == nil {
		return ""
	}
	return t.Person.District
}

func turnFixed(t *flows.Turn, v flows.Values) error {
	return fixed(t, civic.DistrictID(v.At(0)), page(v, 1))
}

// fixed lists what was done in a district, the newest first.
func fixed(t *flows.Turn, id civic.DistrictID, page int) error {
	d, ok := t.Region.District(id)
	if !ok {
		t.Reply(flows.Message{Key: "fixed.where", Rows: [][]flows.Button{flows.Row(flows.Home.Button("key.choose_district"))}})
		return nil
	}
	prefix := storage.Tuple(d.ID)
	count := storage.ReportsFixed.Count(t.Tx, prefix, most)
	if count == 0 {
		t.Reply(flows.Message{Key: "fixed.none", Args: flows.Args{"In": d.In}})
		return nil
	}
	at := flows.PageAt(page, count, perPage)
	m := flows.Message{Key: "fixed.title", InPlace: true}
	var lines []flows.Term
	n := 0
	for rec, err := range storage.ReportsFixed.Backward(t.Tx, prefix, storage.Span{Limit: at.To}) {
		if err != nil {
			return err
		}
		if n++; n <= at.From {
			continue
		}
		r := rec.Value
		c, _ := t.Region.Category(r.Category)
		lines = append(lines, flows.Term{Key: "fixed.line", Args: flows.Args{"ID": r.ID, "Icon": c.Emoji, "At": flows.Day(r.DoneAt()), "Text": cards.Brief(r)}})
		m.Rows = append(m.Rows, line(t, r, 0))
	}
	m.Args = flows.Args{"In": d.In, "Lines": lines}
	m.Rows = append(m.Rows, fixedPage.Pages(at.Here, at.Of, d.ID)...)
	t.Reply(m)
	return nil
}
