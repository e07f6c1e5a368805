// Package subjects lists everything that people can do here. Whoever runs the bot, or
// tests it, takes the list from here.
package subjects

import (
	"slices"

	"veche/flows"
	"veche/flows/centre"
	"veche/flows/profile"
	"veche/flows/queue"
	"veche/flows/report"
	"veche/flows/report/casework"
	"veche/flows/report/handover"
	"veche/flows/report/head"
	"veche/flows/report/moderation"
	"veche/flows/report/neighbours"
)

// All are the conversations, in the order of the main menu.
func All() []flows.Conversation {
	return slices.Concat(reports(), []flows.Conversation{
		queue.Conversation(),
		centre.Conversation(),
		profile.Conversation(),
	})
}

// reports are the rooms of reports.
func reports() []flows.Conversation {
	return []flows.Conversation{
		report.Conversation(),
		neighbours.Conversation(),
		moderation.Conversation(),
		head.Conversation(),
		handover.Conversation(),
		casework.Conversation(),
	}
}
