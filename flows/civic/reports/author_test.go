package reports

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"veche/flows/civic"
)

// written is a report of the author 3, moved by 31 and 13.
func written(t *testing.T) Report {
	r := published(t, "2026-11-23 10:00", Event{What: Assign, At: at(t, "2026-11-23 11:00"), By: 13, Whom: 11}, Event{What: Add, At: at(t, "2026-11-23 12:00"), By: 3, Text: "Ещё яма"})
	r.Text, r.Voice, r.Place, r.Photos = "Яма", "v", civic.Place{Words: "Ленина"}, []civic.Photo{{ID: "p"}}
	r.Timeline[0].By, r.Timeline[1].By = 3, 31
	r.Claim, r.Wish = Claim{By: 13}, Wish{By: 13}
	return r.Stemmed()
}

func TestAForgottenAuthor(t *testing.T) {
	public := written(t)
	r := public.Forgotten()
	if r.Author != 0 || r.Voice != "" || r.Timeline[0].By != 0 || r.Timeline[3].By != 0 || r.Timeline[1].By != 31 {
		t.Errorf("the author is still named: %+v", r)
	}
	if r.Text != "Яма" || r.Status != Published || r.Timeline[3].Text != "Ещё яма" || len(r.Stems) == 0 {
		t.Errorf("what is public is gone: %+v", r)
	}
	if public.Author != 3 || public.Timeline[0].By != 3 {
		t.Error("the report that was forgotten changed itself")
	}
	unseen := lived(t, nine, Event{What: File, At: at(t, "2026-11-23 10:00"), By: 3}, Event{What: Edit, At: at(t, "2026-11-23 10:05"), Text: "Яма", Was: "Дыра"})
	unseen.Place, unseen.Photos = civic.Place{Words: "Ленина"}, []civic.Photo{{ID: "p"}}
	raw, err := json.Marshal(unseen.Forgotten())
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Яма", "Дыра", "Ленина", `"p"`, "stems"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("what nobody saw is destroyed, and %s stays: %s", word, raw)
		}
	}
	if got := unseen.Forgotten().Status; got != Withdrawn {
		t.Errorf("it is %s", got)
	}
}

// What was refused stays so, and nobody takes back what is empty.
func TestAForgottenAuthorOfARefusedReport(t *testing.T) {
	refused := lived(t, nine, Event{What: File, At: at(t, "2026-11-23 10:00"), By: 3}, Event{What: Refuse, At: at(t, "2026-11-23 10:05"), By: 31})
	soon := at(t, "2026-11-23 10:06")
	if refused.Author = 3; !refused.Undoable(soon) {
		t.Fatal("a refusal cannot be taken back")
	}
	if r := refused.Forgotten(); r.Status != Refused || r.Text != "" || r.Undoable(soon) || r.Possible(Undo, soon) == nil {
		t.Errorf("%+v", r)
	}
}

// What nobody deals with any more can be taken, what a colleague deals with cannot.
func TestTakenFromNobody(t *testing.T) {
	r := published(t, "2026-11-23 10:00", Event{What: Take, At: at(t, "2026-11-23 11:00"), By: 13})
	now := at(t, "2026-11-23 12:00")
	if err := r.Possible(Take, now); !errors.Is(err, ErrNotNow) {
		t.Errorf("from a colleague: %v", err)
	}
	if err := r.Released(31).Possible(Take, now); !errors.Is(err, ErrNotNow) {
		t.Errorf("after another was released: %v", err)
	}
	r, err := r.Released(13).Apply(region(nine), Event{What: Take, At: now, By: 11})
	if err != nil || r.Taken != 11 || r.Status != Taken {
		t.Errorf("from nobody: %+v, %v", r, err)
	}
}

func TestAForgottenOfficer(t *testing.T) {
	was := written(t)
	r, named := was.Without(13)
	if !named || r.Claim.By != 0 || r.Wish.By != 0 || r.Timeline[2].By != 0 || r.Timeline[2].Whom != 11 || r.Taken != 11 {
		t.Errorf("13 is still named: %+v", r)
	}
	if was.Timeline[2].By != 13 {
		t.Error("the report changed itself")
	}
	if r, named := was.Without(11); !named || r.Taken != 0 || r.Timeline[2].Whom != 0 {
		t.Errorf("11 is still named: %+v", r)
	}
	if _, named := was.Without(77); named {
		t.Error("77 had nothing to do with it")
	}
}
