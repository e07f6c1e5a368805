// Package neighbours is what residents do with the reports of others: join one that is
// theirs too, by a link or a picture on the noticeboard, follow it, find what is
// reported near them, by its number or by words, and what was fixed in their
// district. The district sees each neighbour's spot and ticks it off.
package neighbours

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// Conversation is the conversation about the reports of others.
func Conversation() flows.Conversation {
	staff := reports.Answer.Movers()
	return flows.Conversation{
		Name:  "neighbours",
		Forms: []flows.Form{&joinForm, &followForm, &nearForm, &searchForm},
		Commands: []flows.CommandFor{
			{Name: "neighbours", Label: "menu.neighbours", Keeps: true, Do: hub},
			{Name: "near", Do: func(t *flows.Turn) error { return nearForm.Start(t, spot{}) }},
			{Name: "search", Do: askSearch},
			{Name: "fixed", Keeps: true, Do: func(t *flows.Turn) error { return fixed(t, homeOf(t), 0) }},
			{Name: "following", Keeps: true, Do: func(t *flows.Turn) error { return following(t, 0) }},
		},
		Actions: []flows.Action{
			{Name: "public", Do: show},
			{Name: "join", Do: askJoin},
			{Name: "follow", Do: follow},
			{Name: "unfollow", Do: unfollow},
			{Name: "unjoin", Do: unjoin},
			{Name: "qr", Do: askQR},
			{Name: "near", Do: turnNear},
			{Name: "search", Do: turnSearch},
			{Name: "fixed", Do: turnFixed},
			{Name: "following", Do: func(t *flows.Turn, v flows.Values) error { return following(t, page(v, 0)) }},
			{Name: "spots", Roles: append(staff, civic.Moderator), Do: listSpots},
			{Name: "spot", Roles: append(staff, civic.Moderator), Do: showSpot},
			{Name: "tick", Roles: staff, Do: tick},
		},
		Links: []flows.Link{{Prefix: "join_", Do: open}},
		Jobs:  []flows.JobKind{{Name: "qr", Run: drawQR, Done: giveQR, Every: 10 * time.Second, Already: "qr.already"}},
	}
}

// hub holds the ways to the reports of others.
func hub(t *flows.Turn) error {
	t.Reply(flows.Message{Key: "neighbours.title", Rows: [][]flows.Button{
		flows.Row(flows.Go("key.near", "near")),
		flows.Row(flows.Go("key.search", "search")),
		flows.Row(flows.Go("key.fixed", "fixed")),
		flows.Row(flows.Go("key.following", "following")),
	}})
	return nil
}

// page reads the number of a page, which may be forged.
func page(v flows.Values, i int) int { return int(v.Number(i) % 1000) }
