package civic

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSmolensk(t *testing.T) {
	r, err := ParseRegion(smolenskYAML)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Districts) != 27 || len(r.Categories) != 16 {
		t.Errorf("got %d districts and %d categories", len(r.Districts), len(r.Categories))
	}
	d, ok := r.District("vyazemsky")
	if !ok || d.Head.In("ru") != "глава Вяземского округа" || d.In.In("ru") != "в Вяземском округе" {
		t.Errorf("got %+v", d)
	}
	city, _ := r.District("smolensk-city")
	if _, ok := city.Part("leninsky"); !ok || len(city.Parts) != 3 {
		t.Errorf("the city has parts %+v", city.Parts)
	}
	if c, _ := r.Category("heating"); c.Norm != (Norm{FirstAnswerHours: 4, FinalDays: 7, MaxDays: 30}) {
		t.Errorf("heating has the norm %+v", c.Norm)
	}
	if r.Zone.String() != "Europe/Moscow" {
		t.Errorf("zone is %v", r.Zone)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	r := Smolensk()
	_, district := r.District("moscow")
	_, category := r.Category("")
	_, emergency := r.EmergencyByID("flood")
	_, refusal := r.Refusal("mood")
	if district || category || emergency || refusal {
		t.Error("found what is not there")
	}
}

func TestSnowHasASeason(t *testing.T) {
	snow, _ := Smolensk().Category("snow")
	roads, _ := Smolensk().Category("roads")
	for date, want := range map[string]bool{
		"2026-11-01": true, "2026-12-31": true, "2027-01-01": true, "2027-04-15": true, "2028-02-29": true,
		"2026-10-31": false, "2027-04-16": false, "2027-07-01": false,
	} {
		day, _ := time.Parse(time.DateOnly, date)
		if snow.InSeason(day) != want {
			t.Errorf("snow on %s: in season is %v", date, !want)
		}
		if !roads.InSeason(day) {
			t.Errorf("roads have no season, but not on %s", date)
		}
	}
	summer := Category{Season: Season{From: "06-01", To: "08-31"}}
	if !summer.InSeason(at(t, "2026-06-01 00:00")) || summer.InSeason(at(t, "2026-09-01 00:00")) {
		t.Error("a season within one year is wrong")
	}
}

func TestQuietHours(t *testing.T) {
	for clock, want := range map[string]bool{"20:59": false, "21:00": true, "00:00": true, "08:59": true, "09:00": false} {
		if got := Smolensk().Quiet.Contains(at(t, "2026-11-23 "+clock)); got != want {
			t.Errorf("%s: quiet is %v", clock, got)
		}
	}
	if (Hours{9, 9}).Contains(at(t, "2026-11-23 09:00")) {
		t.Error("from 9 to 9 is never")
	}
}

func TestWordsFallBack(t *testing.T) {
	for lang, want := range map[string]string{"en": "road", "ru": "дорога", "de": "дорога", "": "дорога"} {
		if got := (Words{"ru": "дорога", "en": "road"}).In(lang); got != want {
			t.Errorf("in %q: got %q, want %q", lang, got, want)
		}
	}
	if got := (Words{"be": "дарога", "en": ""}).In("en"); got != "дарога" {
		t.Errorf("got %q, want whatever there is", got)
	}
	if got := Words(nil).In("ru"); got != "" {
		t.Errorf("got %q of nothing", got)
	}
}

// A mistake in the file is refused with its line and a reason that helps.
func TestBrokenRegionFile(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`name: {ru: "Дороги и тротуары", en: "Roads and pavements"}`, `name: {ru: "Дороги и тротуары"}`, `category "roads": name has no English`},
		{"short: {ru: Вяземский, en: Vyazemsky}", "short: {ru: '', en: Vyazemsky}", `district "vyazemsky": short has no Russian`},
		{"in: {ru: в Вяземском округе,", "in: {RU: в, ru: в Вяземском округе,", `"RU" is not a language`},
		{"zone: Europe/Moscow", "zone: Europe/Smolensk", `zone "Europe/Smolensk" is unknown`},
		{"zone: Europe/Moscow", "zone: Local", `zone "Local" is unknown`},
		{"- id: yards", "- id: roads", `categories: "roads" is listed twice`},
		{"- id: yards", "- id: Yards!", `category: id "Yards!" must be`},
		{"- id: desnogorsk", "- id: vyazemsky", `districts: "vyazemsky" is listed twice`},
		{"short: {ru: Гагаринский,", "short: {ru: Вяземский,", `short is the same as of "vyazemsky" in Russian`},
		{"url: https://www.admin-smolensk.ru/", "url: www.admin-smolensk.ru", "is not a link that begins with https://"},
		{"url: https://www.admin-smolensk.ru/", "url: javascript:alert(1)", "is not a link that begins with https://"},
		{"population: 73861", "channel: t.me/vyazma", "is not a link like https://t.me/name"},
		{"population: 73861", "population: -1", "population is below zero"},
		{"population: 73861", "population: many", "a value of type string cannot stand here, want int"},
		{"population: 73861", "people: 73861", `unknown field "people"`},
		{"population: 73861", "centre: {lat: 55.2, lon: 34.2}", `"centre" already defined`},
		{"centre: {lat: 55.21, lon: 34.295}", "centre: {lat: 155.21, lon: 34.295}", `district "vyazemsky": centre must have`},
		{"quiet: {from: 21, to: 9}", "quiet: {from: 21, to: 25}", "hours must be from 0 to 23"},
		{"emergency: water", "emergency: flood", `emergency "flood" is not listed`},
		{"norm: {first_answer_hours: 9,", "norm: {first_answer_hours: 0,", `category "roads": norm needs`},
		{`season: {from: "11-01"`, `season: {from: "13-01"`, `category "snow": season`},
		{`phone: "104"`, `phone: "call us"`, `emergency "gas": phone "call us" is not a number`},
		{`- "on. fire."`, `- "Огонь"`, "must be small letters"},
		{`- "on. fire."`, `- ""`, "must have one to four words"},
		{`off:`, `days: {}` + "\n  off:", `unknown field "days"`},
		{`valid_from: "2025-01-01"`, `valid_from: "yesterday"`, "is not a date"},
		{`version: "2026-11"`, `version: ""`, "version must have"},
		{"quiet: {from: 21, to: 9}", "quiet: &q {from: 21, to: 9}", "anchors and aliases"},
	} {
		before, _, found := strings.Cut(string(smolenskYAML), c.old)
		if !found {
			t.Fatalf("%q is not in the file", c.old)
		}
		_, err := ParseRegion([]byte(strings.Replace(string(smolenskYAML), c.old, c.new, 1)))
		var e *FileError
		if !errors.As(err, &e) || !strings.Contains(e.Reason, c.want) {
			t.Errorf("%s: got %v, want %q", c.new, err, c.want)
			continue
		}
		line := strings.Count(before, "\n") + 1
		if off := e.Line - line; off < 0 || off > 1 {
			t.Errorf("%s: named line %d, stands on %d", c.new, e.Line, line)
		}
	}
}

func TestErrorNamesFileAndLine(t *testing.T) {
	data := strings.Replace(string(smolenskYAML), "zone: Europe/Moscow", "zone: Moon", 1)
	_, err := ParseRegion([]byte(data))
	if err == nil || !strings.HasPrefix(err.Error(), `region.yaml:7: zone "Moon" is unknown`) {
		t.Errorf("got %v", err)
	}
}

// Whoever mends a file should not have to run it once for each mistake.
func TestAllMistakesAreNamed(t *testing.T) {
	data := strings.ReplaceAll(string(smolenskYAML), "emoji: ", "emoji: тысяча")
	_, err := ParseRegion([]byte(data))
	if err == nil || strings.Count(err.Error(), "emoji must be one sign") != 16 {
		t.Errorf("got %v", err)
	}
}

// A file that nests deep fills no memory: the parser wants the square of its depth.
func TestDeepRegionFile(t *testing.T) {
	for _, sign := range []string{"[", "{", "[a,", "[[[[],", "- ", "? ", "&a ", "!!str "} {
		data := "quiet: " + strings.Repeat(sign, 200_000/len(sign))
		var e *FileError
		if _, err := ParseRegion([]byte(data)); !errors.As(err, &e) || !strings.Contains(e.Reason, "nests more than") {
			t.Errorf("%s…: got %v", sign, err)
		}
	}
}

func TestEmptyRegionFile(t *testing.T) {
	for _, data := range []string{"", "# nothing", "---\n---\n", "[]", "text", "id: x\n\tname: y", "\xff\xfe", "{}"} {
		if _, err := ParseRegion([]byte(data)); err == nil || !strings.HasPrefix(err.Error(), "region.yaml") {
			t.Errorf("%q: got %v", data, err)
		}
	}
}

func FuzzParseRegion(f *testing.F) {
	f.Add(smolenskYAML)
	f.Add([]byte("id: smolensk\nname: {ru: а, en: b}\nzone: Europe/Moscow\n"))
	f.Add([]byte("a: &a [*a, *a]"))
	f.Add([]byte("quiet: [[[[{- - ? !!a"))
	f.Add([]byte("districts:\n- id: x\n  parts: [{}]\ncalendar: {hours: ['00:00-23:59']}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseRegion(data)
		if (r == nil) == (err == nil) {
			t.Fatalf("got %v and %v", r, err)
		}
		if err != nil {
			return
		}
		now := time.Date(2026, 11, 23, 12, 0, 0, 0, r.Zone)
		if end := r.Calendar.AddHours(now, 9); !end.After(now) {
			t.Fatalf("nine hours after %s is %s", now, end)
		}
		for _, d := range r.Districts {
			if got, ok := r.District(d.ID); !ok || got.Short.In("en") == "" {
				t.Fatalf("district %q is not found or has no name", d.ID)
			}
		}
	})
}
