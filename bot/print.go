package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// PrintList lists the quarantine for people.
func (o *Operator) PrintList(ctx context.Context, to io.Writer) error {
	rows, err := o.List(ctx)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		fmt.Fprintln(to, "The quarantine is empty.")
		return nil
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, q := range rows {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", q.ID, q.At.Local().Format(time.DateTime), q.Kind, q.Error)
	}
	return table.Flush()
}

// PrintRow shows one row with all that is in it.
func (o *Operator) PrintRow(ctx context.Context, to io.Writer, id uint64) error {
	q, err := o.Show(ctx, id)
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	if err := json.Indent(&raw, q.Raw, "", "  "); err != nil {
		return fmt.Errorf("show row %d: %w", id, err)
	}
	_, err = fmt.Fprintf(to, "%d, %s, %s\n\n%s\n\n%s\n", q.ID, q.At.Local().Format(time.DateTime), q.Kind, q.Error, raw.String())
	return err
}

// RetryAll has every row done again and says how each went. It fails when one did.
func (o *Operator) RetryAll(ctx context.Context, to io.Writer) error {
	rows, err := o.List(ctx)
	if err != nil {
		return err
	}
	failed := 0
	for _, q := range rows {
		if err := o.PrintRetry(ctx, to, q.ID); err != nil {
			failed++
			fmt.Fprintf(to, "%d failed again: %s\n", q.ID, firstLine(err.Error()))
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d failed again; `veche quarantine show N` tells why", failed, len(rows))
	}
	if len(rows) == 0 {
		fmt.Fprintln(to, "The quarantine is empty.")
	}
	return nil
}

// PrintRetry has a row done again and says so.
func (o *Operator) PrintRetry(ctx context.Context, to io.Writer, id uint64) error {
	err := o.Retry(ctx, id)
	if err == nil {
		fmt.Fprintf(to, "%d is done\n", id)
	}
	return err
}

// PrintDrop removes a row for good and says so.
func (o *Operator) PrintDrop(ctx context.Context, to io.Writer, id uint64) error {
	err := o.Drop(ctx, id)
	if err == nil {
		fmt.Fprintf(to, "%d is gone\n", id)
	}
	return err
}
