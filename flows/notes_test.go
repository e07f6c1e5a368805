package flows_test

import (
	"encoding/json"
	"strings"
	"testing"

	"veche/flows/civic"
	"veche/storage"
)

// What staff note for each other never reaches a resident: neither told, nor on a card,
// nor in the timeline, nor with what is kept about the author.
func TestNotesStayWithStaff(t *testing.T) {
	const secret = "Подрядчик не платит"
	inWorld(t, func(w *world) {
		w.press("staff", "a:report.note:2")
		turn := w.write("staff", secret)
		told := 0
		for _, s := range turn.Said {
			raw, err := json.Marshal(s.Message)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case !strings.Contains(string(raw), secret):
			case s.To.Desk == civic.DistrictDesk(here):
				told++
			default:
				t.Errorf("%s for %d, desk %q, shows the note", s.Message.Key, s.To.Person, s.To.Desk)
			}
		}
		if told != 1 {
			t.Errorf("the district's card shows the note %d times", told)
		}
		for _, who := range []string{"author", "moderator", "supervisor"} {
			raw, err := json.Marshal(w.press(who, "a:report.timeline:2").Said)
			if err != nil || strings.Contains(string(raw), secret) {
				t.Errorf("%s reads in the timeline: %s %v", who, raw, err)
			}
		}
	})
}

// What is kept about the author is given to them, notes about their report are not.
func TestMyDataHasNoNotes(t *testing.T) {
	inWorld(t, func(w *world) {
		w.press("staff", "a:report.note:2")
		w.write("staff", "Подрядчик не платит")
		w.command("author", "mydata")
		for rec, err := range storage.Jobs.All(w.tx) {
			if err != nil {
				t.Fatal(err)
			}
			raw, err := w.engine.Run(t.Context(), rec.Value.Kind, workOn(w.tx, rec.Value))
			if err != nil {
				t.Fatal(err)
			}
			given, err := json.Marshal(raw)
			if err != nil {
				t.Fatal(err)
			}
			var file struct{ Data []byte }
			if err := json.Unmarshal(given, &file); err != nil {
				t.Fatal(err)
			}
			if text := string(file.Data); !strings.Contains(text, "Яма у школы") || strings.Contains(text, "не платит") {
				t.Errorf("/mydata gives %s", text)
			}
		}
	})
}
