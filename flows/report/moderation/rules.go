package moderation

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// always makes a rule of a correction: reports of the category in the district go
// there from now on. It takes the place of an older one.
func always(t *flows.Turn, v flows.Values) error {
	r, err := storage.Reports.Get(t.Tx, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	rule, ok := casework.RuleOf(r)
	if !ok {
		t.Warn("rule.none", flows.Args{"ID": r.ID})
		return nil
	}
	for rec, err := range storage.RulesFor.Each(t.Tx, storage.Tuple(rule.Category, rule.District)) {
		if err != nil {
			return err
		}
		if err := storage.Rules.Delete(t.Tx, rec.Key); err != nil {
			return err
		}
	}
	if rule.ID, err = storage.Next(t.Tx, storage.RuleCounter); err != nil {
		return err
	}
	rule.By, rule.At = t.Input.Person, t.Now
	if err := storage.Rules.Put(t.Tx, rule.ID, rule); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "rule.made", Args: flows.Args{"Rule": casework.WordRule(t, rule)}, InPlace: true})
	return note(t, "rule", rule)
}

func listRules(t *flows.Turn) error {
	m := flows.Message{Key: "rule.empty"}
	var lines []flows.Term
	var buttons []flows.Button
	for rec, err := range storage.Rules.All(t.Tx) {
		if err != nil {
			return err
		}
		n := len(lines) + 1
		lines = append(lines, flows.Term{Key: "rule.line", Args: flows.Args{"N": n, "Rule": casework.WordRule(t, rec.Value), "Since": flows.Day(rec.Value.At)}})
		buttons = append(buttons, ruleOff.Labelled(flows.Term{Key: "key.rule_off", Args: flows.Args{"N": n}}, rec.Key))
	}
	if m.Rows = flows.Abreast(4, buttons...); len(lines) > 0 {
		m.Key, m.Args = "rule.title", flows.Args{"Lines": lines}
	}
	t.Reply(m)
	return nil
}

func revokeRule(t *flows.Turn, v flows.Values) error {
	rule, found, err := storage.Rules.Find(t.Tx, v.Number(0))
	if err != nil {
		return err
	}
	if !found {
		t.Warn("rule.gone", nil)
		return nil
	}
	if err := storage.Rules.Delete(t.Tx, rule.ID); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "rule.off", Args: flows.Args{"Rule": casework.WordRule(t, rule)}, InPlace: true})
	return note(t, "rule_off", rule)
}

func note(t *flows.Turn, what string, rule civic.Rule) error {
	return t.Record(civic.Act{What: what, Role: as(t), Place: rule.District})
}
