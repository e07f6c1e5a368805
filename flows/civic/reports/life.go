package reports

import (
	"errors"
	"fmt"
	"slices"

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

// Statuses are all that there are, in the order of a life.
func Statuses() []Status {
	return []Status{Draft, Sent, Refused, Published, Taken, Promised, Answered, Done, Confirmed, Returned, Merged, Outside, Withdrawn}
}

// Life is the table of what a report may become.
func Life() *civic.Life[Status, Move, Traits] { return life }

// ErrNotNow says that a report cannot be moved so from where it stands: somebody
// was faster, or the button is old.
var ErrNotNow = errors.New("not possible now")

// Next returns what the move makes of a report in the status, or [ErrNotNow].
func (s Status) Next(m Move) (Status, error) {
	next, ok := life.Next(s, m)
	if !ok {
		return s, fmt.Errorf("%s a report that is %s: %w", m, s, ErrNotNow)
	}
	return next, nil
}

// Can reports whether the move is possible from the status.
func (s Status) Can(m Move) bool { return life.Can(s, m) }

// Open reports whether somebody still owes the resident something.
func (s Status) Open() bool { return slices.Contains(opened, s) }

// Held reports whether a district owes the resident something.
func (s Status) Held() bool { return slices.Contains(held, s) }

// Settled reports whether the district says that it is.
func (s Status) Settled() bool { return s == Done || s == Confirmed }

// Is says what there is to know of the move.
func (m Move) Is() Traits { return life.Row(m).Is }

// Authors reports whether the move is the author's own.
func (m Move) Authors() bool { return life.Row(m).By.Author }

// InOffice reports whether the move is one of those in office, who answer for it.
func (m Move) InOffice() bool { return len(life.Row(m).By.Roles) > 0 }

// Movers lists the roles that may do the move; none where it is nobody's in office.
func (m Move) Movers() []civic.Role { return slices.Clone(life.Row(m).By.Roles) }
