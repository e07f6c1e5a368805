package storage

import (
	"strings"

	"veche/flows/civic"
)

// ofPeople is who takes part, in which office, and what they did in it.
var ofPeople = []bucket{
	People.Personal(Personal[civic.PersonID, civic.Person]{Theirs: at(People, func(p civic.PersonID) civic.PersonID { return p }), Forget: whole[civic.Person]}),
	Grants.Personal(Personal[GrantKey, civic.Grant]{
		Theirs: below(Grants), Naming: by(GrantsBy),
		Show: func(g civic.Grant, p civic.PersonID) any {
			g.By = only(g.By, p)
			return g
		},
		Forget: func(g civic.Grant, p civic.PersonID) (civic.Grant, bool) {
			g.By = unless(g.By, p, civic.Nobody)
			return g, g.Person != p
		},
	}),
	Invitations.Personal(Personal[string, civic.Invitation]{
		Theirs: by(InvitationsOf),
		Show: func(i civic.Invitation, p civic.PersonID) any {
			i.By, i.UsedBy = only(i.By, p), only(i.UsedBy, p)
			return i
		},
		Forget: func(i civic.Invitation, p civic.PersonID) (civic.Invitation, bool) {
			i.Revoked = i.Revoked || i.By == p && i.UsedBy == 0 // by one of these they could come back
			i.By, i.UsedBy = unless(i.By, p, civic.Nobody), unless(i.UsedBy, p, civic.Nobody)
			return i, true
		},
	}),
	Acts.Personal(Personal[uint64, civic.Act]{
		Theirs: by(ActsOf),
		Show: func(a civic.Act, p civic.PersonID) any {
			a.Person, a.Whom = only(a.Person, p), only(a.Whom, p)
			return a
		},
		Forget: func(a civic.Act, p civic.PersonID) (civic.Act, bool) { // who did it goes, what was done in which office stays
			a.Person, a.Whom = unless(a.Person, p, 0), unless(a.Whom, p, 0)
			return a, a.What != civic.Denied
		},
	}),
	Destructions.Impersonal("they prove that something was destroyed, and not whose it was"),
}

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

// GrantsBy finds the roles that somebody gave.
var GrantsBy = Grants.Index("by", func(g civic.Grant) [][]byte { return persons(g.By) })

// Invitations are roles on offer, by the hash of their token.
var Invitations = NewCollection[string, civic.Invitation]("invitations", Text[string]())

// InvitationsOf finds those that somebody made or used.
var InvitationsOf = Invitations.Index("of", func(i civic.Invitation) [][]byte { return persons(i.By, i.UsedBy) })

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

// ActsOf finds what somebody did, and what was done to them.
var ActsOf = Acts.Index("of", func(a civic.Act) [][]byte { return persons(a.Person, a.Whom) })

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
