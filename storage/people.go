package storage

import (
	"strings"

	"veche/flows/civic"
)

// ofPeople is who takes part, in which office, and what they did in it.
var ofPeople = []bucket{People, Grants, Invitations, Acts, Destructions}

// People are those who gave consent.
var People = NewCollection[civic.PersonID, civic.Person]("people", Number[civic.PersonID]())

// PeopleIn finds the people of a district, or of a part of it.
var PeopleIn = People.Index("in", func(p civic.Person) [][]byte {
	if p.District == "" {
		return nil
	}
	return [][]byte{Tuple(p.District, p.Part)}
})

// Grants are the roles that people hold.
var Grants = NewCollection[GrantKey, civic.Grant]("grants", grantKeys)

// GrantsAt finds the people of a district's office, or of a role of the region.
var GrantsAt = Grants.Index("at", func(g civic.Grant) [][]byte {
	return [][]byte{Tuple(g.District, g.Role)}
})

// Invitations are roles on offer, by the hash of their token.
var Invitations = NewCollection[string, civic.Invitation]("invitations", Text[string]())

// Acts is the record of what people in office did.
var Acts = NewCollection[uint64, civic.Act]("acts", Number[uint64]())

// ActsDenied finds what people were denied: the one kind of act that is about those
// without an office.
var ActsDenied = Acts.Index("denied", func(a civic.Act) [][]byte {
	if a.What != civic.Denied {
		return nil
	}
	return [][]byte{Tuple(a.Person)}
}).Fixed()

// Destructions prove that data was destroyed.
var Destructions = NewCollection[uint64, civic.Destruction]("destructions", Number[uint64]())

// GrantKey is a person and what they hold.
type GrantKey struct {
	Person   civic.PersonID
	Role     civic.Role
	District civic.DistrictID
}

// KeyOf returns the key of a grant.
func KeyOf(g civic.Grant) GrantKey { return GrantKey{g.Person, g.Role, g.District} }

var grantKeys = Pair(Number[civic.PersonID](), Text[string](),
	func(k GrantKey) (civic.PersonID, string) {
		return k.Person, string(k.Role) + "/" + string(k.District)
	},
	func(p civic.PersonID, s string) GrantKey {
		role, district, _ := strings.Cut(s, "/")
		return GrantKey{p, civic.Role(role), civic.DistrictID(district)}
	})

// Counters, for [Next].
const (
	ActCounter         = "acts"
	DestructionCounter = "destructions"
)
