package storage

import (
	"time"

	"veche/flows/civic"
)

// ofDesks is what waits there.
var ofDesks = []bucket{
	Waiting.Personal(Personal[WaitingKey, civic.Waiting]{
		Naming: by(WaitingWith),
		Forget: func(w civic.Waiting, _ civic.PersonID) (civic.Waiting, bool) {
			w.With = 0
			return w, true
		},
	}),
}

// Waiting is what waits at desks, of every subject. Collections of subjects feed it.
var Waiting = NewCollection[WaitingKey, civic.Waiting]("waiting", waitingKeys)

// WaitingSince finds what waits at a desk, what came first at the front.
var WaitingSince = Waiting.Index("since", func(w civic.Waiting) [][]byte { return [][]byte{Tuple(w.Desk, w.Since)} })

// WaitingDue finds what waits at a desk by when the next word is owed, what has no such day
// behind; true comes before that where somebody else has the next word. See [DueKey].
var WaitingDue = Waiting.Index("due", func(w civic.Waiting) [][]byte {
	return [][]byte{Tuple(w.Desk, w.Asked, w.Due.IsZero(), w.Due)}
})

// DueKey is where [WaitingDue] has what is owed at a moment.
func DueKey(d civic.Desk, asked bool, due time.Time) []byte { return Tuple(d, asked, false, due) }

// WaitingWith finds what somebody deals with.
var WaitingWith = Waiting.Index("with", func(w civic.Waiting) [][]byte { return persons(w.With) })

// WaitingKey is a desk and what waits there.
type WaitingKey struct {
	Desk    civic.Desk
	Subject civic.Subject
}

var waitingKeys = Pair(Text[civic.Desk](), SubjectKeys(),
	func(k WaitingKey) (civic.Desk, civic.Subject) { return k.Desk, k.Subject },
	func(d civic.Desk, s civic.Subject) WaitingKey { return WaitingKey{d, s} })

// SubjectKeys is the kind of keys that are subjects.
func SubjectKeys() KeyKind[civic.Subject] {
	return Pair(Text[civic.Kind](), Number[uint64](),
		func(s civic.Subject) (civic.Kind, uint64) { return s.Kind, s.ID },
		func(k civic.Kind, id uint64) civic.Subject { return civic.Subject{Kind: k, ID: id} })
}

// FeedsWaiting lets the records of a subject wait at desks.
func FeedsWaiting[K ~uint64, V any](from *Collection[K, V], kind civic.Kind, waits func(V) []civic.Waiting) *Collection[K, V] {
	return Feeding(from, Waiting, func(v V) (rows []Rec[WaitingKey, civic.Waiting]) {
		for _, w := range waits(v) {
			rows = append(rows, Rec[WaitingKey, civic.Waiting]{WaitingKey{w.Desk, w.Subject}, w})
		}
		return rows
	}, func(k WaitingKey) (K, bool) { return K(k.Subject.ID), k.Subject.Kind == kind })
}
