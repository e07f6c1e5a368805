package subjects_test

import (
	"slices"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/play"
	"veche/flows/subjects"
)

// A subject has its people act on the stage once everybody has their office, wherever it
// stands in the menu.
func TestAPartOfTheStageComesAfterThoseInOffice(t *testing.T) {
	cue := play.Cue{Who: play.Pavel, Writes: "/queue"}
	fair := flows.Conversation{Name: "fair", Scene: []play.Cue{cue}}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append([]flows.Conversation{fair}, subjects.All()...)...)
	if err != nil {
		t.Fatal(err)
	}
	scene := engine.Scene()
	if first, last := scene[0], scene[len(scene)-1]; first.Opens != play.Operator || last.Writes != cue.Writes {
		t.Errorf("it begins with %+v and ends with %+v", first, last)
	}
	if walks := engine.Walks(); !slices.ContainsFunc(walks, func(w play.Walk) bool { return w.Begin == "/report" }) {
		t.Errorf("nobody reports under load: %v", walks)
	}
}
