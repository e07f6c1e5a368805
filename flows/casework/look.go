package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Conversation holds what everybody who sees a report can do: look at its photos,
// its place and its timeline.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name: "casework",
		Actions: []flows.Action{
			{Name: "photos", Do: seen(photos)},
			{Name: "place", Do: seen(place)},
			{Name: "timeline", Do: seen(timeline)},
			{Name: "voice", Do: seen(voice)},
			{Name: "wish_allow", Roles: []civic.Role{civic.Centre}, Do: wished(true)},
			{Name: "wish_deny", Roles: []civic.Role{civic.Centre}, Do: wished(false)},
			{Name: "opinions", Do: seen(opinions)},
			{Name: "verdict", Do: verdict},
			{Name: "mark", Do: mark},
			{Name: "verdict_words", Do: askWords},
		},
		Timers: []flows.TimerKind{{Name: "desk", Do: deskDue}, {Name: "nag", Do: nag}, {Name: clockKind, Do: tick}, {Name: mendKind, Daily: true, Do: startMending},
			{Name: digestName, Daily: true, Do: startDigest}},
		Jobs:        []flows.JobKind{{Name: "pair", Run: compose, Done: showPair}, proofJob, digestJob, {Name: mendKind, Run: flows.Reads(findStill), Done: windStill}},
		Forms:       []flows.Form{&wordsForm},
		Broadcasts:  []flows.BroadcastKind{newsKind, promiseKind, digestKind, bringKind, returnKind},
		Undelivered: passOn,
	}
}

// seen runs an action on a report for those who may look at it: everybody, once it is
// public.
func seen(do func(*flows.Turn, civic.Report)) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := storage.Reports.Get(t.Tx, v.Report(0))
		if err == nil && !Sees(t, r) && !r.Shown() {
			err = hidden(t)
		}
		if err != nil {
			return Excuse(t, r, err)
		}
		do(t, r)
		return nil
	}
}

// hidden says why somebody cannot look at a report that is not public: to residents it is
// as if it were not there.
func hidden(t *flows.Turn) error {
	if len(t.Roles) == 0 {
		return storage.ErrNotFound
	}
	return ErrNotYours
}

// passOn shows a card that did not reach its desk to whoever sits there now.
func passOn(t *flows.Turn, live string) error {
	id, reader, ok := CardOf(live)
	if !ok || reader == "mine" || reader == Question || reader == feedReader {
		return nil
	}
	r, found, err := storage.Reports.Find(t.Tx, id)
	if !found || err != nil {
		return err
	}
	if reader == proofReader {
		if settled(r) {
			showProof(t, r, flows.Term{}, false)
		}
		return nil
	}
	return Show(t, r)
}

func photos(t *flows.Turn, r civic.Report) {
	all := pictures(r)
	if !Sees(t, r) {
		all = publicPictures(r)
	}
	for len(all) > 0 {
		n := min(len(all), civic.MaxPhotos)
		t.Reply(flows.Message{Key: "photos.of", Args: flows.Args{"ID": r.ID, "Count": n}, Photos: all[:n]})
		all = all[n:]
	}
}

func place(t *flows.Turn, r civic.Report) {
	t.Reply(flows.Message{Key: "place.of", Args: flows.Args{"ID": r.ID, "Place": r.Place.Words}, Point: r.Place.Point})
}

func timeline(t *flows.Turn, r civic.Report) {
	staff, sees := t.Roles.May(r.District, civic.Answer.Movers()...), Sees(t, r)
	var lines []flows.Term
	for _, e := range r.Timeline {
		if e.What == civic.Note && !staff || !sees && !e.What.Public() {
			continue
		}
		lines = append(lines, step(t, e))
	}
	t.Reply(flows.Message{Key: "timeline", Args: flows.Args{"ID": r.ID, "Lines": lines}})
}

// step words an event of the timeline.
func step(t *flows.Turn, e civic.Event) flows.Term {
	to, _ := t.Region.District(e.To)
	authority, _ := t.Region.AuthorityByID(e.Authority)
	key := "event." + string(e.What)
	switch {
	case e.What == civic.Remind:
		key += "." + string(e.Rung)
	case e.What == civic.Correct && e.To == "" && e.Category == "":
		key = "event.stays"
	case e.What == civic.Correct && e.Rule != 0:
		key = "event.rule"
	case typedOut(e):
		key = "event.typed"
	}
	return flows.Term{Key: key, Args: flows.Args{"Text": e.Text,
		"At": flows.Moment(e.At), "Role": role(e.Role), "To": to.Name,
		"Due": flows.Day(e.Due), "Into": e.Into, "Authority": authority.Name}}
}
