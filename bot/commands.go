package bot

import (
	"context"
	"fmt"
	"os"
	"time"

	"veche/storage"
)

// dbFlag names the file whose bot a command speaks to.
type dbFlag struct {
	DB string `env:"VECHE_DB" default:"veche.db" placeholder:"FILE" help:"The file of data."`
}

// BackupCommand is `veche backup`.
type BackupCommand struct {
	dbFlag
	File string `arg:"" type:"path" help:"Where the copy goes. There must be no such file yet."`
}

// Run copies the file.
func (c BackupCommand) Run(ctx context.Context) error {
	o, err := NewOperator(c.DB)
	if err != nil {
		return err
	}
	if err := o.Backup(ctx, c.File); err != nil {
		return err
	}
	fmt.Printf("%s is copied to %s\n", c.DB, c.File)
	return nil
}

// CheckCommand is `veche check`.
type CheckCommand struct {
	File string `arg:"" type:"path" help:"The copy, or the file of a bot that does not run."`
}

// Run fails where anything is damaged, after naming it.
func (c CheckCommand) Run() error {
	found, err := storage.Check(c.File)
	if err != nil {
		return err
	}
	for _, p := range found.Problems {
		fmt.Println(p)
	}
	if n := len(found.Problems) + found.More; n > 0 {
		return fmt.Errorf("%s is damaged (%d findings): restore a backup that is sound", c.File, n)
	}
	fmt.Printf("%s is sound: %d records, format %d, begun on %s\n", c.File, found.Records, found.Format, found.Made.Format(time.DateOnly))
	return nil
}

// QuarantineCommand is `veche quarantine` with what can be done there.
type QuarantineCommand struct {
	List  listCommand  `cmd:"" default:"withargs" help:"List what is there, without anybody's words."`
	Show  showCommand  `cmd:"" help:"Show all of one row, with what was written."`
	Retry retryCommand `cmd:"" help:"Have one row, or all, done again by the bot that runs."`
	Drop  dropCommand  `cmd:"" help:"Remove a row for good."`
}

type listCommand struct{ dbFlag }

func (c listCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error { return o.PrintList(ctx, os.Stdout) })
}

type showCommand struct {
	dbFlag
	N uint64 `arg:""`
}

func (c showCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error { return o.PrintRow(ctx, os.Stdout, c.N) })
}

type retryCommand struct {
	dbFlag
	N uint64 `arg:"" optional:""`
}

func (c retryCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error {
		if c.N == 0 {
			return o.RetryAll(ctx, os.Stdout)
		}
		return o.PrintRetry(ctx, os.Stdout, c.N)
	})
}

type dropCommand struct {
	dbFlag
	N uint64 `arg:""`
}

func (c dropCommand) Run(ctx context.Context) error {
	return c.operate(func(o *Operator) error { return o.PrintDrop(ctx, os.Stdout, c.N) })
}

func (f dbFlag) operate(do func(*Operator) error) error {
	o, err := NewOperator(f.DB)
	if err != nil {
		return err
	}
	return do(o)
}
