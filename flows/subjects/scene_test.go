package subjects_test

import (
	"slices"
	"strings"
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
	last := 0 // cue by which somebody gets an office
	for i, c := range scene {
		if c.Opens == play.Operator || c.Presses == "key.accept" {
			last = i
		}
	}
	at := slices.IndexFunc(scene, func(c play.Cue) bool { return c.Who == cue.Who && c.Writes == cue.Writes })
	if scene[0].Opens != play.Operator || at < last {
		t.Errorf("it begins with %+v; everybody is in office after cue %d, and the fair is cue %d", scene[0], last, at)
	}
	if walks := engine.Walks(); !slices.ContainsFunc(walks, func(w play.Walk) bool { return w.Begin == "/report" }) {
		t.Errorf("nobody reports under load: %v", walks)
	}
}

// unplayed says of subjects with forms why they have no scene, or no walk.
var unplayed = map[string]string{
	"report/Scene":  "whoever tries the sandbox files the first report themselves",
	"profile/Scene": "every scene begins with somebody who agrees",
	"centre/Walk":   "the Centre is a few people, and no load",
	"profile/Walk":  "it files nothing that has a number",
}

// A subject in which people fill something in shows it on the stage and under load.
func TestEverySubjectIsPlayed(t *testing.T) {
	forms, has := map[string]bool{}, map[string]bool{}
	for _, c := range subjects.All() {
		forms[c.Name] = forms[c.Name] || len(c.Forms) > 0
		has[c.Name+"/Scene"] = has[c.Name+"/Scene"] || len(c.Scene) > 0
		has[c.Name+"/Walk"] = has[c.Name+"/Walk"] || c.Walk != nil
	}
	for part, there := range has {
		name, piece, _ := strings.Cut(part, "/")
		switch why := unplayed[part]; {
		case there && why != "":
			t.Errorf("%s has a %s: take it out of unplayed", name, piece)
		case forms[name] && !there && why == "":
			t.Errorf("%s has forms and no %s: let its people do something there, or say in unplayed why not", name, piece)
		}
	}
}
