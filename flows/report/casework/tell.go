package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// tell lets the author notice what happened: a card changes without a sound, so
// this is a new message in reply to it. What the author did needs no telling.
func tell(t *flows.Turn, c change) error {
	was, r, e := c.was, c.r, c.e
	if !e.What.Is().Told || e.By == r.Author || r.Author == 0 {
		return nil
	}
	same := was.District == r.District && was.Category == r.Category
	if e.What == reports.Correct && same && !was.Referred {
		return nil
	}
	if heard, err := wants(t, r, e); !heard || err != nil {
		return err
	}
	args, err := eventArgs(t, r, e)
	if err != nil {
		return err
	}
	t.Say(flows.To(r.Author), toldOf(t, r, e, args, same))
	return nil
}

// toldOf words a move for the author. same: a correction left the report where it is.
func toldOf(t *flows.Turn, r reports.Report, e reports.Event, args flows.Args, same bool) flows.Message {
	m := flows.Message{Answers: cards.Author.Of(r.ID), Key: "told." + string(e.What), Args: args}
	switch e.What {
	case reports.Edit:
		m.Args["Diff"] = civic.Diff(e.Was, e.Text)
		if e.Typed() {
			m.Key = "told.typed"
		}
	case reports.Ask:
		m.Live, m.Anew = cards.Question.Of(r.ID), true
		m.Rows = [][]flows.Button{flows.Row(cards.Reply.Button("key.reply", r.ID))}
	case reports.Refuse:
		if r.Appealable() {
			m.Rows = append(m.Rows, flows.Row(cards.Appeal.Button("key.appeal", r.ID)))
			break
		}
		m.Key = "told.refuse_final"
		official := t.Region.Way()
		m.Args["Official"], m.Args["URL"] = official.Name, official.URL
	case reports.Correct:
		if e.Rule != 0 {
			m.Key = "told.rule"
		}
		if same {
			m.Key = "told.stays"
		}
	case reports.Answer:
		m.Photos = e.Photos
	case reports.Close:
		m.Photos, m.Rows = e.Photos, cards.Asks(t, r)
	}
	return m
}

// wants reports whether the author wants to hear of the move. Some need them, and are
// told whatever they muted.
func wants(t *flows.Turn, r reports.Report, e reports.Event) (bool, error) {
	if e.What.Is().Needed {
		return true, nil
	}
	p, found, err := storage.People.Find(t.Tx, r.Author)
	return !found || !p.Mutes(reports.OfMine), err
}

// eventArgs are what the wordings of an event of a report may need.
func eventArgs(t *flows.Turn, r reports.Report, e reports.Event) (flows.Args, error) {
	holder, err := cards.Holder(t, r)
	if err != nil {
		return nil, err
	}
	d, _ := t.Region.District(r.District)
	c, _ := t.Region.Category(r.Category)
	authority, _ := t.Region.AuthorityByID(r.Authority)
	args := flows.Args{"ID": r.ID, "Holder": holder, "District": d.Name, "Category": c.Name, "Text": e.Text, "NoProof": e.NoProof,
		"Due": flows.Day(r.Due()), "Promise": flows.Day(r.Promise), "Until": flows.Day(r.Verdict.Until), "Into": r.Into,
		"Authority": authority.Name, "How": authority.How}
	switch e.What {
	case reports.Refuse:
		args["Reason"] = cards.Reason(t, e)
	case reports.Redirect:
		official := t.Region.Way()
		args["Phone"], args["URL"], args["Official"], args["Way"] = authority.Phone, authority.URL, official.Name, official.URL
	}
	return args, nil
}
