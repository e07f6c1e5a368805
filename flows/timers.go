package flows

import (
	"fmt"
	"strconv"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// dailyHour is when timers come that come every day, in the region's time: what they
// say then disturbs nobody.
const dailyHour = 11

// Tomorrow returns the timer that follows one of a daily kind; false for other kinds.
func (e *Engine) Tomorrow(kind string, now time.Time) (storage.Timer, bool) {
	if !e.timers[kind].Daily {
		return storage.Timer{}, false
	}
	now = now.In(e.Region.Zone)
	due := time.Date(now.Year(), now.Month(), now.Day(), dailyHour, 0, 0, 0, now.Location())
	if !due.After(now) {
		due = due.AddDate(0, 0, 1)
	}
	return storage.Timer{Name: kind, Kind: kind, Due: due}, true
}

// Missing returns the daily timers that the store does not have yet, or cannot read any
// more: they are due.
func (e *Engine) Missing(tx *storage.Tx) (due []storage.Timer) {
	for _, k := range values(e.timers) {
		if _, found, _ := storage.Timers.Find(tx, k.Name); k.Daily && !found {
			due = append(due, storage.Timer{Name: k.Name, Kind: k.Name})
		}
	}
	return due
}

const onceName = "once" // of the timers, with a kind of job and a person

// once is what a person asked for: while its timer stands they cannot have another job
// of the kind. It stands for as long as the job does.
type once struct {
	Kind   string         `json:"kind"`
	Person civic.PersonID `json:"person"`
	Job    uint64         `json:"job"`
}

func (o once) timer() string {
	return onceName + "/" + o.Kind + "/" + strconv.FormatInt(int64(o.Person), 10)
}

// Once is [Turn.Later] for what a person asks for. Where they asked already and have to
// wait they read so, and begun is false.
func (t *Turn) Once(kind string, args any) (begun bool, err error) {
	k := t.engine.jobs[kind]
	if k.Every <= 0 {
		return false, fmt.Errorf("job %s does not say how often a person may have one", kind)
	}
	o := once{Kind: kind, Person: t.Input.Person}
	if storage.Timers.Has(t.Tx, o.timer()) {
		t.Warn(k.Already, nil)
		return false, nil
	}
	if o.Job, err = t.LaterFor(o.Person, kind, args); err != nil {
		return false, err
	}
	return true, o.stand(t)
}

func (o once) stand(t *Turn) error {
	return t.setFor(o.Person, o.timer(), onceName, t.Now.Add(t.engine.jobs[o.Kind].Every), o)
}

// nextOnce lets the person ask again, unless the job is not done yet.
func nextOnce(t *Turn) error {
	var o once
	if err := t.Args(&o); err != nil || !storage.Jobs.Has(t.Tx, o.Job) {
		return err
	}
	return o.stand(t)
}
