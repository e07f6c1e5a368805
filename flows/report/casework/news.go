package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// news is an event of a report, for those who follow it.
type news struct {
	Report civic.ReportID `json:"report"`
	Event  int            `json:"event"` // in the timeline
}

var newsKind = flows.BroadcastKind{Name: "news", To: followers, Say: giveNews}

// spread lets the followers of a report know of a move that matters to them.
func spread(t *flows.Turn, c change) error {
	r := c.r
	if !c.e.What.Is().Followed || !followed(t, r.ID) {
		return nil
	}
	return t.Broadcast(newsKind.Name, news{Report: r.ID, Event: len(r.Timeline) - 1})
}

func followed(t *flows.Turn, id civic.ReportID) bool {
	for range storage.Followers.All(t.Tx, storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(id), Limit: 1}) {
		return true
	}
	return false
}

// followers lists who follows the report of a broadcast, from its first on.
func followers(t *flows.Turn, from civic.PersonID, n int) (all []civic.PersonID, err error) {
	var about struct {
		Report civic.ReportID `json:"report"`
		First  civic.PersonID `json:"first"`
	}
	if err := t.Args(&about); err != nil {
		return nil, err
	}
	first := storage.FollowerKey{Report: about.Report, Person: max(from, about.First)}
	span := storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(about.Report), From: &first, Limit: n}
	for rec := range storage.Followers.All(t.Tx, span) { // one that is rotten has its key all the same
		all = append(all, rec.Key.Person)
	}
	return all, nil
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
		m.Rows = question(t, r)
	}
	args["Asks"], args["Which"] = len(m.Rows) > 0, which(f)
	said, err := t.Push(p, topic(f), m)
	if !said || err != nil {
		return err
	}
	f.Told = t.Now // else the digest tells
	_, err = keepFollower(t, r, f)
	return err
}

func topic(f reports.Follower) civic.Topic {
	if f.Joined {
		return civic.OfJoined
	}
	return civic.OfFollowed
}

// which words what the report is to a follower.
func which(f reports.Follower) flows.Term {
	return flows.Term{Key: "which." + string(topic(f))}
}
