package civic

import (
	_ "embed"
	"hash/fnv"
	"sync"
	"time"
)

// DistrictID names a district for good: latin, lower-case, e.g. "vyazemsky". Official codes (OKTMO) change with reforms, so they are not used.
type DistrictID string

// Short is a hash of the identifier for index keys: two districts may share one.
func (d DistrictID) Short() uint16 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(d))
	return uint16(h.Sum32())
}

// CategoryID names what a report is about, e.g. "roads".
type CategoryID string

// Region is everything that differs from one region to the next, read from a YAML file. It is never changed after
// it has been read, so it may be shared.
type Region struct {
	ID          string         `yaml:"id"`
	Name        Words          `yaml:"name"`
	In          Words          `yaml:"in"` // "в Смоленской области"
	Zone        *time.Location `yaml:"-"`
	Calendar    Calendar       `yaml:"-"`
	Quiet       Hours          `yaml:"quiet"` // no broadcasts in these hours
	Operator    Words          `yaml:"operator"`
	Consent     Consent        `yaml:"consent"`
	Official    []Link         `yaml:"official"`
	Emergency   []Emergency    `yaml:"emergency"`   // the most dangerous first
	Authorities []Authority    `yaml:"authorities"` // outside, who have powers that no district has
	Refusals    []Reason       `yaml:"refusals"`
	Categories  []Category     `yaml:"categories"`
	Districts   []District     `yaml:"districts"`
}

// District is a municipality whose head answers reports.
type District struct {
	ID         DistrictID     `yaml:"id"`
	Name       Words          `yaml:"name"`  // "Вяземский округ"
	Short      Words          `yaml:"short"` // for buttons: "Вяземский"
	Head       Words          `yaml:"head"`  // "глава Вяземского округа"
	In         Words          `yaml:"in"`    // "в Вяземском округе"
	Town       Words          `yaml:"town"`  // where the head sits: "Вязьма"
	Also       []string       `yaml:"also"`  // other places by which people look for it
	Centre     Point          `yaml:"centre"`
	Centroid   Point          `yaml:"centroid"` // middle of the territory; zero where unknown
	Channel    string         `yaml:"channel"`  // the head's public channel; may be empty
	Parts      []DistrictPart `yaml:"parts"`    // inner districts to ask for
	Population int            `yaml:"population"`
	ValidFrom  string         `yaml:"valid_from"` // date of the present status, 2025-01-01; may be empty
}

// DistrictPart is a part of a city without a head of its own in this bot.
type DistrictPart struct {
	ID   string `yaml:"id"`
	Name Words  `yaml:"name"`
}

// Category is what a report is about, and how soon it has to be answered.
type Category struct {
	ID        CategoryID `yaml:"id"`
	Name      Words      `yaml:"name"`
	Emoji     string     `yaml:"emoji"`
	Norm      Norm       `yaml:"norm"`
	Season    Season     `yaml:"season"`
	Emergency string     `yaml:"emergency"` // ID of the Emergency shown first; may be empty
	Outside   Words      `yaml:"outside"`   // said before the words are asked for, where the district has little power; usually empty
	Authority string     `yaml:"authority"` // ID of the authority that has the power instead of the district; may be empty
}

// Norm says how soon people are answered.
type Norm struct {
	FirstAnswerHours int `yaml:"first_answer_hours"` // working hours
	FinalDays        int `yaml:"final_days"`         // working days after an interim answer
	MaxDays          int `yaml:"max_days"`           // calendar days from sending
}

// Season is a part of the year, both days included; empty means all year. It may run over New Year.
type Season struct {
	From string `yaml:"from"` // month and day: "11-01"
	To   string `yaml:"to"`
}

// Hours is a part of the day by whole hours, From included and To not; From == To means never. It may run over midnight.
type Hours struct {
	From int `yaml:"from"`
	To   int `yaml:"to"`
}

// Link is an address on the web with what to call it.
type Link struct {
	Name Words  `yaml:"name"`
	URL  string `yaml:"url"`
}

// Authority is somebody outside who has a power that no district has: a federal road,
// the gas company, a court.
type Authority struct {
	ID    string `yaml:"id"`
	Name  Words  `yaml:"name"`
	For   Words  `yaml:"for"`   // what it is there for: "трассы М-1 и Р-120"
	How   Words  `yaml:"how"`   // how a resident reaches it, in a sentence or two
	URL   string `yaml:"url"`   // may be empty
	Phone string `yaml:"phone"` // may be empty
}

// Emergency is a danger that must be phoned in before anything else.
type Emergency struct {
	ID    string   `yaml:"id"`
	Name  Words    `yaml:"name"`
	Phone string   `yaml:"phone"`
	Text  Words    `yaml:"text"`  // what to do now
	Stems []string `yaml:"stems"` // how a text betrays it; the language of stems is described at Region.Danger
	stems []stem   // the same, split: every report is held against all of them
	// Ask is the question where only a topic hints at it: nobody has said that it is so.
	Ask Words `yaml:"ask"`
	// Title stands above the text where "name: call the phone" would be cold comfort.
	Title Words `yaml:"title"`
	// Alone: somebody who says so outside a report is not asked to make one of it.
	Alone     bool   `yaml:"alone"`
	CheckedOn string `yaml:"checked_on"` // the day on which somebody made sure that the phone answers
}

// Reason is why a moderator does not publish a report.
type Reason struct {
	ID   string `yaml:"id"`
	Name Words  `yaml:"name"` // on the moderator's button
	Text Words  `yaml:"text"` // what the resident reads, with what to do now
}

// Consent is what a person agrees to before the first thing is kept. A new version is asked for again.
type Consent struct {
	Version string `yaml:"version"`
	Text    Words  `yaml:"text"`
}

//go:embed smolensk.yaml
var smolenskYAML []byte

var smolensk = sync.OnceValue(func() *Region {
	r, err := ParseRegion(smolenskYAML)
	if err != nil {
		panic("embedded region: " + err.Error())
	}
	return r
})

// Smolensk is the built-in region. It panics only if the embedded file is broken.
func Smolensk() *Region { return smolensk() }

// District finds a district by its ID.
func (r *Region) District(id DistrictID) (District, bool) {
	return find(r.Districts, func(d District) bool { return d.ID == id })
}

// Category finds a category by its ID.
func (r *Region) Category(id CategoryID) (Category, bool) {
	return find(r.Categories, func(c Category) bool { return c.ID == id })
}

// EmergencyByID finds an emergency by its ID.
func (r *Region) EmergencyByID(id string) (Emergency, bool) {
	return find(r.Emergency, func(e Emergency) bool { return e.ID == id })
}

// AuthorityByID finds an authority outside by its ID.
func (r *Region) AuthorityByID(id string) (Authority, bool) {
	return find(r.Authorities, func(a Authority) bool { return a.ID == id })
}

// Way is the first of the official ways; without a name where there is none.
func (r *Region) Way() Link {
	if len(r.Official) == 0 {
		return Link{}
	}
	return r.Official[0]
}

// Refusal finds a moderator's reason by its ID.
func (r *Region) Refusal(id string) (Reason, bool) {
	return find(r.Refusals, func(x Reason) bool { return x.ID == id })
}

// Part finds an inner district by its ID.
func (d District) Part(id string) (DistrictPart, bool) {
	return find(d.Parts, func(p DistrictPart) bool { return p.ID == id })
}

func find[T any](all []T, is func(T) bool) (T, bool) {
	for _, x := range all {
		if is(x) {
			return x, true
		}
	}
	var none T
	return none, false
}

// InSeason tells whether the category is for the day of t, read in t's own time zone.
func (c Category) InSeason(t time.Time) bool {
	if c.Season.From == "" {
		return true
	}
	day := t.Format("01-02")
	if c.Season.From <= c.Season.To {
		return c.Season.From <= day && day <= c.Season.To
	}
	return day >= c.Season.From || day <= c.Season.To
}

// Contains tells whether the clock of t, read in t's own time zone, stands in these hours.
func (h Hours) Contains(t time.Time) bool {
	hour := t.Hour()
	if h.From <= h.To {
		return h.From <= hour && hour < h.To
	}
	return hour >= h.From || hour < h.To
}
