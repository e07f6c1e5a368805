package civic

import (
	"slices"
	"time"
)

// PersonID is the number by which the messenger knows a person. It is the only
// thing about a person that is kept without being asked for.
type PersonID int64

// Nobody stands for somebody who asked to be forgotten, where the field must not be
// empty.
const Nobody PersonID = -1

// Person is what is kept about somebody who gave consent: no name, no phone, no
// address.
type Person struct {
	ID       PersonID   `json:"id"`
	Language string     `json:"language"`
	District DistrictID `json:"district,omitempty"`
	Part     string     `json:"part,omitempty"` // part of the district, where it has parts
	Consent  Consented  `json:"consent"`
	Joined   time.Time  `json:"joined"`
	Simple   bool       `json:"simple,omitempty"` // one question at a time, nothing that can be left out
	Muted    []Topic    `json:"muted,omitempty"`
	Pushes   Pushes     `json:"pushes,omitzero"`
	// Unreachable is set when the person has blocked the bot, until they write again.
	Unreachable bool `json:"unreachable,omitempty"`
}

// Mutes reports whether the person does not want to hear of the topic unasked.
func (p Person) Mutes(t Topic) bool { return slices.Contains(p.Muted, t) }

// Topic is what a message that nobody asked for is about. Each can be muted.
type Topic string

// MaxPushes is how many messages a day somebody gets about what is not their own; the
// rest waits for the digest.
const MaxPushes = 3

// Pushes counts them.
type Pushes struct {
	Day   string `json:"day"` // 2026-11-22
	Count int    `json:"count"`
}

// Consented says which version of the consent a person agreed to, and when.
// Law 152-FZ art. 9 wants the operator to be able to prove it.
type Consented struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"`
}

// Role is what a person may act as. Everybody is a Resident; the others are given
// by invitation.
type Role string

// The roles, from the one without rights to the one that gives them.
const (
	Resident   Role = "resident"
	Staff      Role = "staff"
	Deputy     Role = "deputy"
	Head       Role = "head"
	Moderator  Role = "moderator"
	Supervisor Role = "supervisor"
	Centre     Role = "centre"
)

// Invitable lists the roles that the Centre can give, in the order in which they
// are offered.
func Invitable() []Role {
	return []Role{Head, Deputy, Staff, Moderator, Supervisor, Centre}
}

// OfDistrict reports whether the role is held for a district and not for the region.
func (r Role) OfDistrict() bool {
	return r == Head || r == Deputy || r == Staff || r == Supervisor
}

// Grant is a role held by a person. District is empty for roles of the region.
type Grant struct {
	Person   PersonID   `json:"person"`
	Role     Role       `json:"role"`
	District DistrictID `json:"district,omitempty"`
	By       PersonID   `json:"by"`
	At       time.Time  `json:"at"`
}

// Roles are all grants of one person.
type Roles []Grant

// Has reports whether the person holds the role anywhere.
func (rs Roles) Has(role Role) bool {
	for _, g := range rs {
		if g.Role == role {
			return true
		}
	}
	return false
}

// May reports whether one of the roles is held for the district.
func (rs Roles) May(d DistrictID, roles ...Role) bool {
	for _, g := range rs {
		if g.Role.OfDistrict() && g.District != d {
			continue
		}
		for _, r := range roles {
			if g.Role == r {
				return true
			}
		}
	}
	return false
}

// InvitationLasts is how long an unused invitation can be accepted.
const InvitationLasts = 14 * 24 * time.Hour

// Invitation is an offer of a role that works once. It is stored under the hash of
// its token, so that a copy of the file gives nobody a role.
type Invitation struct {
	Role     Role       `json:"role"`
	District DistrictID `json:"district,omitempty"`
	By       PersonID   `json:"by"`
	At       time.Time  `json:"at"`
	UsedBy   PersonID   `json:"used_by,omitempty"`
	UsedAt   time.Time  `json:"used_at,omitzero"`
	Revoked  bool       `json:"revoked,omitempty"`
}

// Open reports whether the invitation can still be accepted. The first claim of
// the Centre (made by nobody) does not expire: there may be nobody to renew it.
func (i Invitation) Open(now time.Time) bool {
	if i.UsedBy != 0 || i.Revoked {
		return false
	}
	return i.By == 0 || now.Sub(i.At) < InvitationLasts
}

// Itself is by whom something on the record was done that nobody did.
const Itself Role = "bot"

// Denied is an act of the record that was refused: the one kind that may be by somebody
// without an office.
const Denied = "denied"

// Act is one line of the record: what somebody in office did, when, and to what.
type Act struct {
	ID      uint64     `json:"id"`
	At      time.Time  `json:"at"`
	Person  PersonID   `json:"person"`
	Role    Role       `json:"role"`
	What    string     `json:"what"`
	Subject Subject    `json:"subject,omitzero"`
	Whom    PersonID   `json:"whom,omitempty"`
	Place   DistrictID `json:"place,omitempty"`
	Detail  string     `json:"detail,omitempty"`
}

// Destruction proves that the data of a person was destroyed, without the data
// (order 179 of Roskomnadzor of 28.10.2022).
type Destruction struct {
	ID     uint64         `json:"id"`
	At     time.Time      `json:"at"`
	Basis  string         `json:"basis"`
	Counts map[string]int `json:"counts"` // kind of record -> how many
}
