package flows

import (
	"errors"
	"fmt"
	"slices"

	"veche/flows/civic"
	"veche/storage"
)

// Appoint gives somebody a role.
func (t *Turn) Appoint(g civic.Grant) error {
	if g.Person == t.Input.Person {
		t.Roles = append(t.Roles, g)
	}
	return storage.Grants.Put(t.Tx, storage.KeyOf(g), g)
}

// Dismiss takes a role away, and with it what the person dealt with, and the invitations
// that they made and nobody has accepted: by one of them they could come back. It counts
// these.
func (t *Turn) Dismiss(g civic.Grant) (invitations int, err error) {
	if err := storage.Grants.Delete(t.Tx, storage.KeyOf(g)); err != nil {
		return 0, fmt.Errorf("take a role away: %w", err)
	}
	if err := t.Later(releaseKind, releasing{Person: g.Person}); err != nil {
		return 0, fmt.Errorf("take a role away: %w", err)
	}
	for rec, err := range storage.InvitationsOf.Each(t.Tx, storage.Tuple(g.Person)) {
		if errors.Is(err, storage.ErrRotten) { // nobody can accept it
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("take a role away: %w", err)
		}
		if i := rec.Value; i.By == g.Person && i.Open(t.Now) {
			i.Revoked = true
			if err := storage.Invitations.Put(t.Tx, rec.Key, i); err != nil {
				return 0, fmt.Errorf("take a role away: %w", err)
			}
			invitations++
		}
	}
	return invitations, nil
}

// LastOfCentre reports whether the person is the Centre, and nobody else is: without them
// nobody could give a role.
func LastOfCentre(tx *storage.Tx, p civic.PersonID) (last bool, err error) {
	for rec, err := range storage.GrantsAt.Each(tx, storage.Tuple("", civic.Centre)) {
		if err != nil {
			return false, fmt.Errorf("count the Centre: %w", err)
		}
		if rec.Value.Person != p {
			return false, nil
		}
		last = true
	}
	return last, nil
}

// releaseKind is the job that goes through what somebody who was dismissed dealt with, so
// that no card names them and others take it on.
const (
	releaseKind   = "release"
	releaseAtOnce = 25
)

// releasing says how far it has come.
type releasing struct {
	Person civic.PersonID `json:"person"`
	After  []byte         `json:"after,omitempty"` // a place in [storage.WaitingWith]
}

// withThem is a part of what somebody deals with.
type withThem struct {
	Person civic.PersonID       `json:"person"`
	Rows   []storage.WaitingKey `json:"rows,omitempty"`
}

func findWith(tx *storage.Tx, r releasing) (found withThem, next *releasing, err error) {
	found.Person = r.Person
	for rec, err := range storage.WaitingWith.Entries(tx, storage.Tuple(r.Person), storage.Span{After: r.After, Limit: releaseAtOnce}) {
		if err != nil {
			continue // left to `veche check`
		}
		if found.Rows = append(found.Rows, rec.Key); len(found.Rows) == releaseAtOnce {
			next = &releasing{r.Person, storage.WaitingWith.Position(rec.Value, rec.Key)}
		}
	}
	return found, next, nil
}

// releaseAll has the subjects let somebody go, but at desks that are still theirs.
func releaseAll(t *Turn, w withThem) error {
	held, err := RolesOf(t.Tx, w.Person)
	if err != nil {
		return err
	}
	for _, k := range w.Rows {
		district, roles, err := k.Desk.Office()
		if err != nil {
			return fmt.Errorf("release %s: %w", k.Subject, err)
		}
		release := t.engine.waits[k.Subject.Kind].Release
		theirs := slices.ContainsFunc(append(roles, civic.Centre), func(r civic.Role) bool { return held.May(district, r) })
		if release == nil || theirs {
			continue
		}
		if err := release(t, k.Subject, w.Person); err != nil {
			return fmt.Errorf("release %s: %w", k.Subject, err)
		}
	}
	return nil
}
