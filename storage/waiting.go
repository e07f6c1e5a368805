package storage

import (
	"strings"
	"time"

	"veche/flows/civic"
)

// ofSubjects is what follows from the records of any subject: what waits at desks, and what
// is counted.
var ofSubjects = []bucket{
	Waiting.Personal(Personal[WaitingKey, civic.Waiting]{
		Naming: by(WaitingWith),
		Forget: func(w civic.Waiting, _ civic.PersonID) (civic.Waiting, bool) {
			w.With = 0
			return w, true
		},
	}),
	Cases.Impersonal("a case has neither an author nor words"),
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

// Cases are a row for each thing that was asked of a district, of every subject. Collections
// of subjects feed it.
var Cases = NewCollection[CaseKey, civic.Case]("cases", caseKeys)

// CasesCounted finds cases by what they count, once for each time: its entries are the
// numbers of a month, and the cases behind them.
var CasesCounted = Cases.Index("counted", func(c civic.Case) (keys [][]byte) {
	times := map[string]int{}
	for _, n := range c.Counted {
		key := CountedKey(c.Subject.Kind, civic.MonthOf(n.At), n.District, n.What)
		times[string(key)]++
		keys = append(keys, Tuple(key, times[string(key)]))
	}
	return keys
})

// CountedKey is what the keys in [CasesCounted] begin with, of one number.
func CountedKey(of civic.Kind, month string, d civic.DistrictID, what string) []byte {
	return Tuple(of, month, d, what)
}

// Counted sums what the cases of a kind counted in a month, by district. It reads one entry of
// each number, and counts the others.
func Counted(tx *Tx, of civic.Kind, month string) (map[civic.DistrictID]map[string]int64, error) {
	sums := map[civic.DistrictID]map[string]int64{}
	for from := Tuple(of, month); ; {
		d, what, found, err := nextCounted(tx, Tuple(of, month), from)
		if err != nil || !found {
			return sums, err
		}
		if sums[d] == nil {
			sums[d] = map[string]int64{}
		}
		number := CountedKey(of, month, d, what)
		sums[d][what] = int64(CasesCounted.Count(tx, number, 0))
		from = pastPrefix(number)
	}
}

// nextCounted finds which number of a month comes next.
func nextCounted(tx *Tx, month, from []byte) (d civic.DistrictID, what string, found bool, err error) {
	for entry, err := range CasesCounted.Entries(tx, month, Span{From: from, Limit: 1}) {
		if err != nil {
			return "", "", false, err
		}
		district, rest, err := cutText(entry.Value[len(month):])
		if err != nil {
			return "", "", false, err
		}
		what, _, err := cutText(rest)
		return civic.DistrictID(district), what, err == nil, err
	}
	return "", "", false, nil
}

// CaseKey is a case by the month in which it was put and the district whose it is.
type CaseKey struct {
	Kind     civic.Kind
	Month    string
	District civic.DistrictID
	ID       uint64
}

var caseKeys = Pair(Text[string](), Number[uint64](),
	func(k CaseKey) (string, uint64) {
		return string(k.Kind) + "/" + k.Month + "/" + string(k.District), k.ID
	},
	func(s string, id uint64) CaseKey {
		kind, rest, _ := strings.Cut(s, "/")
		month, district, _ := strings.Cut(rest, "/")
		return CaseKey{civic.Kind(kind), month, civic.DistrictID(district), id}
	})

// CasesOf is what the keys of the cases of a kind and month begin with, for [Range.Prefix]:
// those of a district, or of all of them where it is "".
func CasesOf(kind civic.Kind, month string, d civic.DistrictID) []byte {
	of := string(kind) + "/" + month + "/"
	if d == "" {
		return []byte(of)
	}
	return Tuple(of + string(d))
}

// FeedsCases lets each record of a subject be a case.
func FeedsCases[K ~uint64, V any](from *Collection[K, V], kind civic.Kind, of func(V) civic.Case) *Collection[K, V] {
	return Feeding(from, Cases, func(v V) []Rec[CaseKey, civic.Case] {
		c := of(v)
		return []Rec[CaseKey, civic.Case]{{CaseKey{kind, civic.MonthOf(c.Asked), c.District, c.Subject.ID}, c}}
	}, func(k CaseKey) (K, bool) { return K(k.ID), k.Kind == kind })
}
