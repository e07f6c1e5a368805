package flows_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// offered makes an invitation in the name of somebody, and returns what its link carries.
func (w *world) offered(who, role string) string {
	w.t.Helper()
	w.command(who, "invite")
	for _, s := range w.pick(who, role).Said {
		if link, ok := s.Message.Args["Link"].(string); ok {
			_, payload, _ := strings.Cut(link, "?start=")
			return payload
		}
	}
	w.t.Fatalf("%s invites nobody", who)
	return ""
}

// holds reports whether somebody is the Centre.
func (w *world) holds(who string) bool {
	w.t.Helper()
	roles, err := flows.RolesOf(w.tx, players[who])
	if err != nil {
		w.t.Fatal(err)
	}
	return roles.Has(civic.Centre)
}

// Who is dismissed, or has gone, left no way back: no link of theirs opens, neither to them
// nor to others, neither one that is open on a screen nor one from before; links of others do.
func TestWhoIsDismissed(t *testing.T) {
	ways := map[string]func(*world){
		"by another": func(w *world) { w.press("centre", "a:centre.revoked:42:centre:") },
		"by oneself": func(w *world) { w.press("second centre", "a:centre.revoked:42:centre:") },
		"with /forget": func(w *world) {
			w.command("second centre", "forget")
			w.pick("second centre", "yes")
			w.work()
		},
	}
	for name, dismiss := range ways {
		inWorld(t, func(w *world) {
			theirs, onScreen, others := w.offered("second centre", "centre"), w.offered("second centre", "centre"), w.offered("centre", "moderator")
			w.command("author", "start "+onScreen)
			w.command("second centre", "invite") // and one is half made
			dismiss(w)
			w.says(w.command("second centre", "start "+theirs), "join.closed")
			w.says(w.command("resident", "start "+theirs), "join.closed")
			w.says(w.pick("author", "yes"), "join.closed")
			if w.session("second centre", 0).Flow == "invite" {
				w.says(w.pick("second centre", "centre"), "!not_for_residents")
			}
			for _, who := range []string{"second centre", "resident", "author"} {
				if w.holds(who) {
					t.Errorf("dismissed %s: %s is the Centre", name, who)
				}
			}
			w.says(w.command("resident", "start "+others), "join.title")
		})
	}
}

// A link stays closed when its maker is back: who has it may be somebody else.
func TestALinkOfADismissedPersonStaysClosed(t *testing.T) {
	inWorld(t, func(w *world) {
		before := w.offered("second centre", "centre")
		w.press("centre", "a:centre.revoked:42:centre:")
		back := w.offered("centre", "centre")
		w.command("second centre", "start "+back)
		w.pick("second centre", "yes")
		if !w.holds("second centre") {
			t.Fatal("they are not back")
		}
		w.says(w.command("resident", "start "+before), "join.closed")
	})
}

// What is open is listed and can be cancelled, each by its own button.
func TestOpenLinksAreCancelled(t *testing.T) {
	inWorld(t, func(w *world) {
		one, two := w.offered("second centre", "centre"), w.offered("centre", "moderator")
		var buttons []string
		for _, s := range w.command("centre", "links").Said {
			for _, row := range s.Message.Rows {
				for _, b := range row {
					buttons = append(buttons, b.Data)
				}
			}
		}
		if len(buttons) != 2 {
			t.Fatalf("buttons %v", buttons)
		}
		w.says(w.press("centre", buttons[0]), "!links.cancelled", "links.title")
		opens := map[string]bool{}
		for _, payload := range []string{one, two} {
			opens[payload] = slices.Contains(keys(w.command("resident", "start "+payload)), "join.title")
			w.command("resident", "cancel")
		}
		if opens[one] == opens[two] {
			t.Errorf("of two links one was cancelled, and %v are open", opens)
		}
		w.says(w.press("centre", buttons[0]), "!links.gone")
		w.says(w.press("centre", buttons[1]), "!links.cancelled", "links.none")
		w.says(w.press("centre", "a:centre.unlink:"), "!links.gone")
		for _, a := range w.acts() {
			if a.What == "unlink" && a.Person != players["centre"] {
				t.Errorf("on the record: %+v", a)
			}
		}
	})
}

func (w *world) acts() (all []civic.Act) {
	w.t.Helper()
	for rec, err := range storage.Acts.All(w.tx) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, rec.Value)
	}
	return all
}

// What a dismissed person dealt with lies with its desk again: no card and no list names
// them, and a colleague takes it. Where they have an office at that desk still, it is theirs.
func TestWhatADismissedPersonDealtWith(t *testing.T) {
	for name, c := range map[string]struct {
		also  civic.Role
		stays bool
	}{"no office": {}, "another office": {also: civic.Staff, stays: true}, "the Centre": {also: civic.Centre, stays: true}} {
		inWorld(t, func(w *world) {
			w.press("deputy", "a:report.take:2")
			if c.also != "" {
				g := civic.Grant{Person: players["deputy"], Role: c.also, At: w.now}
				if c.also.OfDistrict() {
					g.District = here
				}
				if err := storage.Grants.Put(w.tx, storage.KeyOf(g), g); err != nil {
					t.Fatal(err)
				}
			}
			w.press("centre", "a:centre.revoked:"+number(players["deputy"])+":deputy:"+string(here))
			said := w.work()
			if taken := w.report(2).Taken == players["deputy"]; taken != c.stays {
				t.Errorf("with %s it is theirs: %v", name, taken)
			}
			if with := storage.WaitingWith.Count(w.tx, storage.Tuple(players["deputy"]), 0) > 0; with != c.stays {
				t.Errorf("with %s it waits with them: %v", name, with)
			}
			if c.stays {
				return
			}
			for _, s := range said {
				if s.Message.Key == "card.district" && !reflect.DeepEqual(s.Message.Args["With"], flows.LinkTo(0)) {
					t.Errorf("the card names %v", s.Message.Args["With"])
				}
			}
			if w.press("head", "a:report.take:2"); w.report(2).Taken != players["head"] {
				t.Error("nobody else can take it")
			}
		})
	}
}

// Those who dealt with very much are released in parts.
func TestMuchIsReleasedInParts(t *testing.T) {
	inWorld(t, func(w *world) {
		for id := civic.ReportID(1000); id < 1060; id++ {
			r := w.report(2)
			r.ID, r.Status, r.Taken = id, reports.Taken, players["deputy"]
			if err := storage.Reports.Put(w.tx, id, r); err != nil {
				t.Fatal(err)
			}
		}
		w.press("centre", "a:centre.revoked:"+number(players["deputy"])+":deputy:"+string(here))
		w.work()
		if n := storage.WaitingWith.Count(w.tx, storage.Tuple(players["deputy"]), 0); n != 0 {
			t.Errorf("%d wait with them", n)
		}
	})
}
