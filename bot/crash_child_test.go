package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/storage"
)

// The child: this test program again, as the bot.
const (
	childFile = "VECHE_TEST_BOT_FILE"
	childAPI  = "VECHE_TEST_BOT_API"
)

// TestBotAsAProcess is no test: it is the bot that the crash test kills. SIGTERM ends
// it once everything was delivered.
func TestBotAsAProcess(t *testing.T) {
	path := os.Getenv(childFile)
	if path == "" {
		t.Skip("started by the crash test")
	}
	store, err := storage.Open(path, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	clock := haste(store)
	b := newBot(t, bot.Config{API: os.Getenv(childAPI), Store: store, Now: clock.Now, Turned: clock.Changed,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	told, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	ctx, end := context.WithCancel(context.Background())
	go func() {
		<-told.Done()
		for tick := time.Tick(10 * time.Millisecond); !delivered(store); <-tick {
		}
		end()
	}()
	if err := b.Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// haste is a clock that, while a broadcast goes on, takes hours for seconds. It begins
// where an earlier process has come to.
func haste(store *storage.Store) *sandbox.Clock {
	clock := sandbox.New(sandbox.Options{}).Clock()
	waiting := func() (due time.Time) {
		_ = store.View(func(tx *storage.Tx) error {
			for rec := range storage.Timers.All(tx, storage.Range[string]{Prefix: []byte("broadcast/"), Limit: 1}) {
				due = rec.Value.Due
			}
			return nil
		})
		return due
	}
	go func() {
		for range time.Tick(2 * time.Millisecond) {
			if due := waiting(); due.After(clock.Now()) {
				clock.Set(due)
			}
		}
	}()
	return clock
}

// child is a process of the bot.
type child struct {
	*exec.Cmd
	polled <-chan struct{}
	ended  chan struct{} // closed; err is then set
	err    error
}

func (w *town) start() (*child, error) {
	log, err := os.OpenFile(w.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	select {
	case <-w.polled: // by the one before
	default:
	}
	c := &child{Cmd: exec.Command(os.Args[0], "-test.run=^TestBotAsAProcess$"), polled: w.polled, ended: make(chan struct{})}
	c.Env = append(os.Environ(), childFile+"="+w.db, childAPI+"="+w.api)
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return nil, err
	}
	go func() {
		c.err = c.Wait()
		close(c.ended)
	}()
	return c, nil
}

var errEnded = errors.New("the process ended by itself")

func (c *child) polling(ctx context.Context) error {
	select {
	case <-c.polled:
		return nil
	case <-c.ended:
		return fmt.Errorf("%w: %v", errEnded, c.err)
	case <-ctx.Done():
		return fmt.Errorf("wait for the first poll: %w", ctx.Err())
	}
}

func (c *child) killAfter(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		c.kill()
		return nil
	case <-c.ended:
		return fmt.Errorf("%w: %v", errEnded, c.err)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// kill ends the process at once, wherever it is.
func (c *child) kill() {
	if c == nil {
		return
	}
	_ = c.Process.Kill()
	<-c.ended
}

func (c *child) stop(ctx context.Context) error {
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-c.ended:
		return c.err
	case <-ctx.Done():
		c.kill()
		return fmt.Errorf("wait for the process to end: %w", ctx.Err())
	}
}

func (w *town) childLog(t *testing.T) string {
	t.Helper()
	log, err := os.ReadFile(w.log)
	if err != nil {
		t.Error(err)
	}
	return string(log[max(0, len(log)-4000):])
}
