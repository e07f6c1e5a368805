package flows_test

import (
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// A question that has nothing to ask is passed over, on the way back too.
func TestQuestionsWithNothingToAskArePassedOver(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	toPlace := func(w *world) {
		w.command("resident", "report")
		w.write("resident", "Вязьма")
		w.pick("resident", "roads")
		w.write("resident", "Яма у школы")
		w.pick("resident", "done")
		w.at("resident", "report/place")
	}
	live(t, store, engine, func(w *world) { // nobody wrote of it
		toPlace(w)
		w.write("resident", "Роща")
		w.at("resident", "report/preview")
		w.pick("resident", "<")
		w.at("resident", "report/place")
	})
	live(t, store, engine, func(w *world) { // somebody did, but not of this place
		toPlace(w)
		w.do("resident", flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.2101, Lon: 34.29}})
		w.at("resident", "report/similar")
		w.pick("resident", "other")
		w.at("resident", "report/preview")
		w.pick("resident", "<")
		w.at("resident", "report/similar")
		w.pick("resident", "show:2")
		w.pick("resident", "<")
		w.pick("resident", "<")
		w.at("resident", "report/place")
		w.write("resident", "Роща")
		w.pick("resident", "yes")
		if r := w.report(referredReport + 2); r.Author != players["resident"] || r.Status != reports.Sent || r.Into != 0 {
			t.Errorf("the report of another place is %s, by %d, into %d", r.Status, r.Author, r.Into)
		}
		if _, joined := w.follower(publishedReport, "resident"); joined {
			t.Error("they joined what they only looked at")
		}
	})
	live(t, store, engine, func(w *world) { // an edit of the place gives it something to ask
		r := w.report(publishedReport)
		r.Place.Point = nil
		if err := storage.Reports.Put(w.tx, r.ID, r.Stemmed()); err != nil {
			t.Fatal(err)
		}
		toPlace(w)
		w.do("resident", flows.Input{Kind: flows.Text, Text: "Роща", Message: 70})
		w.at("resident", "report/preview")
		w.do("resident", flows.Input{Kind: flows.Text, Text: "Парк", Message: 70, Edited: true})
		w.at("resident", "report/preview")
		w.do("resident", flows.Input{Kind: flows.Text, Text: "ул. Ленина", Message: 70, Edited: true})
		w.at("resident", "report/similar")
	})
	live(t, store, engine, func(w *world) { // the last question of a form
		w.command("centre", "invite")
		w.pick("centre", "head")
		w.at("centre", "invite/district")
		w.pick("centre", "<")
		w.at("centre", "invite/role")
		w.says(w.pick("centre", "moderator"), "invite.link")
		w.at("centre", "")
		if n := count(t, w, "moderator"); n != 1 {
			t.Errorf("%d invitations of moderators", n)
		}
	})
}

// count counts the invitations to an office, which have no district where it has none.
func count(t *testing.T, w *world, role civic.Role) (n int) {
	t.Helper()
	for rec, err := range storage.Invitations.All(w.tx) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Value.Role == role && rec.Value.District == "" {
			n++
		}
	}
	return n
}
