package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// feed keeps the one message of a report in the public channels that are bound: of the
// whole region, and of its district. Nothing in it leads to a person.
func feed(t *flows.Turn, r reports.Report) error {
	desks, err := feeds(t, r)
	if err != nil {
		return err
	}
	if !r.Public() || r.Status == reports.Withdrawn {
		for _, desk := range desks {
			if t.Stands(cards.Feed.Of(r.ID)) {
				t.Say(flows.AtDesk(desk), flows.Message{Key: "feed.gone", Args: flows.Args{"ID": r.ID}, Live: cards.Feed.Of(r.ID), Remove: true})
			}
		}
		return nil
	}
	m, err := cards.ForFeed(t, r)
	if err != nil {
		return err
	}
	return SayInFeeds(t, r, m)
}

// SayInFeeds says something in each of these channels.
func SayInFeeds(t *flows.Turn, r reports.Report, m flows.Message) error {
	desks, err := feeds(t, r)
	for _, desk := range desks {
		t.Say(flows.AtDesk(desk), m)
	}
	return err
}

// feeds lists the desks of the channels in which the report has its message: also that
// of a district which it has left.
func feeds(t *flows.Turn, r reports.Report) ([]civic.Desk, error) {
	names := []civic.Desk{civic.FeedDesk, civic.DistrictFeed(r.District)}
	for _, e := range r.Timeline {
		if e.From != "" && e.From != r.District && t.Stands(cards.Feed.Of(r.ID)) {
			names = append(names, civic.DistrictFeed(e.From))
		}
	}
	var bound []civic.Desk
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
