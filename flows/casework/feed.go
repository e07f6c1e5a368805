package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// feedText is how much of a report's text the feed shows: a caption holds 1,024
// characters in all.
const feedText = 500

// feed keeps the one message of a report in the public channels that are bound: of the
// whole region, and of its district. Nothing in it leads to a person.
func feed(t *flows.Turn, r civic.Report) error {
	desks, err := feeds(t, r)
	if err != nil {
		return err
	}
	if !r.Public() || r.Status == civic.Withdrawn {
		for _, desk := range desks {
			if stands(t, r, feedReader) {
				t.Say(flows.AtDesk(desk), flows.Message{Key: "feed.gone", Args: flows.Args{"ID": r.ID}, Live: CardName(r.ID, feedReader), Remove: true})
			}
		}
		return nil
	}
	for _, desk := range desks {
		m, err := forFeed(t, r)
		if err != nil {
			return err
		}
		t.Say(flows.AtDesk(desk), m)
	}
	return nil
}

// feedReader names the message of a report in a channel.
const feedReader = "feed"

// feeds lists the desks of the channels in which the report has its message: also that
// of a district which it has left.
func feeds(t *flows.Turn, r civic.Report) ([]string, error) {
	names := []string{flows.Feed, flows.DistrictFeed(r.District)}
	for _, e := range r.Timeline {
		if e.From != "" && e.From != r.District && stands(t, r, feedReader) {
			names = append(names, flows.DistrictFeed(e.From))
		}
	}
	var bound []string
	seen := map[storage.ChatID]bool{}
	for _, name := range names {
		d, ok, err := storage.Desks.Find(t.Tx, name)
		if err != nil {
			return nil, fmt.Errorf("find %s: %w", name, err)
		}
		if ok && !seen[d.Chat] {
			seen[d.Chat] = true
			bound = append(bound, name)
		}
	}
	return bound, nil
}

// forFeed is the message in a channel.
func forFeed(t *flows.Turn, r civic.Report) (flows.Message, error) {
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	args["Text"], args["Neighbours"] = shorten(r.Text, feedText), flows.Term{}
	if r.Joined > 0 {
		args["Neighbours"] = flows.Term{Key: "feed.joined", Args: flows.Args{"Count": r.Joined}}
	}
	m := flows.Message{Key: "feed.card", Args: args, Live: CardName(r.ID, feedReader), Caption: true, Picture: shown(t, r)}
	if r.Status.Held() {
		m.Rows = [][]flows.Button{flows.Row(flows.Button{Label: flows.Term{Key: "key.join_or_follow"}, URL: JoinLink(t.Bot, r.ID)})}
	}
	return m, nil
}

// shown is the picture of a report in a channel: the proof beside the photo before once
// both are put together, until then the first of them that there is.
func shown(t *flows.Turn, r civic.Report) *storage.Picture {
	before, after := pairOf(r)
	switch {
	case before.ID == "" && after.ID == "":
		return nil
	case before.ID == "":
		return &storage.Picture{Key: after.Unique, ID: after.ID}
	case after.ID != "" && paired(t, r):
		return &storage.Picture{Key: pairKey(before, after), ID: after.ID}
	}
	return &storage.Picture{Key: before.Unique, ID: before.ID}
}

// pairOf is the first photo of a report, and the first one that shows what was done.
func pairOf(r civic.Report) (before, after civic.Photo) {
	for _, e := range r.Timeline {
		if e.What == civic.Close && len(e.Photos) > 0 {
			after = e.Photos[0]
		}
	}
	if len(r.Photos) > 0 {
		before = r.Photos[0]
	}
	return before, after
}

func pairKey(before, after civic.Photo) string { return before.Unique + "|" + after.Unique }

// paired reports whether the pictures were put together: a channel shows them so.
func paired(t *flows.Turn, r civic.Report) bool {
	before, after := pairOf(r)
	for rec, err := range storage.LivesNamed.Each(t.Tx, storage.Tuple(CardName(r.ID, feedReader))) {
		if err == nil && rec.Value.Wanted.Picture != nil && rec.Value.Wanted.Picture.Key == pairKey(before, after) {
			return true
		}
	}
	return false
}
