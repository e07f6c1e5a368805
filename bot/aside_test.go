package bot

import (
	"fmt"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Timers and jobs say whom they are about, so that somebody can be told when they fail.
// The number in those of a claim or of a ban is nobody's.
func TestWhomTimersAndJobsAreAbout(t *testing.T) {
	b := newTalkers(t)
	b.during(t, func(k *talk) error {
		for _, line := range []string{"!a:report.refuse:1", "!a:report.ban:1", "=spam"} {
			if err := k.hear(talkModerator, k.step(talkModerator, talkModerator, line)); err != nil {
				return err
			}
		}
		asked, err := k.engine.Handle(k.tx, flows.Input{Kind: flows.Command, Command: "mydata", Chat: talkAuthor, Person: talkAuthor}, k.now, nil)
		if err != nil {
			return err
		}
		if len(asked.Jobs) != 1 || asked.Jobs[0].Person != talkAuthor {
			return fmt.Errorf("asked for %+v", asked.Jobs)
		}
		met := map[string]civic.PersonID{}
		for rec, err := range storage.Timers.All(k.tx) {
			if err != nil {
				return err
			}
			met[rec.Value.Kind] = rec.Value.Person
		}
		for kind, p := range map[string]civic.PersonID{"desk": 0, "ban": 0, "once": talkAuthor} {
			if got, ok := met[kind]; !ok || got != p {
				return fmt.Errorf("the timer %s is about %d, want %d", kind, got, p)
			}
		}
		return nil
	})
}
