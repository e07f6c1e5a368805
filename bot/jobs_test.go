package bot

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"veche/bot/wire"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/subjects"
	"veche/storage"
)

// A few jobs are done at once, and one that waits for the messenger holds up none that
// only reads.
func TestAFewJobsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newYard(t)
		for id := range uint64(20) {
			b.work(storage.Job{ID: id, Kind: "fetch"})
		}
		for id := range uint64(6) {
			b.work(storage.Job{ID: 100 + id, Kind: "read"})
		}
		b.hire()
		time.Sleep(3*time.Second + time.Millisecond)
		synctest.Wait()
		if got := b.finished(t); got != 3*readersAtOnce {
			t.Errorf("%d jobs are done in 3 s, want %d", got, 3*readersAtOnce)
		}
		time.Sleep(57 * time.Second)
		synctest.Wait()
		if got := b.finished(t); got != fetchersAtOnce {
			t.Errorf("%d fetches are done in a minute, want %d", got, fetchersAtOnce)
		}
		b.stop()
		b.beside.Wait()
		if got := b.finished(t); got != 0 {
			t.Errorf("%d jobs that a stop interrupted count as done", got)
		}
	})
}

// yard is a bot that does jobs and nothing else.
type yard struct{ *Bot }

// newYard knows a job of a second and a fetch of a minute.
func newYard(t *testing.T) yard {
	takes := func(d time.Duration) func(context.Context, flows.Work) (any, error) {
		return func(ctx context.Context, _ flows.Work) (any, error) {
			select {
			case <-time.After(d):
				return nil, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), flows.Conversation{Name: "yard", Jobs: []flows.JobKind{
		{Name: "read", Run: takes(time.Second)}, {Name: "fetch", Run: takes(time.Minute), Fetches: true},
	}})...)
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{engine: engine, store: &storage.Store{}, client: &wire.Client{}, fetching: newJobs(), reading: newJobs(), items: make(chan item, 100)}
	b.working, b.stop = context.WithCancel(context.Background())
	return yard{b}
}

// finished counts the results that have come since it was last asked.
func (b yard) finished(t *testing.T) (n int) {
	for {
		select {
		case it := <-b.items:
			if it.result.err != nil {
				t.Error(it.result.err)
			}
			n++
		default:
			return n
		}
	}
}
