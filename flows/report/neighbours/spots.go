package neighbours

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// listSpots is the checklist of a report: the spot of each neighbour who added one.
func listSpots(t *flows.Turn, v flows.Values) error {
	r, err := checklist(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return spots(t, r, page(v, 1), len(v) > 1)
}

// spots shows a page, where the list was pressed in place of it; a card stays.
func spots(t *flows.Turn, r reports.Report, page int, inPlace bool) error {
	if r.Spots == 0 {
		t.Tell("spots.none", nil)
		return nil
	}
	at := flows.PageAt(page, r.Spots, perPage)
	m := flows.Message{Key: "spots.title", InPlace: inPlace, Args: flows.Args{"ID": r.ID, "Spots": r.Spots, "Ticked": r.Ticked}}
	var lines []flows.Term
	n := 0
	for f, err := range spotsOf(t.Tx, r.ID) {
		if err != nil {
			return err
		}
		if n++; n <= at.From {
			continue
		}
		if n > at.To {
			break
		}
		lines = append(lines, flows.Term{Key: "spots.line", Args: spotArgs(f, n)})
		m.Rows = append(m.Rows, spotButtons(t, r, f, n, at.Here))
	}
	m.Args["Lines"] = lines
	m.Rows = append(m.Rows, cards.Spots.Pages(at.Here, at.Of, r.ID)...)
	t.Reply(m)
	return nil
}

func spotArgs(f reports.Follower, n int) flows.Args {
	return flows.Args{"N": n, "At": flows.Day(f.At), "Ticked": f.Ticked, "Place": f.Place.Words, "Map": f.Place.Point != nil,
		"Photos": len(f.Photos), "Text": cards.Brief(reports.Report{Text: f.Words})}
}

func spotButtons(t *flows.Turn, r reports.Report, f reports.Follower, n, page int) []flows.Button {
	row := flows.Row(oneSpot.Labelled(flows.Term{Key: "key.spot", Args: flows.Args{"N": n}}, r.ID, f.N))
	if t.May(r.District, reports.Answer.Movers()...) {
		label := flows.Term{Key: "key.tick", Args: flows.Args{"N": n}}
		if f.Ticked {
			label.Key = "key.untick"
		}
		row = append(row, tickOff.Labelled(label, r.ID, f.N, page))
	}
	return row
}

// showSpot shows all that a neighbour added.
func showSpot(t *flows.Turn, v flows.Values) error {
	r, err := checklist(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	f, err := spotOf(t.Tx, r.ID, v.Number(1))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "spots.full", Photos: f.Photos, Point: f.Place.Point,
		Args: flows.Args{"ID": r.ID, "At": flows.Day(f.At), "Place": f.Place.Words, "Text": f.Words, "Ticked": f.Ticked}})
	return nil
}

// tick says that a spot is settled, or takes that back.
func tick(t *flows.Turn, v flows.Values) error {
	r, err := settle(t, cards.ID(v), v.Number(1))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return spots(t, r, page(v, 2), true)
}
