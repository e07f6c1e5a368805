package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// news is an event of a report, for those who follow it.
type news struct {
	Report civic.ReportID `json:"report"`
	Event  int            `json:"event"` // in the timeline
}

var newsKind = flows.BroadcastKind{Name: "news", To: ToFollowers, Say: giveNews}

// spread lets the followers of a report know of a move that matters to them.
func spread(t *flows.Turn, c change) error {
	r := c.r
	if !c.e.What.Is().Followed || !Followed(t, r.ID) {
		return nil
	}
	return t.Broadcast(newsKind.Name, news{Report: r.ID, Event: len(r.Timeline) - 1})
}

// giveNews tells a follower, unless it was they who did it.
func giveNews(t *flows.Turn, p civic.Person) error {
	var n news
	if err := t.Args(&n); err != nil {
		return err
	}
	r, err := storage.Reports.Get(t.Tx, n.Report)
	if err != nil {
		return err
	}
	e := r.Timeline[n.Event].Revealed()
	f, found, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: r.ID, Person: p.ID})
	if err != nil || !found || p.ID == r.Author || p.ID == e.By {
		return err
	}
	args, err := eventArgs(t, r, e)
	if err != nil {
		return err
	}
	m := flows.Message{Key: "news." + string(e.What), Args: args, Photos: e.Photos}
	if e.What == reports.Close && f.Joined {
		m.Rows = cards.Asks(t, r)
	}
	args["Asks"], args["Which"] = len(m.Rows) > 0, Which(f)
	said, err := t.Push(p, topic(f), m)
	if !said || err != nil {
		return err
	}
	f.Told = t.Now // else the digest tells
	_, err = KeepFollower(t, r, f)
	return err
}
