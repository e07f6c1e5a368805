package bot

import (
	"fmt"

	"veche/storage"
)

// remembered is how many updates back a repetition is known. Telegram repeats only
// what was not confirmed, at most one batch of a hundred.
const remembered = 10_000

// seen is the set of recent updates. Ids may start again lower after a quiet week,
// so a highest id would not do.
type seen struct {
	ids    map[int64]bool
	rounds []seenRound
	fresh  *seenRound // of the round that is not committed yet
}

type seenRound struct {
	key uint64
	ids []int64
}

func (s *seen) load(tx *storage.Tx) error {
	s.ids = map[int64]bool{}
	for rec, err := range storage.Handled.All(tx) {
		if err != nil {
			return fmt.Errorf("load the updates that were handled: %w", err)
		}
		s.add(seenRound{rec.Key, rec.Value.Updates})
	}
	return nil
}

func (s *seen) add(r seenRound) {
	s.rounds = append(s.rounds, r)
	for _, id := range r.ids {
		s.ids[id] = true
	}
}

func (s *seen) has(id int64) bool { return s.ids[id] }

// put writes the ids of a round and forgets the oldest rounds beyond what has to be
// remembered. The set itself changes with [seen.committed].
func (s *seen) put(tx *storage.Tx, ids []int64) error {
	key, err := storage.Next(tx, storage.HandledCounter)
	if err != nil {
		return err
	}
	s.fresh = &seenRound{key, ids}
	if old := s.old(len(ids)); old != nil {
		if err := storage.Handled.Delete(tx, old.key); err != nil {
			return err
		}
	}
	return storage.Handled.Put(tx, key, storage.HandledBatch{Updates: ids})
}

// old is the oldest round, when there is enough without it.
func (s *seen) old(more int) *seenRound {
	if len(s.rounds) == 0 || len(s.ids)+more-len(s.rounds[0].ids) < remembered {
		return nil
	}
	return &s.rounds[0]
}

func (s *seen) committed() {
	if s.fresh == nil {
		return
	}
	if old := s.old(len(s.fresh.ids)); old != nil {
		for _, id := range old.ids {
			delete(s.ids, id)
		}
		s.rounds = s.rounds[1:]
	}
	s.add(*s.fresh)
	s.fresh = nil
}
