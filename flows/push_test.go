package flows_test

import (
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

// Of others' reports somebody hears so often a day and no more, of their own always,
// and of what they muted never.
func TestPushes(t *testing.T) {
	inWorld(t, func(w *world) {
		push := func(topic civic.Topic) bool {
			t.Helper()
			turn := w.engine.Turn(w.tx, flows.Input{}, w.now)
			p, err := storage.People.Get(w.tx, players["resident"])
			if err != nil {
				t.Fatal(err)
			}
			said, err := turn.Push(p, topic, flows.Message{Key: "words"})
			if err != nil {
				t.Fatal(err)
			}
			if said != (len(turn.Said) == 1) {
				t.Errorf("%s: says that it was said %t, and it was %t", topic, said, !said)
			}
			return said
		}
		for i := range civic.MaxPushes + 2 {
			topic := []civic.Topic{reports.OfJoined, reports.OfFollowed}[i%2]
			if push(topic) != (i < civic.MaxPushes) {
				t.Errorf("message %d of the day: wrong", i+1)
			}
		}
		if !push(reports.OfMine) || !push(flows.OfDigest) {
			t.Error("what is their own is held back too")
		}
		w.now = w.now.AddDate(0, 0, 1)
		if !push(reports.OfJoined) {
			t.Error("the next day nothing comes")
		}
		w.press("resident", "a:profile.mute:joined:on")
		if push(reports.OfJoined) || !push(reports.OfFollowed) {
			t.Error("a muted topic is not what is muted")
		}
		w.press("resident", "a:profile.mute:joined:off")
		if p, _ := storage.People.Get(w.tx, players["resident"]); slices.Contains(p.Muted, reports.OfJoined) || !push(reports.OfJoined) {
			t.Error("it cannot be turned on again")
		}
		if _, err := w.engine.Turn(w.tx, flows.Input{}, w.now).Push(civic.Person{ID: 2}, "weather", flows.Message{Key: "words"}); err == nil {
			t.Error("a topic that nobody has can be said, and not be muted")
		}
	})
}

// hall is a subject with a part of its own in the digest and in /help.
func hall() flows.Conversation {
	return flows.Conversation{
		Name: "hall",
		Help: []flows.Help{{About: "words", Commands: "words"}},
		Digests: []flows.Digest{{
			Name: "halls",
			Look: func(_ *storage.Tx, d civic.DistrictID, since time.Time) any {
				if d != here {
					return nil
				}
				return since.Format(time.DateOnly)
			},
			Say: func(_ *flows.Turn, p civic.Person, w flows.Week) (lines []flows.Term, around flows.Term, err error) {
				var found string
				if err := w.Found(&found); err != nil || found == "" {
					return nil, around, err
				}
				for range 12 {
					lines = append(lines, flows.Term{Key: "words", Args: flows.Args{"Text": found}})
				}
				return lines, flows.Term{Key: "words", Args: flows.Args{"Text": string(p.District)}}, nil
			},
		}},
	}
}

// What subjects have for the digest and for /help is put together.
func TestPartsOfSubjects(t *testing.T) {
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), hall())...)
	if err != nil {
		t.Fatal(err)
	}
	live(t, stage(t), engine, func(w *world) {
		defer w.caught()
		if about := abouts(w.command("resident", "help")); about[0] != "help.report" || about[len(about)-1] != "words" {
			t.Errorf("/help is about %v", about)
		}
		for _, who := range []string{"author", "resident"} {
			p, err := storage.People.Get(w.tx, players[who])
			if p.District = map[string]civic.DistrictID{"author": here, "resident": there}[who]; err != nil || storage.People.Put(w.tx, p.ID, p) != nil {
				t.Fatal(err)
			}
		}
		w.now = monday.AddDate(0, 0, 4)
		if _, err := w.engine.Handle(w.tx, flows.Input{Kind: flows.Due, Name: "digest"}, w.now, nil); err != nil {
			t.Fatal(err)
		}
		got := map[civic.PersonID]flows.Args{}
		for _, s := range append(w.work(), w.until(w.now.Add(time.Minute))...) {
			if s.Message.Key == "digest.title" {
				got[s.To.Person] = s.Message.Args
			}
		}
		args := got[players["author"]]
		lines, _ := args["Lines"].([]flows.Term)
		around, _ := args["Fixed"].([]flows.Term)
		if len(lines) != 10 || lines[0].Args["Text"] != "2026-11-20" || len(around) == 0 || around[len(around)-1].Args["Text"] != string(here) {
			t.Errorf("the digest says %v", args)
		}
		if lines, _ := got[players["resident"]]["Lines"].([]flows.Term); len(lines) > 0 {
			t.Errorf("somebody of another district reads %v", lines)
		}
	})
}

// abouts are the parts of subjects in /help, in order.
func abouts(help *flows.Turn) []string {
	return partsOf(help.Said[0].Message.Args["About"].(flows.Term))
}

func partsOf(about flows.Term) []string {
	if about.Key != "help.and" {
		return []string{about.Key}
	}
	return append(partsOf(about.Args["About"].(flows.Term)), partsOf(about.Args["Next"].(flows.Term))...)
}
