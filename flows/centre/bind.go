package centre

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// binding is a group about to become a desk.
type binding struct {
	Desk     civic.Desk       `json:"desk,omitempty"`
	District civic.DistrictID `json:"district,omitempty"`
	Title    string           `json:"title,omitempty"`
	Thread   int              `json:"thread,omitempty"`
}

// deskRoles says whose desk it is, for the record; a district's is named by the place.
var deskRoles = map[civic.Desk]civic.Role{civic.ModeratorsDesk: civic.Moderator, civic.CentreDesk: civic.Centre}

// ofDistrict is the choice of a desk whose district is asked for next.
const ofDistrict = "district"

var bindForm = flows.Flow[binding]{
	Name:  "bind",
	Given: true,
	Binds: true,
	First: "desk",
	Table: flows.Line("desk", "district"),
	Steps: flows.Steps[binding]{
		"desk": flows.Choose("bind.desk", desks, func(b *binding, d civic.Desk) { b.Desk = d }),
		"district": flows.AnyDistrict("bind.district", func(b *binding) *civic.DistrictID { return &b.District }).
			When(func(_ *flows.Turn, b binding) bool { return b.Desk == ofDistrict }),
	},
	Finish: bound,
}

func desks(*flows.Turn, binding) []flows.Option[civic.Desk] {
	return []flows.Option[civic.Desk]{
		{ID: civic.ModeratorsDesk, Label: flows.Term{Key: "desk.moderators"}},
		{ID: civic.CentreDesk, Label: flows.Term{Key: "desk.centre"}},
		{ID: ofDistrict, Label: flows.Term{Key: "desk.district"}},
	}
}

func bind(t *flows.Turn) error {
	if !t.Input.Group {
		t.Reply(flows.Message{Key: "bind.how", Under: flows.MainMenu})
		return nil
	}
	return bindForm.Start(t, binding{Title: t.Input.Title, Thread: t.Input.Thread})
}

func bound(t *flows.Turn, b binding) error {
	if !t.Roles.Has(civic.Centre) {
		t.Deny()
		return nil
	}
	if b.Desk == ofDistrict {
		b.Desk = civic.DistrictDesk(b.District)
	}
	d := storage.Desk{Name: b.Desk, Chat: t.Input.Chat, Thread: b.Thread, Title: b.Title, Language: t.Language(), By: t.Input.Person, At: t.Now}
	was, stood, err := storage.Desks.Find(t.Tx, b.Desk)
	if err != nil {
		return err
	}
	if stood && was.Chat != d.Chat {
		t.Say(flows.AtSeat(flows.Seat{Chat: was.Chat, Thread: was.Thread}), flows.Message{Key: "bind.moved", Args: flows.Args{"Desk": deskTerm(t, b.Desk)}})
	}
	if err := storage.Desks.Put(t.Tx, b.Desk, d); err != nil {
		return err
	}
	if err := t.Record(civic.Act{What: "bind", Role: civic.Centre, Place: b.District, Detail: string(deskRoles[b.Desk])}); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "bind.done", Args: flows.Args{"Desk": deskTerm(t, b.Desk), "Count": storage.WaitingSince.Count(t.Tx, storage.Tuple(b.Desk), 999)}, InPlace: true})
	return nil
}

func deskTerm(t *flows.Turn, desk civic.Desk) flows.Term {
	d, of := t.Region.District(desk.District())
	switch {
	case of && desk.Feed():
		return flows.Term{Key: "desk.feed_of", Args: flows.Args{"District": d.Name}}
	case of:
		return flows.Term{Key: "words", Args: flows.Args{"Text": d.Name}}
	}
	return flows.Term{Key: "desk." + string(desk)}
}

// member hears that the bot was added to a group, removed, or blocked by a person.
func member(t *flows.Turn) error {
	in := t.Input
	switch {
	case in.Channel:
		return inChannel(t)
	case !in.Group && t.Person != nil:
		t.Person.Unreachable = !in.Member
		return storage.People.Put(t.Tx, t.Person.ID, *t.Person)
	case !in.Group:
		return nil
	case in.Member:
		return greet(t)
	}
	return removed(t)
}

func greet(t *flows.Turn) error {
	if desks, err := desksIn(t); err != nil || len(desks) > 0 {
		return err // what we may do there changed
	}
	key := "group.hello"
	if t.Roles.Has(civic.Centre) {
		key = "group.hello_centre"
	}
	t.Reply(flows.Message{Key: key})
	return nil
}

// removed unbinds the desks of a group that the bot was put out of: their cards go
// to people again, and the Centre hears of it.
func removed(t *flows.Turn) error {
	for rec, err := range storage.DesksIn.Each(t.Tx, storage.Tuple(t.Input.Chat)) {
		if err != nil {
			return err
		}
		if err := storage.Desks.Delete(t.Tx, rec.Key); err != nil {
			return err
		}
		if rec.Key.Channel() {
			continue
		}
		key := "bind.lost"
		if rec.Key.Feed() {
			key = "feed.lost"
		}
		t.Say(flows.AtDesk(civic.CentreDesk), flows.Message{Key: key, Args: flows.Args{"Desk": deskTerm(t, rec.Key), "Title": rec.Value.Title}})
	}
	return nil
}
