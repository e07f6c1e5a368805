package flows

import (
	"strings"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Who tries what they have no right to, or too much at once, is on the record: at most
// once an hour for each person, so that nobody can flood it, and for a month. Of those
// who never gave consent only that it happened is kept.
const (
	deniedEvery = time.Hour
	deniedAge   = 30 * 24 * time.Hour
)

// Deny refuses what the person has no right to, which goes on the record. Who holds no
// office reads what they can do instead; in a desk's group that is to get one.
func (t *Turn) Deny() {
	if len(t.Roles) > 0 || t.Input.Group {
		t.DenyAs("not_yours", nil)
		return
	}
	t.DenyAs("not_for_residents", nil)
}

// DenyAs does so in other words.
func (t *Turn) DenyAs(key string, args Args) {
	t.Denied = true
	t.Warn(key, args)
}

// Overdone is the detail of what was denied because it was too much at once.
const Overdone = "overdone"

// Overdo refuses more than anybody may at once.
func (t *Turn) Overdo(key string, args Args) {
	t.overdone = true
	t.DenyAs(key, args)
}

func (t *Turn) recordDenied() error {
	var who civic.PersonID
	if t.Person != nil {
		who = t.Person.ID
	}
	for rec, err := range storage.ActsDenied.Backward(t.Tx, storage.Tuple(who), storage.Span{Limit: 1}) {
		if err != nil || t.Now.Sub(rec.Value.At) < deniedEvery {
			return err
		}
	}
	id, err := storage.Next(t.Tx, storage.ActCounter)
	if err != nil {
		return err
	}
	a := civic.Act{ID: id, At: t.Now, Person: who, Role: civic.Resident, What: civic.Denied, Detail: t.engine.wanted(t.Input)}
	if t.overdone {
		a.Detail = Overdone
	}
	if len(t.Roles) > 0 {
		a.Role = t.Roles[0].Role
	}
	return storage.Acts.Put(t.Tx, id, a)
}

// wanted names what an input asks for, if it is something that there is.
func (e *Engine) wanted(in Input) string {
	kind, rest, _ := strings.Cut(in.Data, ":")
	name, _, _ := strings.Cut(rest, ":")
	if a, ok := e.action(name); ok && kind == pressAction {
		return a.Name.short()
	}
	name, _, _ = strings.Cut(rest, " ")
	switch {
	case kind == pressCommand:
	case in.Kind == Command:
		name = in.Command
	default:
		name = string(e.labels[in.Label].Name)
	}
	if _, ok := e.commands[CommandName(name)]; ok {
		return "/" + name
	}
	return ""
}

// faded lists what is too old to be kept about those who were denied something.
func faded(tx *storage.Tx, now time.Time) (ids []uint64) {
	for rec, err := range storage.ActsDenied.Each(tx, nil) {
		if err == nil && now.Sub(rec.Value.At) >= deniedAge && len(ids) < sweepAtOnce {
			ids = append(ids, rec.Key)
		}
	}
	return ids
}
