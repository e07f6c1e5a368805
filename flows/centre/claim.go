package centre

import (
	"crypto/rand"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Vacant reports whether nobody is the Centre, nor can become it: the link that was given
// out is used up.
func Vacant(s *storage.Store) (vacant bool, err error) {
	err = s.View(func(tx *storage.Tx) error {
		if storage.GrantsAt.Count(tx, storage.Tuple("", civic.Centre), 1) > 0 {
			return nil
		}
		for rec, err := range storage.Invitations.All(tx) {
			if err == nil && rec.Value.By == 0 && rec.Value.UsedBy == 0 {
				return nil
			}
		}
		vacant = true
		return nil
	})
	return vacant, err
}

// Claim returns the payload of a link that makes whoever opens it first the Centre,
// "" when there is a Centre already. Earlier claims that nobody used stop working.
func Claim(s *storage.Store, now time.Time) (string, error) {
	token := rand.Text()
	claimed := false
	err := s.Update(func(tx *storage.Tx) error {
		if claimed = storage.GrantsAt.Count(tx, storage.Tuple("", civic.Centre), 1) > 0; claimed {
			return nil
		}
		for rec, err := range storage.Invitations.All(tx) {
			if err != nil {
				return err
			}
			if rec.Value.By != 0 || rec.Value.UsedBy != 0 {
				continue
			}
			if err := storage.Invitations.Delete(tx, rec.Key); err != nil {
				return err
			}
		}
		return storage.Invitations.Put(tx, hash(token), civic.Invitation{Role: civic.Centre, At: now})
	})
	if claimed || err != nil {
		return "", err
	}
	return string(linkPrefix) + token, nil
}
