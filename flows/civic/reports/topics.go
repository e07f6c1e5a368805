package reports

import "veche/flows/civic"

// What people are told about reports unasked.
const (
	OfMine     civic.Topic = "mine"     // their own
	OfJoined   civic.Topic = "joined"   // those that they joined
	OfFollowed civic.Topic = "followed" // those that they follow
)
