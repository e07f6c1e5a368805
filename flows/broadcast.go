package flows

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// How a broadcast goes: a few readers at once, and then a pause. That is less than the
// messenger lets through (30 a second), and a round that has updates too is hardly
// longer for it: replies need not wait. It stands still while so many rows wait to leave.
const (
	readersAtOnce = 10
	readersPause  = 400 * time.Millisecond
	backlog       = 200
	backlogPause  = 2 * time.Second
)

const broadcastName = "broadcast/" // of the timers, with a number

// BroadcastKind is what many people are told. Both of its functions read what it was
// given with [Turn.Args].
type BroadcastKind struct {
	Name string
	// To lists the next n readers, in the order of their numbers, beginning with from;
	// fewer when there are no more.
	To func(t *Turn, from civic.PersonID, n int) ([]civic.PersonID, error)
	// Say tells one of them, with [Turn.Push]. It words what is so when their turn comes.
	// It reads what it needs before it writes: one whose record is rotten is passed over.
	Say func(t *Turn, p civic.Person) error
}

// broadcast is one on its way, kept with its timer: those before From are told.
type broadcast struct {
	Timer string          `json:"timer"`
	Kind  string          `json:"kind"`
	Args  json.RawMessage `json:"args"`
	From  civic.PersonID  `json:"from"`
}

// Broadcast tells many people something, by and by, each once: it is one record,
// however many they are. What they are told is put into the outbox in the transaction
// that moves the record on, so that it goes on where it was after a crash.
func (t *Turn) Broadcast(kind string, args any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("begin broadcast %s: %w", kind, err)
	}
	n, err := storage.Next(t.Tx, storage.BroadcastCounter)
	if err != nil {
		return fmt.Errorf("begin broadcast %s: %w", kind, err)
	}
	b := broadcast{Timer: fmt.Sprintf("%s%d", broadcastName, n), Kind: kind, Args: raw}
	return b.goOn(t, t.Now)
}

func (b broadcast) goOn(t *Turn, at time.Time) error { return t.Set(b.Timer, "broadcast", at, b) }

// spread tells the next readers of a broadcast.
func (e *Engine) spread(t *Turn) error {
	var b broadcast
	if err := t.Args(&b); err != nil {
		return err
	}
	k, ok := e.broadcasts[b.Kind]
	if !ok {
		return fmt.Errorf("broadcast of the unknown kind %q", b.Kind)
	}
	if at := t.held(); at.After(t.Now) {
		return b.goOn(t, at)
	}
	t.args = b.Args
	readers, err := k.To(t, b.From, readersAtOnce)
	if err != nil {
		return fmt.Errorf("broadcast %s: %w", b.Kind, err)
	}
	for _, p := range readers {
		if err := tellOne(t, k, p); err != nil {
			return fmt.Errorf("broadcast %s: %w", b.Kind, err)
		}
	}
	if len(readers) < readersAtOnce {
		return nil
	}
	b.From = readers[len(readers)-1] + 1
	return b.goOn(t, t.Now.Add(readersPause*time.Duration(1+others(t))))
}

// others counts the broadcasts that are on their way beside the one of this turn: they
// take turns.
func others(t *Turn) (n int) {
	for range storage.Timers.All(t.Tx, storage.Range[string]{Prefix: []byte(broadcastName)}) {
		n++
	}
	return n
}

// tellOne leaves out whose record is gone, or cannot be read: the others wait.
func tellOne(t *Turn, k BroadcastKind, id civic.PersonID) error {
	p, found, err := storage.People.Find(t.Tx, id)
	if errors.Is(err, storage.ErrRotten) || err == nil && !found {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.Say(t, p); !errors.Is(err, storage.ErrRotten) {
		return err
	}
	return nil
}

// held is until when a broadcast has to wait: for the morning, or a moment for what
// still has to leave.
func (t *Turn) held() time.Time {
	if q := t.Region.Quiet; q.From != q.To && q.Contains(t.Now) {
		morning := time.Date(t.Now.Year(), t.Now.Month(), t.Now.Day(), q.To, 0, 0, 0, t.Now.Location())
		if !morning.After(t.Now) {
			morning = morning.AddDate(0, 0, 1)
		}
		return morning
	}
	if storage.Outbox.AtLeast(t.Tx, backlog) {
		return t.Now.Add(backlogPause)
	}
	return t.Now
}
