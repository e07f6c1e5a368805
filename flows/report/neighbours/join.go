package neighbours

import (
	"errors"
	"strconv"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// open shows the report that a link of the house chat or the noticeboard leads to.
func open(t *flows.Turn, rest string) error {
	id, _ := strconv.ParseUint(rest, 10, 64)
	return card(t, civic.ReportID(id))
}

func show(t *flows.Turn, v flows.Values) error { return card(t, cards.ID(v)) }

// card shows the public card of a report as a new message.
func card(t *flows.Turn, id civic.ReportID) error {
	r, err := Public(t.Tx, id)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	m, err := cards.ForPublic(t, r)
	t.Reply(m)
	return err
}

// joinForm asks for what a neighbour may add; both can be left out.
var joinForm = flows.Flow[reports.Follower]{
	Name:  "join_report",
	Given: true,
	First: "photos",
	Table: flows.Line("photos", "place"),
	Steps: flows.Steps[reports.Follower]{
		"photos": cards.Warned(flows.Photos("neighbours.photos", civic.MaxPhotos, func(f *reports.Follower) *[]civic.Photo { return &f.Photos },
			func(f *reports.Follower) *civic.Captions { return &f.Captions })),
		"place": cards.Warned(flows.PlaceOf("neighbours.place", func(f *reports.Follower) *civic.Place { return &f.Place })),
	},
	Finish: func(t *flows.Turn, f reports.Follower) error {
		f.Words, f.Captions = f.Captions.Below(f.Words), nil
		r, err := Join(t, f.Report, f)
		if err != nil {
			return ExcuseJoin(t, r, err)
		}
		return Welcome(t, r)
	},
}

func askJoin(t *flows.Turn, v flows.Values) error {
	if stop, err := casework.Banned(t); stop || err != nil {
		return err
	}
	r, err := CheckJoin(t, cards.ID(v))
	if err != nil {
		return ExcuseJoin(t, r, err)
	}
	return joinForm.Start(t, reports.Follower{Report: r.ID})
}

// followForm is for those who have to give consent first: what is kept of a follower
// is who they are.
var followForm = flows.Flow[reports.Follower]{
	Name:  "follow",
	Given: true,
	First: "sure",
	Table: flows.Line("sure"),
	Steps: flows.Steps[reports.Follower]{"sure": flows.Confirm("key.follow", func(_ *flows.Turn, f reports.Follower) flows.Message {
		return flows.Message{Key: "follow.sure", Args: flows.Args{"ID": f.Report}}
	})},
	Finish: func(t *flows.Turn, f reports.Follower) error {
		r, err := startFollowing(t, f.Report)
		if err != nil {
			return ExcuseJoin(t, r, err)
		}
		t.Reply(flows.Message{Key: "follow.done", Args: flows.Args{"ID": r.ID}, Under: flows.MainMenu})
		return nil
	},
}

func follow(t *flows.Turn, v flows.Values) error {
	r, err := checkFollow(t, cards.ID(v))
	if errors.Is(err, errJoined) {
		t.Tell("follow.already", flows.Args{"ID": r.ID})
		return nil
	}
	if err != nil {
		return ExcuseJoin(t, r, err)
	}
	if !t.Consented() {
		return followForm.Start(t, reports.Follower{Report: r.ID})
	}
	if r, err = startFollowing(t, r.ID); err != nil {
		return err
	}
	t.Tell("follow.done", flows.Args{"ID": r.ID})
	return again(t, r)
}

// again brings the card that was pressed up to date.
func again(t *flows.Turn, r reports.Report) error {
	if !r.Shown() {
		return nil
	}
	m, err := cards.ForPublic(t, r)
	m.Photos, m.InPlace = nil, true
	t.Reply(m)
	return err
}

// unfollow ends following. Who joined has something to lose, and is asked.
func unfollow(t *flows.Turn, v flows.Values) error {
	id := cards.ID(v)
	f, _, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person})
	if err != nil {
		return err
	}
	if f.Joined {
		t.Reply(flows.Message{Key: "unjoin.sure", Args: flows.Args{"ID": id}, Rows: [][]flows.Button{flows.Row(unjoinYes.Button("key.unjoin_yes", id))}})
		return nil
	}
	r, left, err := leave(t, id)
	if err != nil || !left {
		return err
	}
	t.Tell("follow.ended", flows.Args{"ID": id})
	return again(t, r)
}

func unjoin(t *flows.Turn, v flows.Values) error {
	r, left, err := leave(t, cards.ID(v))
	if err != nil || !left {
		return err
	}
	t.Reply(flows.Message{Key: "unjoin.done", Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}

// leave takes the asker from a report; false where they were told that there is nothing
// to leave.
func leave(t *flows.Turn, id civic.ReportID) (reports.Report, bool, error) {
	r, err := stopFollowing(t, id)
	if errors.Is(err, casework.ErrNotYours) || errors.Is(err, storage.ErrNotFound) {
		t.Tell("follow.not", nil)
		return r, false, nil
	}
	return r, err == nil, err
}
