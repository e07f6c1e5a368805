package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"text/tabwriter"
	"time"

	"veche/storage"
)

// OutboxCommand is `veche outbox` with what can be done there.
type OutboxCommand struct {
	List   outboxListCommand   `cmd:"" default:"withargs" help:"List what waits to leave and what was put aside, without anybody's words."`
	Show   outboxShowCommand   `cmd:"" help:"Show all of one row, with what is written in it."`
	Repeat outboxRepeatCommand `cmd:"" help:"Let a row that was put aside leave again."`
	Drop   outboxDropCommand   `cmd:"" help:"Remove a row for good."`
}

type outboxListCommand struct{ dbFlag }

func (c outboxListCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error { return o.printOutbox(ctx, os.Stdout) })
}

type outboxShowCommand struct {
	dbFlag
	N uint64 `arg:""`
}

func (c outboxShowCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error { return o.printOutgoing(ctx, os.Stdout, c.N) })
}

type outboxRepeatCommand struct {
	dbFlag
	N uint64 `arg:""`
}

func (c outboxRepeatCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error {
		err := o.outbox(ctx, http.MethodPost, fmt.Sprintf("/outbox/%d/repeat", c.N), errand{id: c.N})
		if err == nil {
			fmt.Printf("%d leaves again\n", c.N)
		}
		return err
	})
}

type outboxDropCommand struct {
	dbFlag
	N uint64 `arg:""`
}

func (c outboxDropCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error {
		err := o.outbox(ctx, http.MethodDelete, fmt.Sprintf("/outbox/%d", c.N), errand{id: c.N, drop: true})
		if err == nil {
			fmt.Printf("%d is gone\n", c.N)
		}
		return err
	})
}

// outbox has a row repeated or dropped: by the bot that runs, or in the file for the next
// run.
func (o *Operator) outbox(ctx context.Context, method, path string, e errand) error {
	if o.bot != nil {
		return o.ask(ctx, method, path, nil)
	}
	return o.open(func(s *storage.Store) error {
		return s.Update(func(tx *storage.Tx) error { return e.leave(tx, time.Now(), new(effects)) })
	})
}

func (o *Operator) printOutbox(ctx context.Context, to io.Writer) error {
	rows, err := []storage.Outgoing{}, error(nil)
	if o.bot != nil {
		err = o.ask(ctx, http.MethodGet, "/outbox", &rows)
	} else {
		err = o.open(func(s *storage.Store) error {
			rows, err = listOutbox(s)
			return err
		})
	}
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		fmt.Fprintln(to, "The outbox is empty.")
		return nil
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", r.ID, r.Made.Local().Format(time.DateTime), chatKind(r.Chat), r.Live, standing(r))
	}
	return table.Flush()
}

func chatKind(c storage.ChatID) string {
	if c < 0 {
		return "group"
	}
	return "person"
}

func standing(r storage.Outgoing) string {
	if r.Aside == nil {
		return "waits"
	}
	return fmt.Sprintf("aside since %s: %s, %s", r.Aside.At.Local().Format(time.DateTime), r.Aside.Why, r.Aside.Error)
}

func (o *Operator) printOutgoing(ctx context.Context, to io.Writer, id uint64) error {
	var row storage.Outgoing
	var err error
	if o.bot != nil {
		err = o.ask(ctx, http.MethodGet, fmt.Sprintf("/outbox/%d", id), &row)
	} else {
		err = o.open(func(s *storage.Store) error {
			row, err = showOutgoing(s, id)
			return err
		})
	}
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(row, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(to, "%s\n", raw)
	}
	return err
}

// listOutbox returns the rows without what is written in them and what errors quote.
func listOutbox(s *storage.Store) ([]storage.Outgoing, error) {
	rows := []storage.Outgoing{}
	err := s.View(func(tx *storage.Tx) error {
		for rec, err := range storage.Outbox.All(tx) {
			if err != nil && !errors.Is(err, storage.ErrRotten) {
				return err
			}
			if err != nil {
				continue
			}
			r := rec.Value
			r.Message = storage.Message{}
			if r.Aside != nil {
				r.Aside.Error = firstLine(r.Aside.Error)
			}
			rows = append(rows, r)
		}
		return nil
	})
	return rows, err
}

func showOutgoing(s *storage.Store, id uint64) (row storage.Outgoing, err error) {
	err = s.View(func(tx *storage.Tx) error {
		row, err = outgoing(tx, id)
		return err
	})
	return row, err
}

// outgoing finds a row by its number alone.
func outgoing(tx *storage.Tx, id uint64) (storage.Outgoing, error) {
	for rec, err := range storage.Outbox.All(tx) {
		if err != nil && !errors.Is(err, storage.ErrRotten) {
			return storage.Outgoing{}, err
		}
		if rec.Key.ID == id {
			return rec.Value, err
		}
	}
	return storage.Outgoing{}, fmt.Errorf("nothing in the outbox has the number %d; `veche outbox list` shows what is there", id)
}

// leave does an errand to a row of the outbox. What is being sent at this very moment may
// arrive though it is dropped.
func (e errand) leave(tx *storage.Tx, now time.Time, fx *effects) error {
	row, err := outgoing(tx, e.id)
	if err != nil {
		return err
	}
	if row.Aside == nil && !e.drop {
		return fmt.Errorf("row %d waits for its turn and leaves by itself", e.id)
	}
	if err := storage.Outbox.Delete(tx, row.Key()); err != nil {
		return err
	}
	if err := unqueue(tx, row); err != nil {
		return err
	}
	if e.drop {
		fx.dropped = append(fx.dropped, row.Key())
		return nil
	}
	row.Aside = nil
	return resend(tx, row, now, fx)
}

// unqueue lets the live message of a row know that it is gone.
func unqueue(tx *storage.Tx, row storage.Outgoing) error {
	key := storage.LiveKey{Chat: row.Chat, Name: row.Live}
	live, ok, err := storage.Lives.Find(tx, key)
	if row.Live == "" || !ok || err != nil {
		return err
	}
	if live.Queued == row.ID {
		live.Queued = 0
	}
	if live.Aside == row.ID {
		live.Aside = 0
	}
	return storage.Lives.Put(tx, key, live)
}
