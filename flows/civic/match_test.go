package civic

import (
	"slices"
	"testing"
)

func TestMatch(t *testing.T) {
	for typed, want := range map[string][]DistrictID{
		"вяз":                  {"vyazemsky"},
		"ВЯЗЬМА":               {"vyazemsky"}, // the town
		"в Вязьме":             {"vyazemsky"},
		"вяземского района":    {"vyazemsky"},
		"Vyaz":                 {"vyazemsky"},
		"сычевка":              {"sychevsky"}, // ё = е, both ways
		"Сычёв":                {"sychevsky"},
		"тёмк":                 {"temkinsky"},
		"г":                    {"gagarinsky", "glinkovsky"},
		"ду":                   {"dukhovshchinsky"},
		"смоленск":             {"smolensk-city", "smolensky"}, // the city first
		"Смоленский":           {"smolensky"},
		"смоленский район":     {"smolensky"},
		"город Смоленск":       {"smolensk-city", "smolensky"},
		"Заднепровский":        {"smolensk-city"}, // an inner district of the city
		"жирковский":           {"kholm-zhirkovsky"},
		"холм-жирк":            {"kholm-zhirkovsky"},
		"Верхнеднепровский":    {"dorogobuzhsky"}, // a settlement
		"Рудне":                {"rudnyansky"},
		"угре":                 {"ugransky"},
		"Десногорска":          {"desnogorsk"},
		"":                     nil,
		"район":                nil,
		"…!":                   nil,
		"Париж":                nil,
		"вязьма и ещё кое-что": nil,
	} {
		var got []DistrictID
		for _, d := range Smolensk().Match(typed) {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", typed, got, want)
		}
	}
}

// Whatever name of a district is typed, that district comes first; the city shares its town with the district around it.
func TestEveryNameFindsItsDistrict(t *testing.T) {
	for _, d := range Smolensk().Districts {
		for _, w := range []Words{d.Name, d.Short, d.Town} {
			for _, name := range w {
				got := Smolensk().Match(name)
				if len(got) == 0 || got[0].ID != d.ID && !(d.ID == "smolensky" && got[0].ID == "smolensk-city") {
					t.Errorf("%q does not find %s first", name, d.ID)
				}
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("вязьма")
	f.Add("г")
	f.Add("\xff ")
	f.Fuzz(func(t *testing.T, text string) {
		seen := make(map[DistrictID]bool)
		for _, d := range Smolensk().Match(text) {
			if seen[d.ID] {
				t.Fatalf("%s is listed twice", d.ID)
			}
			seen[d.ID] = true
		}
	})
}
