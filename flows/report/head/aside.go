package head

import (
	"strconv"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

var (
	askForm  = line("ask", reports.Ask, "ask.sent")
	noteForm = line("note", reports.Note, "note.kept")
)

// line is the form for a few words and nothing else.
func line(name string, move reports.Move, sent string) flows.Flow[reply] {
	return flows.Flow[reply]{
		Name:  name,
		Given: true,
		First: "text",
		Table: flows.Line("text"),
		Steps: flows.Steps[reply]{
			"text": flows.Write(name+".text", civic.MaxReason, func(a *reply, s string) { a.Text = s }, func(a reply) string { return a.Text }),
		},
		Finish: func(t *flows.Turn, a reply) error {
			if move == reports.Ask && waits(t, a.Report) {
				return nil
			}
			return finish(t, sent, a, move, reports.Event{Text: a.Text})
		},
	}
}

func ask(t *flows.Turn, v flows.Values) error {
	if waits(t, cards.ID(v)) {
		return nil
	}
	return begin(reports.Ask, &askForm)(t, v)
}

// waits reports whether the author cannot be asked, and says why: one question at a
// time, and none to somebody who was forgotten.
func waits(t *flows.Turn, id civic.ReportID) bool {
	r, err := casework.Check(t, id, reports.Ask)
	switch {
	case err != nil:
		return false // the move itself will say so
	case r.Author == 0:
		t.Warn("ask.nobody", nil)
	case !r.Asked.IsZero():
		t.Warn("ask.waits", flows.Args{"At": flows.Day(r.Asked)})
	default:
		return false
	}
	return true
}

var assignForm = flows.Flow[reply]{
	Name:   "assign",
	Given:  true,
	First:  "whom",
	Table:  flows.Line("whom"),
	Steps:  flows.Steps[reply]{"whom": {Ask: askWhom, Answer: whom}},
	Finish: assign,
}

// colleague is somebody of a district's office.
type colleague struct {
	Person civic.PersonID
	Role   civic.Role
}

// colleagues lists the people of the district that has the report, the head first.
func colleagues(t *flows.Turn, id civic.ReportID) ([]colleague, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return nil, err
	}
	people, err := flows.People(t.Tx, civic.DistrictDesk(r.District))
	if err != nil {
		return nil, err
	}
	var out []colleague
	for _, p := range people {
		roles, err := flows.RolesOf(t.Tx, p)
		if err != nil {
			return nil, err
		}
		out = append(out, colleague{p, office(roles, r.District)})
	}
	return out, nil
}

// office is the strongest office that the roles hold in a district.
func office(roles civic.Roles, d civic.DistrictID) civic.Role {
	for _, role := range []civic.Role{civic.Head, civic.Deputy} {
		if roles.May(d, role) {
			return role
		}
	}
	return civic.Staff
}

// askWhom shows who there is: names are not kept, so that each is a link.
func askWhom(t *flows.Turn, a reply) flows.Message {
	m := flows.Message{Key: "assign.whom", Args: flows.Args{"ID": a.Report}}
	all, err := colleagues(t, a.Report)
	if err != nil || len(all) == 0 {
		m.Key = "assign.nobody"
		return m
	}
	var lines []flows.Term
	for i, c := range all {
		role := flows.Term{Key: "role." + string(c.Role)}
		lines = append(lines, flows.Term{Key: "assign.line", Args: flows.Args{"N": i + 1, "Role": role, "Who": flows.Person(c.Person)}})
		button := flows.Pick(flows.Term{Key: "assign.key", Args: flows.Args{"N": i + 1, "Role": role}}, strconv.FormatInt(int64(c.Person), 10))
		m.Rows = append(m.Rows, flows.Row(button))
	}
	m.Args["Lines"] = lines
	return m
}

func whom(t *flows.Turn, a *reply) (string, error) {
	all, err := colleagues(t, a.Report)
	if err != nil {
		return "", err
	}
	for _, c := range all {
		if strconv.FormatInt(int64(c.Person), 10) == t.Value {
			a.Whom = c.Person
			return flows.Next, nil
		}
	}
	return "", flows.Wrong{Key: "wrong.press"}
}

func assign(t *flows.Turn, a reply) error {
	return finish(t, "assign.done", a, reports.Assign, reports.Event{Whom: a.Whom})
}
