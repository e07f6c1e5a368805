package casework

import (
	"veche/flows"
	"veche/flows/civic"
)

// Conversation holds what everybody who sees a report can do: look at its photos,
// its place and its timeline.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name: "casework",
		Actions: []flows.Action{
			{Name: "photos", Do: seen(photos)},
			{Name: "place", Do: seen(place)},
			{Name: "timeline", Do: seen(timeline)},
			{Name: "voice", Do: seen(voice)},
			{Name: "wish_allow", Roles: []civic.Role{civic.Centre}, Do: wished(true)},
			{Name: "wish_deny", Roles: []civic.Role{civic.Centre}, Do: wished(false)},
			{Name: "opinions", Do: seen(opinions)},
			{Name: "verdict", Do: verdict},
			{Name: "mark", Do: mark},
			{Name: "verdict_words", Do: askWords},
		},
		Timers: []flows.TimerKind{{Name: "desk", Do: deskDue}, {Name: "nag", Do: nag}, {Name: clockKind, Do: tick}, {Name: mendKind, Daily: true, Do: startMending},
			{Name: digestName, Daily: true, Do: startDigest}},
		Jobs:        []flows.JobKind{{Name: "pair", Run: compose, Done: showPair, Fetches: true}, proofJob, digestJob, {Name: mendKind, Run: flows.Reads(findStill), Done: windStill}},
		Forms:       []flows.Form{&wordsForm},
		Broadcasts:  []flows.BroadcastKind{newsKind, promiseKind, digestKind, bringKind, returnKind},
		Undelivered: passOn,
	}
}
