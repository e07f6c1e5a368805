package civic

import "time"

// Ban keeps somebody from filing reports. It takes two moderators: until the second
// one agrees, it is only proposed.
type Ban struct {
	ID     uint64    `json:"id"`
	Person PersonID  `json:"person"`
	Report ReportID  `json:"report,omitempty"` // that it is about; 0 when the person asked to be forgotten
	Reason string    `json:"reason,omitempty"` // one of [BanReasons], or a moderator's own words
	By     PersonID  `json:"by"`
	At     time.Time `json:"at"`
	Second PersonID  `json:"second,omitempty"` // who agreed
	Until  time.Time `json:"until,omitzero"`   // set with Second
}

// How long a ban lasts, and how long a proposal waits for the second moderator.
const (
	BanLasts    = 30 * 24 * time.Hour
	BanProposed = 7 * 24 * time.Hour
)

// BanReasons are why somebody may be kept from filing.
func BanReasons() []string { return []string{"spam", "insults", "threats", "untrue"} }

// Holds reports whether the ban keeps the person from filing.
func (b Ban) Holds(now time.Time) bool { return b.Second != 0 && now.Before(b.Until) }

// Rule sends all reports of a category in a district elsewhere. A moderator made it
// of a correction.
type Rule struct {
	ID        uint64     `json:"id"`
	Category  CategoryID `json:"category"`
	District  DistrictID `json:"district"`
	To        DistrictID `json:"to,omitempty"`
	Authority string     `json:"authority,omitempty"` // instead of To
	By        PersonID   `json:"by"`
	At        time.Time  `json:"at"`
}

// Template is an answer that is written often. {номер}, {округ} and their English
// names are filled in.
type Template struct {
	ID       uint64     `json:"id"`
	District DistrictID `json:"district"`
	Owner    PersonID   `json:"owner,omitempty"` // 0: shared by the district
	Name     string     `json:"name"`
	Text     string     `json:"text"`
}
