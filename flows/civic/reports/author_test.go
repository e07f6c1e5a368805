package reports

import (
	"encoding/json"
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
