package neighbours

import (
	"errors"
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// Why somebody cannot join a report, besides [reports.ErrNotNow].
var (
	errOwn    = errors.New("their own report")
	errJoined = errors.New("joined already")
)

// Join makes the person of the turn one of those who have the same problem; f holds
// what they add: words, photos, their own spot. It fails as [CheckJoin] does.
func Join(t *flows.Turn, id civic.ReportID, f reports.Follower) (reports.Report, error) {
	r, err := CheckJoin(t, id)
	if err != nil {
		return r, err
	}
	was, _, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person})
	if err != nil {
		return r, err
	}
	f.Report, f.Person, f.At, f.Joined = id, t.Input.Person, t.Now, true
	f.Verdicts = was.Verdicts
	f.Words, f.Place.Words = mask.Text(f.Words, false), mask.Text(f.Place.Words, false)
	joined, err := casework.KeepFollower(t, r, f)
	if err != nil {
		return r, err
	}
	return casework.Carry(t, r, joined, reports.Event{What: reports.Join, By: f.Person, Role: civic.Resident})
}

// CheckJoin reports whether the person of the turn could join the report: it is public
// and open, not their own, and they have not joined it.
func CheckJoin(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := public(t.Tx, id)
	if err != nil {
		return r, err
	}
	if err := casework.CheckBan(t, reports.Join); err != nil {
		return r, err
	}
	if r.By(t.Input.Person) {
		return r, fmt.Errorf("join report %d: %w", id, errOwn)
	}
	f, found, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person})
	if err != nil {
		return r, err
	}
	if found && f.Joined {
		return r, fmt.Errorf("join report %d: %w", id, errJoined)
	}
	_, err = r.Status.Next(reports.Join)
	return r, err
}

// checkInvite reports whether neighbours can be brought to the report at all.
func checkInvite(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := Public(t.Tx, id)
	if err == nil {
		_, err = r.Status.Next(reports.Join)
	}
	return r, err
}

// Public reads what is revealed of a report that everybody may see. One that was not
// published, or that its author took back, is as if it were not there: numbers can be
// guessed.
func Public(tx *storage.Tx, id civic.ReportID) (reports.Report, error) {
	r, err := public(tx, id)
	return r.Revealed(), err
}

// public reads all of it, to be moved.
func public(tx *storage.Tx, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(tx, id)
	if err == nil && !r.Shown() {
		err = fmt.Errorf("report %d is not public: %w", id, storage.ErrNotFound)
	}
	if err != nil {
		return reports.Report{}, err
	}
	return r, nil
}

// ExcuseJoin words why somebody cannot join.
func ExcuseJoin(t *flows.Turn, r reports.Report, err error) error {
	why, known := whyNotJoin(r, err)
	if !known {
		return casework.Excuse(t, r, err)
	}
	t.Warn(why.Key, why.Args)
	return nil
}

// WhyNot is why somebody cannot join, as a [flows.Wrong] answer; other errors are
// returned as they are.
func WhyNot(r reports.Report, err error) error {
	if why, known := whyNotJoin(r, err); known {
		return why
	}
	return err
}

func whyNotJoin(r reports.Report, err error) (why flows.Wrong, known bool) {
	if errors.Is(err, storage.ErrNotFound) { // nothing is known of it
		return flows.Wrong{Key: "no_report"}, true
	}
	why.Args = flows.Args{"ID": r.ID, "Status": flows.Term{Key: "status." + string(r.Status)}}
	switch {
	case errors.Is(err, casework.ErrBanned):
		why.Key = "banned_join"
	case errors.Is(err, errOwn):
		why.Key = "neighbours.own"
	case errors.Is(err, errJoined):
		why.Key = "neighbours.twice"
	case errors.Is(err, reports.ErrNotNow):
		why.Key = "neighbours.closed"
	default:
		return why, false
	}
	return why, true
}

// Welcome tells somebody who joined what they get, and shows the card.
func Welcome(t *flows.Turn, r reports.Report) error {
	holder, err := cards.Holder(t, r)
	if err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "neighbours.joined", Under: flows.MainMenu, Args: flows.Args{"ID": r.ID, "Holder": holder, "Due": flows.Day(r.Due()), "Count": r.Joined + 1}})
	m, err := cards.ForPublic(t, r)
	m.Photos = nil
	t.Reply(m)
	return err
}
