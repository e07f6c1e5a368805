package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"veche/flows"
	"veche/storage"
)

// Jobs that fetch files may wait long for the messenger; the others only read and count.
const (
	fetchersAtOnce = 2
	readersAtOnce  = 2
)

// jobs are the jobs that wait for a worker, in the order in which they were given.
type jobs struct {
	mu      sync.Mutex
	more    sync.Cond
	waiting []storage.Job
	closed  bool
}

func newJobs() *jobs {
	q := new(jobs)
	q.more.L = &q.mu
	return q
}

func (q *jobs) put(j storage.Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, j)
	q.more.Signal()
}

// take waits for the next job. It is false once the queue is closed.
func (q *jobs) take() (j storage.Job, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 && !q.closed {
		q.more.Wait()
	}
	if q.closed {
		return j, false
	}
	j, q.waiting = q.waiting[0], q.waiting[1:]
	return j, true
}

// close leaves what waits to the next start.
func (q *jobs) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.more.Broadcast()
}

// work gives a job to the workers.
func (b *Bot) work(j storage.Job) {
	if b.engine.Fetches(j.Kind) {
		b.fetching.put(j)
	} else {
		b.reading.put(j)
	}
}

// hire begins to work on jobs, a few at once, until the bot stops.
func (b *Bot) hire() {
	for q, n := range map[*jobs]int{b.fetching: fetchersAtOnce, b.reading: readersAtOnce} {
		context.AfterFunc(b.working, q.close)
		for range n {
			b.beside.Go(func() { b.workOn(q) })
		}
	}
}

// workOn does one job after the other, beside the loop. The result comes back as an item,
// or the error, which puts the job into quarantine. A job that a stop interrupts runs
// again at the next start.
func (b *Bot) workOn(q *jobs) {
	for {
		j, ok := q.take()
		if !ok {
			return
		}
		args, err := b.do(j)
		if b.working.Err() != nil {
			return
		}
		if err != nil {
			err = fmt.Errorf("job %d: %w", j.ID, err)
		}
		select {
		case <-b.working.Done():
			return
		case b.items <- item{result: &result{job: j, args: args, err: err}}:
		}
	}
}

func (b *Bot) do(j storage.Job) (args json.RawMessage, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	found, err := b.engine.Run(b.working, j.Kind, flows.Work{Args: j.Args, View: b.store.View, Look: b.look})
	if err != nil {
		return nil, err
	}
	return json.Marshal(found)
}
