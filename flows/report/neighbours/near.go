package neighbours

import (
	"cmp"
	"math"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/cards"
	"veche/storage"
)

// nearby is how far is near, in metres.
const nearby = 1000

type spot struct {
	Point civic.Point `json:"point,omitzero"`
}

// nearForm asks where somebody is. Nothing of it is kept, so it needs no consent.
var nearForm = flows.Flow[spot]{
	Name:  "near",
	Open:  true,
	First: "where",
	Table: flows.Line("where"),
	Steps: flows.Steps[spot]{"where": {
		Ask: func(*flows.Turn, spot) flows.Message {
			return flows.Message{Key: "near.where", Under: flows.Keys{Locate: "key.locate"}}
		},
		Answer: func(t *flows.Turn, s *spot) (string, error) {
			switch {
			case t.Input.Kind != flows.Location:
				return "", flows.Wrong{Key: "wrong.locate"}
			case civic.Locate(t.Region, t.Bounds, t.Input.Point).Outside:
				return "", flows.Wrong{Key: "wrong.outside", Args: flows.Args{"In": t.Region.In}}
			}
			s.Point = t.Input.Point
			return flows.Next, nil
		},
	}},
	Finish: func(t *flows.Turn, s spot) error {
		all, err := around(t, s.Point)
		if err != nil {
			return err
		}
		m := flows.Message{Key: "near.found", Args: flows.Args{"Count": len(all), "Metres": nearby}, Under: flows.MainMenu}
		if len(all) == 0 {
			m.Key = "near.none"
		}
		t.Reply(m)
		return listNear(t, s.Point, all, 0)
	},
}

// away is an open report and how far it is.
type away struct {
	report civic.ReportID
	metres float64
}

// around finds the open reports near a point, the nearest first.
func around(t *flows.Turn, p civic.Point) ([]away, error) {
	var all []away
	for tr, err := range storage.TracesNear(t.Tx, p, nearby) {
		if err != nil {
			return nil, err
		}
		if metres := p.Distance(*tr.Point); metres <= nearby {
			all = append(all, away{tr.Report, metres})
		}
	}
	slices.SortFunc(all, func(a, b away) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.report, b.report))
	})
	return all, nil
}

// turnNear shows another page. The place travels in the button: it is kept nowhere.
func turnNear(t *flows.Turn, v flows.Values) error {
	p := civic.Point{Lat: degrees(v.Number(0)), Lon: degrees(v.Number(1))}
	if !p.Valid() || civic.Locate(t.Region, t.Bounds, p).Outside {
		t.Tell("old_button", nil)
		return nil
	}
	all, err := around(t, p)
	if err != nil {
		return err
	}
	return listNear(t, p, all, page(v, 2))
}

func listNear(t *flows.Turn, p civic.Point, all []away, page int) error {
	if len(all) == 0 {
		return nil
	}
	at := flows.PageAt(page, len(all), perPage)
	m := flows.Message{Key: "near.title", InPlace: true}
	var lines []flows.Term
	for _, a := range all[at.From:at.To] {
		r, err := Public(t.Tx, a.report)
		if err != nil {
			return err
		}
		metres := tens(a.metres)
		lines = append(lines, flows.Term{Key: "near.line", Args: flows.Args{"ID": r.ID, "Metres": metres, "Text": cards.Brief(r)}})
		m.Rows = append(m.Rows, line(t, r, metres))
	}
	m.Args = flows.Args{"Lines": lines}
	m.Rows = append(m.Rows, nearPage.Pages(at.Here, at.Of, micro(p.Lat), micro(p.Lon))...)
	t.Reply(m)
	return nil
}

// tens rounds metres up: nobody's phone knows better.
func tens(metres float64) int { return int(math.Ceil(max(metres, 1)/10)) * 10 }

// A coordinate travels as a whole number that is not negative, to about a metre.
func micro(degrees float64) uint64 { return uint64(math.Round((degrees + 180) * 1e5)) }
func degrees(micro uint64) float64 { return math.Round(float64(micro%36_000_001)-180e5) / 1e5 }
