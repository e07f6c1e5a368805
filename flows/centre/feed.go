package centre

import (
	"strconv"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// feeding is a channel about to become a public feed.
type feeding struct {
	Channel  storage.ChatID   `json:"channel"`
	What     string           `json:"what,omitempty"`
	District civic.DistrictID `json:"district,omitempty"`
}

const wholeRegion = "region"

var feedForm = flows.Flow[feeding]{
	Name:  "feed",
	Given: true,
	First: "what",
	Table: flows.Line("what", "district"),
	Steps: flows.Steps[feeding]{
		"what": flows.Choose("feed.what", ofWhat, func(f *feeding, id string) { f.What = id }),
		"district": flows.AnyDistrict("feed.district", func(f *feeding) *civic.DistrictID { return &f.District }).
			When(func(_ *flows.Turn, f feeding) bool { return f.What == ofDistrict }),
	},
	Finish: bindFeed,
}

func ofWhat(*flows.Turn, feeding) []flows.Option[string] {
	return []flows.Option[string]{
		{ID: wholeRegion, Label: flows.Term{Key: "feed.region"}},
		{ID: ofDistrict, Label: flows.Term{Key: "feed.single"}},
	}
}

// inChannel hears that the bot may post in a channel, or may no longer. Only the Centre
// can make it a feed, in private: in a channel nobody can answer.
func inChannel(t *flows.Turn) error {
	name := civic.ChannelDesk(int64(t.Input.Chat))
	if !t.Input.Member {
		return removed(t)
	}
	if t.Person == nil || !t.Roles.Has(civic.Centre) {
		return nil
	}
	d := storage.Desk{Name: name, Chat: t.Input.Chat, Title: t.Input.Title, Language: t.Language(), By: t.Input.Person, At: t.Now}
	if err := storage.Desks.Put(t.Tx, name, d); err != nil {
		return err
	}
	t.Say(flows.To(t.Input.Person), flows.Message{Key: "feed.offer", Args: flows.Args{"Title": d.Title},
		Rows: [][]flows.Button{flows.Row(feedBegin.Button("key.feed", d.Chat))}})
	return nil
}

func beginFeed(t *flows.Turn, v flows.Values) error {
	chat, _ := strconv.ParseInt(v.At(0), 10, 64)
	d, ok, err := storage.Desks.Find(t.Tx, civic.ChannelDesk(chat))
	if err != nil {
		return err
	}
	if !ok {
		t.Warn("feed.no_channel", nil)
		return nil
	}
	return feedForm.Start(t, feeding{Channel: d.Chat})
}

func bindFeed(t *flows.Turn, f feeding) error {
	if !t.Roles.Has(civic.Centre) {
		t.Deny()
		return nil
	}
	d, ok, err := storage.Desks.Find(t.Tx, civic.ChannelDesk(int64(f.Channel)))
	if err != nil {
		return err
	}
	if !ok {
		t.Warn("feed.no_channel", nil)
		return nil
	}
	d.Name, d.By, d.At = civic.FeedDesk, t.Input.Person, t.Now
	if f.What == ofDistrict {
		d.Name = civic.DistrictFeed(f.District)
	}
	if err := storage.Desks.Put(t.Tx, d.Name, d); err != nil {
		return err
	}
	if err := t.Record(civic.Act{What: "feed", Role: civic.Centre, Place: f.District}); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "feed.done", Args: flows.Args{"Feed": deskTerm(t, d.Name), "Title": d.Title}, InPlace: true})
	return nil
}
