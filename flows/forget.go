package flows

import (
	"errors"
	"fmt"

	"veche/flows/civic"
	"veche/storage"
)

// Forgetting is how somebody is taken out of the records of a collection, where that is
// more than a change of each; see [storage.Personal].
type Forgetting struct {
	of string
	do func(t *Turn, p civic.PersonID, most int) (met int, err error)
}

func (f Forgetting) name() string { return f.of }

// Forgets says what is done to each record of a collection that belongs to somebody or
// names them. What cannot be read is left to `veche check`.
func Forgets[K, V any](c *storage.Collection[K, V], do func(*Turn, civic.PersonID, V) error) Forgetting {
	return Forgetting{of: c.Name(), do: func(t *Turn, p civic.PersonID, most int) (met int, err error) {
		for rec, err := range c.About(t.Tx, p) {
			if met == most {
				break
			}
			if errors.Is(err, storage.ErrRotten) {
				continue // and not counted, or the rest would never end
			}
			met++
			if err == nil {
				err = do(t, p, rec.Value)
			}
			if err != nil {
				return met, err
			}
		}
		return met, nil
	}}
}

// Forget takes somebody out of at most so many records of a collection, and returns how
// many it met.
func (t *Turn) Forget(p civic.PersonID, h storage.Holding, most int) (met int, err error) {
	if !h.ByHand {
		met, err = h.Forget(t.Tx, p, most)
	} else if f, known := t.engine.forgets[h.Name]; known {
		met, err = f.do(t, p, most)
	} else {
		err = errors.New("no conversation does that")
	}
	if err != nil {
		return met, fmt.Errorf("forget somebody in %s: %w", h.Name, err)
	}
	return met, nil
}

// Leave drops the session of the turn: nothing of it is kept, not even the language, in
// which the last word is said.
func (t *Turn) Leave(language string) {
	t.Person, t.Roles, t.session, t.language = nil, nil, nil, language
}
