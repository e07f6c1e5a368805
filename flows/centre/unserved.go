package centre

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// unserved puts on the record that a message does not reach its chat, and says so once: of
// a card to whoever works at its desk, of anything else, and where there is nobody, to the
// Centre.
func unserved(t *flows.Turn) error {
	desks, err := desksIn(t)
	if err != nil {
		return err
	}
	about, open := t.About(t.Input.Name)
	act := civic.Act{What: "aside", Role: civic.Itself, Subject: about}
	if len(desks) > 0 {
		act.Place = desks[0].Name.District()
	}
	if err := t.Record(act); err != nil || t.Input.Again {
		return err
	}
	m, err := untold(t, about, desks)
	if err != nil {
		return err
	}
	told := false
	for _, d := range desks {
		if d.Name.Feed() || d.Name.Channel() || len(open) == 0 {
			continue
		}
		m.Rows = [][]flows.Button{open}
		those, err := tellPeople(t, d.Name, m)
		if told = told || those; err != nil {
			return err
		}
	}
	if told {
		return nil
	}
	return tellCentre(t, m)
}

// desksIn lists the desks of the chat that does not take the message.
func desksIn(t *flows.Turn) (all []storage.Desk, err error) {
	for rec, err := range storage.DesksIn.Each(t.Tx, storage.Tuple(t.Input.Chat)) {
		if err != nil {
			return nil, err
		}
		all = append(all, rec.Value)
	}
	return all, nil
}

// untold words what does not arrive, where and why. Of a resident it does not say who.
func untold(t *flows.Turn, about civic.Subject, desks []storage.Desk) (flows.Message, error) {
	args := flows.Args{"Card": t.Named(about), "Title": "", "Desk": flows.Term{}, "Who": flows.Term{},
		"Why": flows.Term{Key: "unserved.why." + t.Input.Why, Args: flows.Args{"Code": t.Input.Code}}}
	if len(desks) > 0 {
		args["Title"] = desks[0].Title
		if !desks[0].Name.Channel() {
			args["Desk"] = deskTerm(t, desks[0].Name)
		}
	}
	if t.Input.Group {
		return flows.Message{Key: "unserved.group", Args: args}, nil
	}
	p := civic.PersonID(t.Input.Chat)
	roles, err := flows.RolesOf(t.Tx, p)
	if len(roles) > 0 {
		args["Who"] = flows.LinkTo(p)
	}
	return flows.Message{Key: "unserved.person", Args: args}, err
}

// tellPeople tells everybody who works at the desk, in private, but for the chat itself.
func tellPeople(t *flows.Turn, desk civic.Desk, m flows.Message) (told bool, err error) {
	people, err := flows.People(t.Tx, desk)
	if err != nil {
		return false, err
	}
	for _, p := range people {
		person, ok, err := storage.People.Find(t.Tx, p)
		if err != nil {
			return told, err
		}
		if ok && !person.Unreachable && storage.Private(p) != t.Input.Chat {
			t.Say(flows.To(p), m)
			told = true
		}
	}
	return told, nil
}

// tellCentre tells the Centre where it reads, if that is not the chat itself.
func tellCentre(t *flows.Turn, m flows.Message) error {
	d, bound, err := storage.Desks.Find(t.Tx, civic.CentreDesk)
	if err == nil && bound && d.Chat != t.Input.Chat {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
		return nil
	}
	if err == nil {
		_, err = tellPeople(t, civic.CentreDesk, m)
	}
	return err
}
