package thanks

import (
	"iter"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Kind is what records call a word of thanks. Beside another subject these types would
// stand in a leaf of package civic, and the collection in a file of storage.
const Kind civic.Kind = "thanks"

// Thanks is what somebody wrote to those who did something for the district.
type Thanks struct {
	ID       uint64           `json:"id"`
	Author   civic.PersonID   `json:"author"`
	District civic.DistrictID `json:"district"`
	Text     string           `json:"text"`
	Sent     time.Time        `json:"sent,omitzero"`
	Read     time.Time        `json:"read,omitzero"`   // by moderators
	Passed   bool             `json:"passed,omitzero"` // on to the district
}

// Kept are all thanks, by number. They wait for moderators until these have read them.
var Kept = storage.FeedsWaiting(storage.NewCollection[uint64, Thanks]("thanks", storage.Number[uint64]()), Kind, Thanks.waits)

// Listed is what the schema lists: the collection with what it says about people.
var Listed = Kept.Personal(storage.Personal[uint64, Thanks]{
	Theirs: func(tx *storage.Tx, p civic.PersonID) iter.Seq2[uint64, error] { return by.Keys(tx, storage.Tuple(p)) },
	Forget: func(x Thanks, _ civic.PersonID) (Thanks, bool) {
		x.Author = 0
		return x, x.Passed
	},
})

// by finds those of an author.
var by = Kept.Index("by", func(x Thanks) [][]byte {
	if x.Author == 0 {
		return nil
	}
	return [][]byte{storage.Tuple(x.Author)}
})

// passedIn finds those that a district got, by when.
var passedIn = Kept.Index("passed", func(x Thanks) [][]byte {
	if !x.Passed {
		return nil
	}
	return [][]byte{storage.Tuple(x.District, x.Read)}
})

func (x Thanks) waits() []civic.Waiting {
	if !x.Read.IsZero() {
		return nil
	}
	return []civic.Waiting{{Desk: civic.ModeratorsDesk, Subject: civic.Subject{Kind: Kind, ID: x.ID}, Since: x.Sent}}
}
