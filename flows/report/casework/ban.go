package casework

import (
	"errors"
	"fmt"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// ErrBanned says that two moderators keep the person from adding to reports.
var ErrBanned = errors.New("banned")

// CheckBan keeps somebody from what a ban is about. To read, to reply when asked, to
// appeal and to withdraw stay theirs.
func CheckBan(t *flows.Turn, move reports.Move) error {
	if !move.Is().Barred {
		return nil
	}
	b, found, err := storage.Bans.Find(t.Tx, t.Input.Person)
	if err == nil && found && b.Holds(t.Now) {
		err = fmt.Errorf("%s by a person: %w", move, ErrBanned)
	}
	return err
}

// Banned reports whether the person of the turn may not file, join or add now, and
// tells them until when, why, and what they can do instead.
func Banned(t *flows.Turn) (bool, error) {
	b, found, err := storage.Bans.Find(t.Tx, t.Input.Person)
	if err != nil || !found || !b.Holds(t.Now) {
		return false, err
	}
	t.Reply(BanNotice(t, b))
	return true, nil
}

// BanNotice is what the person is told.
func BanNotice(t *flows.Turn, b civic.Ban) flows.Message {
	official := t.Region.Way()
	return flows.Message{Key: "banned", Args: flows.Args{"ID": b.Report, "Until": flows.Day(b.Until), "Reason": BanReason(b),
		"Official": official.Name, "URL": official.URL}}
}

// BanReason words why.
func BanReason(b civic.Ban) flows.Term {
	if slices.Contains(civic.BanReasons(), b.Reason) {
		return flows.Term{Key: "banned_for." + b.Reason}
	}
	return flows.Term{Key: "words", Args: flows.Args{"Text": b.Reason}}
}
