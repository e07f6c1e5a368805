package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/cards"
)

// What can be pressed in this room only.
const (
	wishAllow   flows.ActionName = "report.wish_allow"
	wishDeny    flows.ActionName = "report.wish_deny"
	giveVerdict flows.ActionName = "report.verdict"
	giveMark    flows.ActionName = "report.mark"
	addWords    flows.ActionName = "report.verdict_words"
)

// Conversation holds what everybody who sees a report can do: look at its photos,
// its place and its timeline.
func Conversation() flows.Conversation {
	office := []civic.Role{civic.Moderator, civic.Head, civic.Deputy, civic.Staff, civic.Supervisor, civic.Centre}
	return flows.Conversation{
		Name: "report",
		Actions: []flows.Action{
			{Name: cards.OpenCard, Roles: office, Do: openCard},
			{Name: cards.Photos, Do: seen(photos)},
			{Name: cards.Place, Do: seen(place)},
			{Name: cards.Timeline, Do: seen(timeline)},
			{Name: cards.Voice, Do: seen(voice)},
			{Name: wishAllow, Roles: []civic.Role{civic.Centre}, Do: wished(true)},
			{Name: wishDeny, Roles: []civic.Role{civic.Centre}, Do: wished(false)},
			{Name: cards.Opinions, Do: seen(opinions)},
			{Name: giveVerdict, Do: verdict},
			{Name: giveMark, Do: mark},
			{Name: addWords, Do: askWords},
		},
		Opens: []flows.Door{flows.Queue},
		Timers: []flows.TimerKind{{Name: "desk", Do: deskDue}, {Name: "nag", Do: nag}, {Name: clockKind, Do: tick}, {Name: mendKind, Daily: true, Do: startMending},
			{Name: digestName, Daily: true, Do: startDigest}},
		Jobs:       []flows.JobKind{{Name: "pair", Run: compose, Done: showPair, Fetches: true}, proofJob, digestJob, {Name: mendKind, Run: flows.Reads(findStill), Done: windStill}},
		Forms:      []flows.Form{&wordsForm},
		Broadcasts: []flows.BroadcastKind{newsKind, promiseKind, digestKind, bringKind, returnKind},
	}
}
