package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"veche/storage"
)

// Operator does what commands want of a file: through the bot that runs on it, or on
// the file itself when none does.
type Operator struct {
	db  string
	bot *http.Client // nil: no bot runs
}

// NewOperator looks who has the file.
func NewOperator(db string) (*Operator, error) {
	if _, err := os.Stat(db); err != nil {
		return nil, err
	}
	o := &Operator{db: db}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", SocketOf(db))
	}
	conn, err := dial(context.Background(), "", "")
	switch {
	case err == nil:
		conn.Close()
		o.bot = &http.Client{Transport: &http.Transport{DialContext: dial}}
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%w: run this as the user that the bot runs as", err)
	}
	// Any other error: no socket, or one that a process left which was killed.
	return o, nil
}

// Backup writes a copy of the file to a path; see [storage.Store.Backup].
func (o *Operator) Backup(ctx context.Context, to string) error {
	if o.bot == nil {
		return o.locked(storage.Copy(ctx, o.db, to))
	}
	to, err := filepath.Abs(to) // the bot may stand in another folder
	if err != nil {
		return err
	}
	return o.ask(ctx, http.MethodPost, "/backup?"+url.Values{"to": {to}}.Encode(), nil)
}

// List returns what is in quarantine, without anybody's words.
func (o *Operator) List(ctx context.Context) (rows []storage.Quarantined, err error) {
	if o.bot != nil {
		return rows, o.ask(ctx, http.MethodGet, "/quarantine", &rows)
	}
	err = o.open(func(s *storage.Store) error {
		rows, err = listRows(s)
		return err
	})
	return rows, err
}

// Show returns one row with all that is in it.
func (o *Operator) Show(ctx context.Context, id uint64) (row storage.Quarantined, err error) {
	if o.bot != nil {
		return row, o.ask(ctx, http.MethodGet, fmt.Sprintf("/quarantine/%d", id), &row)
	}
	err = o.open(func(s *storage.Store) error {
		row, err = showRow(s, id)
		return err
	})
	return row, err
}

// Retry has a row done again, as if it had come just now. An error says why it failed
// again; the row is kept then.
func (o *Operator) Retry(ctx context.Context, id uint64) error {
	if o.bot == nil {
		return fmt.Errorf("no bot runs on %s, and only the bot can try again: start it with `veche run`, then repeat this", o.db)
	}
	return o.ask(ctx, http.MethodPost, fmt.Sprintf("/quarantine/%d/retry", id), nil)
}

// Drop removes a row for good.
func (o *Operator) Drop(ctx context.Context, id uint64) error {
	if o.bot != nil {
		return o.ask(ctx, http.MethodDelete, fmt.Sprintf("/quarantine/%d", id), nil)
	}
	return o.open(func(s *storage.Store) error {
		return s.Update(func(tx *storage.Tx) error {
			if _, err := storage.Quarantine.Get(tx, id); err != nil {
				return absent(id, err)
			}
			return storage.Quarantine.Delete(tx, id)
		})
	})
}

func (o *Operator) open(do func(*storage.Store) error) error {
	s, err := storage.Open(o.db, storage.Options{})
	if err != nil {
		return o.locked(err)
	}
	return errors.Join(do(s), s.Close())
}

// locked says that whoever has the file does not answer.
func (o *Operator) locked(err error) error {
	if errors.Is(err, storage.ErrInUse) {
		return fmt.Errorf("%s %w, which does not answer at %s: it starts or stops just now, or its log says why", o.db, storage.ErrInUse, SocketOf(o.db))
	}
	return err
}

// ask makes a request of the bot that runs.
func (o *Operator) ask(ctx context.Context, method, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://bot"+path, nil)
	if err != nil {
		return err
	}
	resp, err := o.bot.Do(req)
	if err != nil {
		return fmt.Errorf("ask the bot that runs on %s: %w", o.db, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return fmt.Errorf("ask the bot that runs on %s: %w", o.db, err)
	case resp.StatusCode != http.StatusOK:
		return errors.New(strings.TrimSpace(string(body)))
	case into == nil:
		return nil
	}
	return json.Unmarshal(body, into)
}

// listRows returns the rows without what came in and without what errors quote.
func listRows(s *storage.Store) ([]storage.Quarantined, error) {
	rows := []storage.Quarantined{}
	err := s.View(func(tx *storage.Tx) error {
		for rec, err := range storage.Quarantine.All(tx) {
			if err != nil {
				return err
			}
			q := rec.Value
			q.Raw, q.Error = nil, firstLine(q.Error)
			rows = append(rows, q)
		}
		return nil
	})
	return rows, err
}

var quoted = regexp.MustCompile(`"[^"]*"|«[^»]*»`)

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return quoted.ReplaceAllString(line, `"…"`)
}

func showRow(s *storage.Store, id uint64) (q storage.Quarantined, err error) {
	err = s.View(func(tx *storage.Tx) error {
		q, err = storage.Quarantine.Get(tx, id)
		return absent(id, err)
	})
	return q, err
}
