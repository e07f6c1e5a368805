// Package subjects lists everything that people can do here. Whoever runs the bot, or
// tests it, takes the list from here.
package subjects

import (
	"veche/flows"
	"veche/flows/centre"
	"veche/flows/profile"
	"veche/flows/queue"
	"veche/flows/report"
)

// All are the conversations, in the order of the main menu.
func All() []flows.Conversation {
	return append(report.Conversations(),
		queue.Conversation(),
		centre.Conversation(),
		profile.Conversation(),
	)
}
