package casework

import (
	"veche/flows"
	"veche/flows/civic"
)

// tell lets the author notice what happened: a card changes without a sound, so
// this is a new message in reply to it. What the author did needs no telling.
func tell(t *flows.Turn, was, r civic.Report, e civic.Event) error {
	if !e.What.Told() || e.By == r.Author || r.Author == 0 {
		return nil
	}
	m := flows.Message{Answers: CardName(r.ID, "mine"), Key: "told." + string(e.What)}
	holder, err := Holder(t, r)
	if err != nil {
		return err
	}
	d, _ := t.Region.District(r.District)
	c, _ := t.Region.Category(r.Category)
	authority, _ := t.Region.AuthorityByID(r.Authority)
	m.Args = flows.Args{"ID": r.ID, "Holder": holder, "District": d.Name, "Text": e.Text,
		"Due": flows.Day(r.Due()), "Promise": flows.Day(r.Promise), "Into": r.Into, "Authority": authority.Name, "How": authority.How}
	switch e.What {
	case civic.Edit:
		m.Args["Diff"] = civic.Diff(e.Was, e.Text)
		if typedOut(e) {
			m.Key = "told.typed"
		}
	case civic.Ask:
		m.Live, m.Anew = CardName(r.ID, Question), true
		m.Rows = [][]flows.Button{flows.Row(flows.Do("key.reply", "reply", r.ID))}
	case civic.Refuse:
		m.Args["Reason"] = reason(t, e)
		if Appealable(r) {
			m.Rows = append(m.Rows, flows.Row(flows.Do("key.appeal", "appeal", r.ID)))
			break
		}
		m.Key = "told.refuse_final"
		m.Args["Official"], m.Args["URL"] = official(t)
	case civic.Correct:
		m.Args["Category"] = c.Name
		if same := was.District == r.District && was.Category == r.Category; same && !was.Referred {
			return nil
		} else if same {
			m.Key = "told.stays"
		}
	case civic.Redirect:
		official := t.Region.Way()
		m.Args["Phone"], m.Args["URL"], m.Args["Official"], m.Args["Way"] = authority.Phone, authority.URL, official.Name, official.URL
	case civic.Answer, civic.Close:
		m.Photos = e.Photos
	}
	t.Say(flows.To(r.Author), m)
	return nil
}

// official is the way that is open besides this bot.
func official(t *flows.Turn) (civic.Words, string) {
	if len(t.Region.Official) == 0 {
		return nil, ""
	}
	return t.Region.Official[0].Name, t.Region.Official[0].URL
}
