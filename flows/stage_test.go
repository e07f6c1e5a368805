package flows_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// The districts and the group of the tests.
const (
	here  civic.DistrictID = "vyazemsky"
	there civic.DistrictID = "gagarinsky"

	theGroup storage.ChatID = -1001
)

// players are the people of the tests by what they are.
var players = map[string]civic.PersonID{
	"stranger": 1, // has not given consent
	"resident": 2, "author": 3,
	"staff": 11, "deputy": 12, "head": 13, "supervisor": 14,
	"staff there": 21, "deputy there": 22, "head there": 23, "supervisor there": 24,
	"moderator": 31, "colleague": 32, // another moderator
	"centre": 41, "second centre": 42,
}

func everyone() []string { return slices.Sorted(maps.Keys(players)) }

// The reports of the tests, all by the author.
const (
	sentReport civic.ReportID = iota + 1
	publishedReport
	takenReport
	answeredReport
	doneReport
	refusedReport
	withdrawnReport
	askedReport    // its author is asked something
	hoppedReport   // was passed on twice
	referredReport // a moderator is to decide whose it is
)

// spokenReport is a voice message that nobody has typed out yet.
const spokenReport civic.ReportID = 50

// stage is a store with the players in it.
func stage(t testing.TB) *storage.Store {
	t.Helper()
	s, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{Mmap: 1 << 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Update(settle); err != nil {
		t.Fatal(err)
	}
	return s
}

// monday is a working day in the daytime.
var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, civic.Smolensk().Zone)

func settle(tx *storage.Tx) error {
	for name, id := range players {
		if name == "stranger" {
			continue
		}
		p := civic.Person{ID: id, Language: "ru", Joined: monday.AddDate(0, -1, 0), Consent: civic.Consented{Version: civic.Smolensk().Consent.Version, At: monday.AddDate(0, -1, 0)}}
		if err := storage.People.Put(tx, id, p); err != nil {
			return err
		}
		g := office(name)
		if g.Role == "" {
			continue
		}
		if err := storage.Grants.Put(tx, storage.KeyOf(g), g); err != nil {
			return err
		}
	}
	for id, moves := range map[civic.ReportID][]reports.Move{
		sentReport:      {reports.File},
		publishedReport: {reports.File, reports.Publish},
		takenReport:     {reports.File, reports.Publish, reports.Take},
		answeredReport:  {reports.File, reports.Publish, reports.Take, reports.Answer},
		doneReport:      {reports.File, reports.Publish, reports.Close},
		refusedReport:   {reports.File, reports.Refuse},
		withdrawnReport: {reports.File, reports.Withdraw},
		spokenReport:    {reports.File},
		askedReport:     {reports.File, reports.Publish, reports.Ask},
		hoppedReport:    {reports.File, reports.Publish, reports.HandOver, reports.HandOver},
		referredReport:  {reports.File, reports.Publish, reports.HandOver, reports.HandOver, reports.Refer},
	} {
		if err := lead(tx, id, moves); err != nil {
			return err
		}
	}
	if err := joins(tx, takenReport); err != nil {
		return err
	}
	if _, err := storage.Next(tx, storage.ReportCounter); err != nil {
		return err
	}
	for range int(referredReport) {
		if _, err := storage.Next(tx, storage.ReportCounter); err != nil {
			return err
		}
	}
	channel := storage.Desk{Name: "channel/-1005", Chat: -1005, Title: "Лента", Language: "ru", By: players["centre"], At: monday}
	if err := storage.Desks.Put(tx, channel.Name, channel); err != nil {
		return err
	}
	for id, owner := range map[uint64]civic.PersonID{1: players["staff"], 2: 0} {
		if _, err := storage.Next(tx, storage.TemplateCounter); err != nil {
			return err
		}
		x := civic.Template{ID: id, District: here, Owner: owner, Name: "Заявка", Text: "№ {номер}: до {срок}"}
		if err := storage.Templates.Put(tx, id, x); err != nil {
			return err
		}
	}
	return storage.Desks.Put(tx, civic.ModeratorsDesk, storage.Desk{Name: civic.ModeratorsDesk, Chat: theGroup, Title: "Модераторы", Language: "ru", By: players["centre"], At: monday})
}

// office is the role that a player's name says.
func office(name string) civic.Grant {
	g := civic.Grant{Person: players[name], By: players["centre"], At: monday.AddDate(0, -1, 0)}
	role, far := strings.CutSuffix(name, " there")
	switch role {
	case "staff", "deputy", "head", "supervisor":
		g.Role, g.District = civic.Role(role), here
		if far {
			g.District = there
		}
	case "moderator", "colleague":
		g.Role = civic.Moderator
	case "centre", "second centre":
		g.Role = civic.Centre
	}
	return g
}

// joins makes the resident somebody who has the same problem, at a spot of their own.
func joins(tx *storage.Tx, id civic.ReportID) error {
	r, err := storage.Reports.Get(tx, id)
	if err != nil {
		return err
	}
	r.Joined, r.Spots, r.Numbered = 1, 1, 1
	f := reports.Follower{Report: id, Person: players["resident"], At: monday, Joined: true, N: 1, Words: "И у нас яма",
		Place: civic.Place{Words: "Ленина, 14"}, Photos: []civic.Photo{{ID: "p2", Unique: "u2"}}}
	if err := storage.Followers.Put(tx, storage.FollowerKey{Report: id, Person: f.Person}, f); err != nil {
		return err
	}
	return storage.Reports.Put(tx, id, r)
}

// lead puts a report that has gone through the moves.
func lead(tx *storage.Tx, id civic.ReportID, moves []reports.Move) error {
	r := reports.Report{ID: id, Author: players["author"], District: here, Category: "roads", Text: "Яма у школы", Status: reports.Draft,
		Photos: []civic.Photo{{ID: "p1", Unique: "u1"}}, Place: civic.Place{Point: &civic.Point{Lat: 55.21, Lon: 34.29}, Words: "ул. Ленина"}}
	if id == spokenReport {
		r.Text, r.Voice = "", "voice"
	}
	by := map[reports.Move]string{reports.File: "author", reports.Withdraw: "author", reports.Publish: "moderator", reports.Refuse: "moderator"}
	at := monday.AddDate(0, 0, -3)
	r.Sent = at
	for i, m := range moves {
		var err error
		if r.Status, err = r.Status.Next(m); err != nil {
			return err
		}
		who := by[m]
		if who == "" {
			who = "head"
		}
		role := office(who).Role
		if role == "" {
			role = civic.Resident
		}
		e := reports.Event{At: at.Add(time.Duration(i) * time.Hour), What: m, By: players[who], Role: role}
		if m == reports.Answer || m == reports.Close || m == reports.Refuse {
			e.Text = "Сделаем"
		}
		r.Timeline = append(r.Timeline, e)
		if role != civic.Resident {
			n, err := storage.Next(tx, storage.ActCounter)
			if err != nil {
				return err
			}
			a := civic.Act{ID: n, At: e.At, Person: e.By, Role: role, What: string(m), Subject: reports.Subject(id), Place: here}
			if err := storage.Acts.Put(tx, n, a); err != nil {
				return err
			}
		}
		switch m {
		case reports.Ask:
			r.Asked = e.At
		case reports.HandOver:
			r.Hops++
		case reports.Refer:
			r.Referred = true
		}
		if m == reports.Close { // for the second time, and the author said something the first time
			r.Verdict = reports.Poll{Round: 2, Until: monday.AddDate(0, 0, 4)}
			f := reports.Follower{Report: id, Person: r.Author, At: at, Verdicts: []reports.Verdict{{Round: 1, Says: reports.Partly, At: at}}}
			if err := storage.Followers.Put(tx, storage.FollowerKey{Report: id, Person: f.Person}, f); err != nil {
				return err
			}
		}
		if m == reports.Publish {
			r.FirstDue, r.FinalDue = monday.AddDate(0, 0, 1), monday.AddDate(0, 0, 20)
		}
	}
	return storage.Reports.Put(tx, id, r.Stemmed())
}
