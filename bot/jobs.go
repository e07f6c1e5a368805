package bot

import (
	"encoding/json"
	"fmt"

	"veche/storage"
)

// work runs a job beside the loop, on what is committed; the result comes back as an
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
	err = b.store.View(func(tx *storage.Tx) error {
		found, err := b.engine.Run(b.working, tx, j)
		if err != nil {
			return err
		}
		args, err = json.Marshal(found)
		return err
	})
	return args, err
}
