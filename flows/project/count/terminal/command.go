// Package terminal is the command `veche count`: it reads an election from a Pabulib
// file, counts it, and words the outcome for a person at a terminal or, as JSON, for
// another program.
//
// It decides nothing. The flags become a count.Rule, the figures come from the package
// count; here they get their columns and their English. What is shown on the screen is
// rounded, what stands in the JSON is exact.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"

	"veche/flows/project/count"
	"veche/flows/project/count/pabulib"
)

// Command is `veche count`.
type Command struct {
	File string `arg:"" help:"The election, a .pb file; - is the standard input."`
	ruleFlags
	Compare bool   `help:"Show the same ballots under the other rules side by side."`
	Explain string `placeholder:"ID" help:"Say why the project was funded, or what it missed. With the id of a voter: what that ballot paid for."`
	JSON    bool   `name:"json" help:"Print an object instead of tables."`
}

// Run counts and shows. Stopped by a signal, it ends with code 130.
func (c Command) Run(ctx context.Context) error {
	err := c.run(ctx, here())
	if errors.Is(err, context.Canceled) {
		return stopped{}
	}
	return err
}

// stopped is what a shell expects of a command that Ctrl-C ended.
type stopped struct{}

func (stopped) Error() string { return "stopped, nothing was counted to its end" }

// ExitCode is read by kong.
func (stopped) ExitCode() int { return 130 }

func (c Command) run(ctx context.Context, s screen) error {
	file, err := c.read(ctx)
	if err != nil {
		return err
	}
	rule, err := c.rule(&file.Election)
	if err != nil {
		return err
	}
	for _, note := range c.notes(&file.Election) {
		fmt.Fprintln(s.err, "note:", note)
	}
	r := report{screen: s, file: file, election: &file.Election, purse: purse{file.Election.Decimals, plain(file.Say("currency"))}}
	if r.result, err = r.count(ctx, rule); err != nil {
		return err
	}
	if c.Explain != "" {
		if r.why, err = r.explain(ctx, c.Explain); err != nil {
			return err
		}
	}
	if c.Compare {
		if r.others, err = r.compare(ctx); err != nil {
			return err
		}
	}
	if c.JSON {
		return r.writeJSON()
	}
	return r.write()
}

// read reads the election until Ctrl-C: what another program writes may take its time.
func (c Command) read(ctx context.Context) (*pabulib.File, error) {
	type read struct {
		file *pabulib.File
		err  error
	}
	done := make(chan read, 1)
	go func() {
		file, err := c.open()
		done <- read{file, err}
	}()
	select {
	case r := <-done:
		return r.file, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// open reads the file, or the standard input.
func (c Command) open() (*pabulib.File, error) {
	if c.File == "-" {
		return pabulib.Read("standard input", os.Stdin)
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return pabulib.Read(c.File, f)
}

// report is what a run of the command has to say.
type report struct {
	screen
	file     *pabulib.File
	election *count.Election
	purse    purse
	result   *count.Result
	why      *why
	others   []outcome
}

// count counts under a rule, with a bar if it takes long.
func (r *report) count(ctx context.Context, rule count.Rule) (*count.Result, error) {
	b := newBar(r.screen, r.election.Budget)
	defer b.clear()
	return count.Count(ctx, r.election, rule, b.teller())
}
