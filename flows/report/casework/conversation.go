package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// Conversation holds what everybody who sees a report can do: look at its photos,
// its place and its timeline.
func Conversation() flows.Conversation {
	office := []civic.Role{civic.Moderator, civic.Head, civic.Deputy, civic.Staff, civic.Supervisor, civic.Centre}
	return flows.Conversation{
		Name: "report",
		Actions: []flows.Action{
			{Name: cards.OpenCard, Roles: office, Do: openCard},
			{Name: cards.Photos, Do: Seen(photos)},
			{Name: cards.Place, Do: Seen(place)},
			{Name: cards.Timeline, Do: Seen(timeline)},
			{Name: cards.Voice, Do: Seen(voice)},
		},
		Waits:      []flows.WaitKind{{Kind: reports.Kind, Name: "report.name", Line: line, Open: cards.OpenCard, Release: release}},
		Topics:     []flows.Topic{{Name: reports.OfMine}, {Name: reports.OfJoined, Capped: true}, {Name: reports.OfFollowed, Capped: true}},
		Timers:     []flows.TimerKind{{Name: "desk", Do: deskDue}},
		Broadcasts: []flows.BroadcastKind{newsKind},
		Forgets:    forgetting,
	}
}
