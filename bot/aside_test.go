package bot

import (
	"fmt"
	"testing"

	"veche/storage"
)

// The timers of a claim and of a ban are about no person whom to say sorry to: the
// number in them is not somebody's.
func TestTimersAboutNobody(t *testing.T) {
	b := newTalkers(t)
	b.during(t, func(k *talk) error {
		for _, line := range []string{"!a:refuse:1", "!a:ban:1", "=spam"} {
			if err := k.hear(talkModerator, k.step(talkModerator, talkModerator, line)); err != nil {
				return err
			}
		}
		met := map[string]int{}
		for rec, err := range storage.Timers.All(k.tx) {
			if err != nil {
				return err
			}
			met[rec.Value.Kind]++
			if p := whoIn(rec.Value.Args); p != 0 {
				return fmt.Errorf("the timer %s is taken for one about %d", rec.Key, p)
			}
		}
		if met["desk"] == 0 || met["ban"] == 0 {
			return fmt.Errorf("met the timers %v", met)
		}
		return nil
	})
}
