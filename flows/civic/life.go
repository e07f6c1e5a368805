package civic

import (
	"errors"
	"fmt"

	"github.com/looplab/fsm"
)

// Status is where a report stands.
type Status string

// The statuses of a report.
const (
	Draft     Status = "draft"
	Sent      Status = "sent"      // waits for a moderator
	Refused   Status = "refused"   // a moderator said why
	Published Status = "published" // waits for the district
	Taken     Status = "taken"     // somebody of the district deals with it
	Answered  Status = "answered"  // the district answered, the work goes on
	Done      Status = "done"      // the district says that it is settled
	Withdrawn Status = "withdrawn" // the author took it back
)

// Move is what somebody does to a report.
type Move string

// The moves of a report.
const (
	File     Move = "file"
	Publish  Move = "publish"
	Refuse   Move = "refuse"
	Correct  Move = "correct" // another district or category, before or after publishing
	Take     Move = "take"
	Answer   Move = "answer"
	HandOver Move = "hand_over"
	Close    Move = "close"
	Add      Move = "add" // the author adds photos
	Withdraw Move = "withdraw"
)

// Life is the table of what a report may become: nothing else changes a status.
func Life() fsm.Events {
	return fsm.Events{
		{Name: string(File), Src: in(Draft), Dst: string(Sent)},
		{Name: string(Publish), Src: in(Sent), Dst: string(Published)},
		{Name: string(Refuse), Src: in(Sent), Dst: string(Refused)},
		{Name: string(Take), Src: in(Published, Answered), Dst: string(Taken)},
		{Name: string(Answer), Src: in(Published, Taken, Answered), Dst: string(Answered)},
		{Name: string(HandOver), Src: in(Published, Taken, Answered), Dst: string(Published)},
		{Name: string(Close), Src: in(Published, Taken, Answered), Dst: string(Done)},
		{Name: string(Withdraw), Src: in(Sent, Published, Taken, Answered), Dst: string(Withdrawn)},
		stay(Correct, Sent),
		stay(Correct, Published),
		stay(Add, Sent),
		stay(Add, Published),
		stay(Add, Taken),
		stay(Add, Answered),
	}
}

var life = NewMachine(Life())

// ErrNotNow says that a report cannot be moved so from where it stands: somebody
// was faster, or the button is old.
var ErrNotNow = errors.New("not possible now")

// Next returns what the move makes of a report in the status, or [ErrNotNow].
func (s Status) Next(m Move) (Status, error) {
	next, err := life.Next(string(s), string(m))
	if err != nil {
		return s, fmt.Errorf("%s a report that is %s: %w", m, s, ErrNotNow)
	}
	return Status(next), nil
}

// Can reports whether the move is possible from the status.
func (s Status) Can(m Move) bool {
	return life.Can(string(s), string(m))
}

// Open reports whether somebody still owes the resident something.
func (s Status) Open() bool {
	return s == Sent || s == Published || s == Taken || s == Answered
}

// Movers lists the roles that may do the move. The Centre is among them because
// it stands in for a desk where there is nobody. The author's own moves (File,
// Add, Withdraw) belong to nobody in office.
func (m Move) Movers() []Role {
	switch m {
	case Publish, Refuse, Correct:
		return []Role{Moderator, Centre}
	case Take, Answer, HandOver, Close:
		return []Role{Head, Deputy, Staff, Centre}
	}
	return nil
}

func in(ss ...Status) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = string(s)
	}
	return out
}

func stay(m Move, s Status) fsm.EventDesc {
	return fsm.EventDesc{Name: string(m), Src: in(s), Dst: string(s)}
}
