package flows_test

import (
	"testing"
	"time"

	"veche/storage"
)

// Whatever somebody presses, one job of a kind waits for them.
func TestAHundredPressesCostOneJob(t *testing.T) {
	for ask, already := range map[string]string{"/mydata": "mydata.already", "a:report.qr:2": "!qr.already"} {
		inWorld(t, func(w *world) {
			in := pressing(ask)
			if ask[0] == '/' {
				in = commanding(ask[1:])
			}
			w.act("author", in)
			for range 99 {
				w.says(w.act("author", in), already)
			}
			if n := storage.Jobs.Len(w.tx); n != 1 {
				t.Errorf("%s: %d jobs wait", ask, n)
			}
			w.act("moderator", in)
			if n := storage.Jobs.Len(w.tx); n != 2 {
				t.Errorf("%s: %d jobs wait, the second person's among them", ask, n)
			}
		})
	}
}

// The next may be asked for a while later, and when the first is done.
func TestTheNextJobOfAPerson(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("author", "mydata")
		w.until(w.now.Add(time.Minute))
		w.says(w.command("author", "mydata"), "mydata.already")
		w.work()
		w.says(w.command("author", "mydata"), "mydata.already")
		w.until(w.now.Add(time.Minute))
		w.says(w.command("author", "mydata"), "mydata.wait")
	})
}

// What somebody waits for goes with all else that is theirs, and comes to nobody when it
// was nearly done.
func TestForgettingDropsWhatWasAskedFor(t *testing.T) {
	inWorld(t, func(w *world) {
		asked := w.asks("author", "mydata")
		w.command("author", "forget")
		w.pick("author", "yes")
		for rec := range storage.Jobs.All(w.tx) {
			if rec.Value.Kind == "forget" {
				w.finish(rec.Value)
			}
		}
		if n := storage.Jobs.Len(w.tx); n != 0 {
			t.Errorf("%d jobs are left", n)
		}
		w.says(w.finish(asked))
	})
}

// asks lets somebody ask for a job by a command, and returns it.
func (w *world) asks(who, command string) storage.Job {
	w.t.Helper()
	turn := w.command(who, command)
	if len(turn.Jobs) != 1 {
		w.t.Fatalf("%d jobs began", len(turn.Jobs))
	}
	return turn.Jobs[0]
}
