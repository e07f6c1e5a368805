package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// RuleOf is the rule that a moderator's newest correction of a report would make;
// false where it makes none.
func RuleOf(r reports.Report) (civic.Rule, bool) {
	if len(r.Timeline) == 0 {
		return civic.Rule{}, false
	}
	for i := len(r.Timeline) - 1; i >= 0; i-- {
		e := r.Timeline[i]
		byDesk := e.Role == civic.Moderator || e.Role == civic.Centre
		switch {
		case e.What == reports.Correct && byDesk && e.To != "" && e.To != e.From && e.From != "":
			return civic.Rule{Category: r.Category, District: e.From, To: e.To}, true
		case e.What == reports.Redirect && byDesk:
			return civic.Rule{Category: r.Category, District: r.District, Authority: e.Authority}, true
		}
	}
	return civic.Rule{}, false
}

// offerRule lets a moderator make a lasting rule of what they just corrected.
func offerRule(t *flows.Turn, r reports.Report, e reports.Event) {
	if e.What != reports.Correct && e.What != reports.Redirect {
		return
	}
	rule, ok := RuleOf(r)
	if last := r.Timeline[len(r.Timeline)-1]; !ok || last.To == "" && last.Authority == "" {
		return
	}
	t.Reply(flows.Message{Key: "rule.offer", Args: flows.Args{"Rule": WordRule(t, rule)},
		Rows: [][]flows.Button{flows.Row(cards.Always.Button("key.always", r.ID))}})
}

// WordRule says what a rule does.
func WordRule(t *flows.Turn, rule civic.Rule) flows.Term {
	c, _ := t.Region.Category(rule.Category)
	from, _ := t.Region.District(rule.District)
	to, _ := t.Region.District(rule.To)
	a, _ := t.Region.AuthorityByID(rule.Authority)
	return flows.Term{Key: "rule.words", Args: flows.Args{"Category": c.Name, "From": from.Short, "To": to.Short, "Authority": a.Name}}
}

// ruleFor finds the rule for a category of a district; the newest, where there are two.
func ruleFor(t *flows.Turn, r reports.Report) (civic.Rule, bool, error) {
	for rec, err := range storage.RulesFor.Backward(t.Tx, storage.Tuple(r.Category, r.District), storage.Span{Limit: 1}) {
		return rec.Value, err == nil, err
	}
	return civic.Rule{}, false, nil
}

// ruled sends a report that was just filed where moderators decided such reports go.
// It is done once: what follows from another rule is not looked at.
func ruled(t *flows.Turn, r reports.Report) (reports.Report, error) {
	rule, ok, err := ruleFor(t, r)
	if err != nil || !ok {
		return r, err
	}
	e := reports.Event{What: reports.Correct, From: r.District, To: rule.To, Rule: rule.ID}
	if rule.Authority != "" {
		e = reports.Event{What: reports.Redirect, Authority: rule.Authority, Rule: rule.ID}
	}
	if r, err = Carry(t, r, r, e); err != nil {
		return r, fmt.Errorf("apply rule %d: %w", rule.ID, err)
	}
	return r, nil
}
