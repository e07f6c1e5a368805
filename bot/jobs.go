package bot

import (
	"encoding/json"
	"fmt"

	"veche/flows"
	"veche/storage"
)

// work runs a job beside the loop; the result comes back as an
// item, or the error, which puts the job into quarantine. A job that a stop interrupts
// runs again at the next start.
func (b *Bot) work(j storage.Job) {
	b.jobs.Go(func() {
		args, err := b.do(j)
		if b.working.Err() != nil {
			return
		}
		if err != nil {
			err = fmt.Errorf("job %d: %w", j.ID, err)
		}
		select {
		case b.items <- item{result: &result{job: j, args: args, err: err}}:
		case <-b.working.Done():
		}
	})
}

func (b *Bot) do(j storage.Job) (args json.RawMessage, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	found, err := b.engine.Run(b.working, j.Kind, flows.Work{Args: j.Args, View: b.store.View, Fetch: b.client.fetch})
	if err != nil {
		return nil, err
	}
	return json.Marshal(found)
}
