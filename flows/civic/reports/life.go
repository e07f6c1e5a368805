package reports

import (
	"errors"
	"fmt"
	"slices"

	"github.com/looplab/fsm"

	"veche/flows/civic"
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
	Promised  Status = "promised"  // the district named a day
	Answered  Status = "answered"  // the district answered, the work goes on
	Done      Status = "done"      // the district says that it is settled, and shows it
	Confirmed Status = "confirmed" // those affected say so too
	Returned  Status = "returned"  // those affected say that it is not, or a promise was broken
	Merged    Status = "merged"    // goes on as part of another report
	Outside   Status = "outside"   // nobody here has the power; the author got the right address
	Withdrawn Status = "withdrawn" // the author took it back
)

// Move is what somebody does to a report.
type Move string

// The moves of a report.
const (
	File     Move = "file"
	Publish  Move = "publish"
	Refuse   Move = "refuse"
	Appeal   Move = "appeal"  // the author wants another moderator to look, once
	Undo     Move = "undo"    // of publishing and refusing, soon after
	Edit     Move = "edit"    // of the words, before publishing
	Correct  Move = "correct" // another district or category, before or after publishing
	Merge    Move = "merge"
	Part     Move = "part" // what was merged
	Take     Move = "take"
	Assign   Move = "assign" // to a colleague
	Promise  Move = "promise"
	Break    Move = "break" // the day came and it was not done
	Answer   Move = "answer"
	Ask      Move = "ask" // the author something; the clock stands
	Reply    Move = "reply"
	Lapse    Move = "lapse" // the author did not reply; the clock goes on
	Note     Move = "note"  // for staff only
	HandOver Move = "hand_over"
	Refer    Move = "refer"    // a moderator decides whose it is
	Redirect Move = "redirect" // to an authority outside
	Close    Move = "close"
	Confirm  Move = "confirm"
	Return   Move = "return"
	Remind   Move = "remind" // of a deadline, one rung higher each time
	Join     Move = "join"   // a neighbour has the same problem
	Add      Move = "add"    // the author adds words or photos
	Leave    Move = "leave"  // the author leaves it to the neighbours
	Withdraw Move = "withdraw"
)

// Life is the table of what a report may become: nothing else changes a status, but
// /forget, which destroys what nobody has seen. A promise is kept or broken, never
// passed on: a promised report is neither handed over nor merged.
func Life() fsm.Events {
	held := []Status{Published, Taken, Promised, Answered, Returned} // by a district
	free := []Status{Published, Taken, Answered, Returned}           // of a promise
	return slices.Concat(
		fsm.Events{
			change(File, Sent, Draft),
			change(Publish, Published, Sent),
			change(Refuse, Refused, Sent),
			change(Appeal, Sent, Refused),
			change(Undo, Sent, Published, Refused),
			change(Merge, Merged, append(free, Sent)...),
			change(Part, Published, Merged),
			change(Take, Taken, Published, Answered, Returned),
			change(Promise, Promised, held...),
			change(Break, Returned, Promised),
			change(Answer, Answered, free...),
			change(HandOver, Published, free...),
			change(Redirect, Outside, append(free, Sent)...),
			change(Close, Done, held...),
			change(Confirm, Confirmed, Done, Promised),
			change(Return, Returned, Done, Confirmed),
			change(Withdraw, Withdrawn, append(held, Sent)...),
		},
		stay(Answer, Promised),
		stay(Edit, Sent),
		stay(Correct, append(free, Sent)...),
		stay(Assign, held...),
		stay(Ask, held...),
		stay(Reply, held...),
		stay(Lapse, held...),
		stay(Note, append(held, Done)...),
		stay(Refer, free...),
		stay(Remind, append(held, Sent)...),
		stay(Join, held...),
		stay(Add, append(held, Sent)...),
		stay(Leave, held...),
	)
}

var life = civic.NewMachine(Life())

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
func (s Status) Open() bool { return s == Sent || s.Held() }

// Held reports whether a district owes the resident something.
func (s Status) Held() bool {
	switch s {
	case Published, Taken, Promised, Answered, Returned:
		return true
	}
	return false
}

// Movers lists the roles that may do the move. The Centre is among them because
// it stands in for a desk where there is nobody. The author's own moves (File, Add,
// Reply, Appeal, Leave, Withdraw) and what happens by itself or by the neighbours'
// verdict (Remind, Lapse, Break, Join, Confirm) belong to nobody in office.
func (m Move) Movers() []civic.Role {
	switch m {
	case Publish, Refuse, Undo, Edit, Correct, Merge, Part, Return:
		return []civic.Role{civic.Moderator, civic.Centre}
	case Take, Assign, Promise, Answer, Ask, Note, HandOver, Refer, Close:
		return []civic.Role{civic.Head, civic.Deputy, civic.Staff, civic.Centre}
	case Redirect:
		return []civic.Role{civic.Moderator, civic.Head, civic.Deputy, civic.Staff, civic.Centre}
	}
	return nil
}

// Public reports whether everybody may read on the timeline that the move was made:
// not what is between the author and those who work on it.
func (m Move) Public() bool {
	switch m {
	case Appeal, Undo, Edit, Assign, Ask, Reply, Lapse, Note, Refer, Remind, Add:
		return false
	}
	return true
}

// Authors reports whether the move is the author's own.
func (m Move) Authors() bool {
	switch m {
	case File, Add, Reply, Appeal, Leave, Withdraw:
		return true
	}
	return false
}

// Resumes reports whether a clock that stands for a question goes on with the move: the
// author replied, or will not any more, or the district has gone on without.
func (m Move) Resumes() bool {
	switch m {
	case Reply, Lapse, Leave, Answer, Promise, Break, HandOver, Refer:
		return true
	case Close, Confirm, Return, Redirect, Merge, Withdraw:
		return true
	}
	return false
}

// Told reports whether the author is told of the move at once, if somebody else made
// it; of what is left out the card says enough.
func (m Move) Told() bool {
	switch m {
	case Assign, Note, Remind, Join:
		return false
	}
	return !m.Authors()
}

// Followed reports whether those who follow a report hear of the move.
func (m Move) Followed() bool {
	switch m {
	case Promise, Answer, Close, Confirm, Return, Break, Merge, Redirect:
		return true
	}
	return false
}

func change(m Move, to Status, from ...Status) fsm.EventDesc {
	return fsm.EventDesc{Name: string(m), Src: in(from), Dst: string(to)}
}

// stay is a row for each status that the move leaves as it is.
func stay(m Move, in ...Status) (rows fsm.Events) {
	for _, s := range in {
		rows = append(rows, change(m, s, s))
	}
	return rows
}

func in(ss []Status) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = string(s)
	}
	return out
}
