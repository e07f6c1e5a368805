package casework

import (
	"fmt"
	"reflect"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// change is a report before and after, and the move that made the one of the other.
// Where something else did, e is empty: then nobody is told anything, and cards change
// where they stand.
type change struct {
	was, r reports.Report
	e      reports.Event
	quiet  bool // its cards change with the next change
}

// Carry makes the move of the event, whoever makes it: rights are checked before. was is
// the report as it is kept, r with what comes with the move.
func Carry(t *flows.Turn, was, r reports.Report, e reports.Event) (reports.Report, error) {
	e.At = t.Now
	r, err := r.Apply(t.Region, e)
	if err != nil {
		return was, err
	}
	if e.What == reports.Leave { // with the record of an author who gave a verdict once
		if r, err = DropFollower(t, r, was.Author); err != nil {
			return r, err
		}
	}
	return r, Commit(t, was, r, r.Timeline[len(r.Timeline)-1])
}

// Commit puts a report that was changed, and does all that follows from the change.
// There is no other way to write one.
func Commit(t *flows.Turn, was, r reports.Report, e reports.Event) error {
	return change{was: was, r: r, e: e}.commit(t)
}

// CommitQuietly is for what comes in numbers and changes little: it is on the cards with
// the next change.
func CommitQuietly(t *flows.Turn, was, r reports.Report, e reports.Event) error {
	return change{was: was, r: r, e: e, quiet: true}.commit(t)
}

func (c change) commit(t *flows.Turn) error {
	for _, follows := range []func(*flows.Turn, change) error{
		put,
		setClock, setDesk,
		showCards,
		record,
		goodbye, alarm, tell, hear,
		pairUp, startProof,
		spread,
	} {
		if err := follows(t, c); err != nil {
			return fmt.Errorf("report %d: %w", c.r.ID, err)
		}
	}
	return nil
}

func put(t *flows.Turn, c change) error {
	if reflect.DeepEqual(c.was, c.r) {
		return nil
	}
	return storage.Reports.Put(t.Tx, c.r.ID, c.r)
}

// record notes what somebody in office did.
func record(t *flows.Turn, c change) error {
	e := c.e
	if !e.What.InOffice() || e.Role == civic.Resident || e.By == 0 {
		return nil
	}
	return t.Record(civic.Act{What: string(e.What), Role: e.Role, Subject: reports.Subject(c.r.ID), Place: c.r.District, Whom: e.Whom})
}
