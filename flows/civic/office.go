package civic

import "time"

// Ban keeps somebody from filing reports. It takes two moderators: until the second
// one agrees, it is only proposed.
type Ban struct {
	Person PersonID  `json:"person"`
	Report ReportID  `json:"report"` // that it is about
	Reason string    `json:"reason"`
	By     PersonID  `json:"by"`
	At     time.Time `json:"at"`
	Second PersonID  `json:"second,omitempty"` // who agreed
	Until  time.Time `json:"until,omitzero"`   // set with Second
}

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

// Proof is the likeness of a photo that was shown as proof: a perceptual hash.
type Proof struct {
	ID     uint64    `json:"id"`
	Report ReportID  `json:"report"`
	Photo  Photo     `json:"photo"`
	Hash   uint64    `json:"hash"`
	At     time.Time `json:"at"`
}
