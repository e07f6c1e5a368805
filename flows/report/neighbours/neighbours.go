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
	"veche/flows/report/cards"
)

// Where buttons of this room lead.
const (
	near             flows.CommandName = "near"
	searchCommand    flows.CommandName = "search"
	fixedCommand     flows.CommandName = "fixed"
	followingCommand flows.CommandName = "following"

	nearPage      flows.ActionName = "report.near"
	searchPage    flows.ActionName = "report.search"
	fixedPage     flows.ActionName = "report.fixed"
	followingPage flows.ActionName = "report.following"
	oneSpot       flows.ActionName = "report.spot"
	tickOff       flows.ActionName = "report.tick"
	unjoinYes     flows.ActionName = "report.unjoin"
)

// Conversation is the conversation about the reports of others.
func Conversation() flows.Conversation {
	staff := reports.Answer.Movers()
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&joinForm, &followForm, &nearForm, &searchForm},
		Commands: []flows.CommandFor{
			{Name: "neighbours", Label: "menu.neighbours", Keeps: true, Do: hub},
			{Name: near, Do: func(t *flows.Turn) error { return nearForm.Start(t, spot{}) }},
			{Name: searchCommand, Do: askSearch},
			{Name: fixedCommand, Keeps: true, Do: func(t *flows.Turn) error { return fixed(t, homeOf(t), 0) }},
			{Name: followingCommand, Keeps: true, Do: func(t *flows.Turn) error { return following(t, 0) }},
		},
		Actions: []flows.Action{
			{Name: cards.OpenPublic, Do: show},
			{Name: cards.Join, Do: askJoin},
			{Name: cards.Follow, Do: follow},
			{Name: cards.Unfollow, Do: unfollow},
			{Name: unjoinYes, Do: unjoin},
			{Name: cards.QR, Do: askQR},
			{Name: nearPage, Do: turnNear},
			{Name: searchPage, Do: turnSearch},
			{Name: fixedPage, Do: turnFixed},
			{Name: followingPage, Do: func(t *flows.Turn, v flows.Values) error { return following(t, page(v, 0)) }},
			{Name: cards.Spots, Roles: append(staff, civic.Moderator), Do: listSpots},
			{Name: oneSpot, Roles: append(staff, civic.Moderator), Do: showSpot},
			{Name: tickOff, Roles: staff, Do: tick},
		},
		Opens:      []flows.Door{flows.Home},
		Links:      []flows.Link{{Prefix: cards.JoinLink, Do: open}},
		Jobs:       []flows.JobKind{{Name: "qr", Run: drawQR, Done: giveQR, Every: 10 * time.Second, Already: "qr.already"}},
		Broadcasts: []flows.BroadcastKind{bringKind, returnKind},
	}
}

// hub holds the ways to the reports of others.
func hub(t *flows.Turn) error {
	t.Reply(flows.Message{Key: "neighbours.title", Rows: [][]flows.Button{
		flows.Row(near.Button("key.near")),
		flows.Row(searchCommand.Button("key.search")),
		flows.Row(fixedCommand.Button("key.fixed")),
		flows.Row(followingCommand.Button("key.following")),
	}})
	return nil
}

// page reads the number of a page, which may be forged.
func page(v flows.Values, i int) int { return int(v.Number(i) % 1000) }
