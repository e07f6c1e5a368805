package flows

import (
	"errors"
	"fmt"

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

// Dismiss takes a role away, and with it the invitations that the person made and nobody
// has accepted: by one of them they could come back. It counts these.
func (t *Turn) Dismiss(g civic.Grant) (invitations int, err error) {
	if err := storage.Grants.Delete(t.Tx, storage.KeyOf(g)); err != nil {
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
