package reports

import (
	"errors"
	"fmt"
	"time"

	"veche/flows/civic"
)

// Why a report cannot be moved, besides that it stands elsewhere.
var (
	// ErrUndone says that it is too late to take a decision back.
	ErrUndone = errors.New("too late to undo")
	// ErrUntyped says that a voice message has to be typed out before others can read it.
	ErrUntyped = errors.New("a voice message that nobody typed out")
	// ErrBeyond says that a promise is beyond the limit: only the Centre can allow it.
	ErrBeyond = errors.New("beyond the limit")
)

// Possible says why a move cannot be made now, whoever wants to: with [ErrNotNow] or
// [ErrUndone]. What the move would say is not known yet.
func (r Report) Possible(m Move, now time.Time) error {
	switch {
	case m == Appeal && !r.Appealable():
		return fmt.Errorf("appeal for report %d: %w", r.ID, ErrNotNow)
	case m == Undo && !r.Undoable(now):
		return fmt.Errorf("undo for report %d: %w", r.ID, ErrUndone)
	case m == Take && r.Status == Taken && r.Taken != 0: // not from a colleague
		return fmt.Errorf("take report %d: %w", r.ID, ErrNotNow)
	}
	_, err := r.Status.Next(m)
	return err
}

// guard refuses what the table of moves cannot: it does not know of days and questions.
func (r Report) guard(region *civic.Region, e Event) error {
	switch {
	case e.What == Publish && r.Untyped():
		return ErrUntyped
	case e.What == Ask && !r.Asked.IsZero():
		return fmt.Errorf("ask about report %d again: %w", r.ID, ErrNotNow)
	case e.What == Promise && e.Role != civic.Centre && r.Beyond(e.Due, r.norm(region)):
		return fmt.Errorf("promise report %d: %w", r.ID, ErrBeyond)
	}
	return nil
}
