// Package load measures a bot: residents file one thing after the other, as reports, as fast as the bot answers them.
//
// It starts the real program as a process of its own and is its Bot API: just enough of one to be cheap (wire.go,
// api.go), since it shares the machine with what it measures. Each resident goes the walks of the subjects (walk.go) and
// acts again when the reply to the last act has come: a closed loop, so that the number of residents is the number of
// updates on their way. What the bot and the load each cost is read from the system (process.go).
//
// The load trusts nothing: a resident who does not get the expected answer, a report without a receipt, or two
// receipts with one number fail the run.
package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"syscall"
	"time"

	"veche/flows/play"
)

// Token is the bot's token here.
const Token = "1000002:load"

const (
	readyWait  = 30 * time.Second // from the start to the first poll
	answerWait = 10 * time.Second // for any answer at all
	stopWait   = 6 * time.Second  // after SIGTERM
)

// Options of a run.
type Options struct {
	Residents int           // at least 1
	Warmup    time.Duration // at least; it lasts until every resident has filed a report
	Duration  time.Duration // of the measurement
	Walks     []play.Walk   // what they do, one after the other
	Group     bool          // a moderators' group is bound: expect its cards
	Kept      bool          // the file is not new: expect messages to people of its own
	// Start makes the command that runs the bot against a Bot API, with its metrics at an address.
	Start func(api, metrics string) *exec.Cmd
}

// Run starts the bot, lets the residents at it and measures.
func Run(ctx context.Context, o Options) (Result, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return Result{}, fmt.Errorf("listen: %w", err)
	}
	defer l.Close()
	metrics, err := freeAddress()
	if err != nil {
		return Result{}, err
	}
	town := newTown(o)
	go serve(l, town.call)
	bot, err := start(o.Start("http://"+l.Addr().String(), metrics), metrics)
	if err != nil {
		return Result{}, err
	}
	defer bot.kill()
	result, err := measure(ctx, o, town, bot)
	return result, errors.Join(err, bot.stop())
}

func measure(ctx context.Context, o Options, t *town, bot *process) (Result, error) {
	r := Result{Residents: o.Residents}
	if err := t.await(ctx, bot, readyWait, t.polled); err != nil {
		return r, fmt.Errorf("wait for the first poll: %w", err)
	}
	r.StartMS = ms(t.firstPoll().Sub(bot.started))
	warm := time.Now().Add(o.Warmup)
	t.begin()
	if err := t.await(ctx, bot, o.Warmup+30*time.Second, func() bool { return time.Now().After(warm) && t.settled() }); err != nil {
		return r, fmt.Errorf("warm up: %w", err)
	}
	before, err := look(t, bot)
	if err != nil {
		return r, err
	}
	t.record(true)
	end := before.at.Add(o.Duration)
	if err := t.await(ctx, bot, o.Duration+answerWait, func() bool { return time.Now().After(end) }); err != nil {
		return r, err
	}
	t.record(false)
	after, err := look(t, bot)
	if err != nil {
		return r, err
	}
	r.fill(before, after, t.took())
	r.Reports, err = t.finish(ctx, bot)
	r.PeakMiB = float64(bot.peak.Load()) / (1 << 20)
	return r, err
}

// await looks every few milliseconds whether something is so, until the run fails, nobody has had an answer for a
// while, or the time is over.
func (t *town) await(ctx context.Context, bot *process, most time.Duration, so func() bool) error {
	ctx, cancel := context.WithTimeoutCause(ctx, most, errors.New("it takes too long"))
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		if err := t.trouble(); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-bot.ended:
			return errors.New("the bot ended by itself")
		case <-ctx.Done():
			return fmt.Errorf("%w; %s", context.Cause(ctx), t.describe())
		}
	}
	return nil
}

// finish lets everybody get the answer they wait for, and tells how many reports were filed.
func (t *town) finish(ctx context.Context, bot *process) (int, error) {
	t.end()
	if err := t.await(ctx, bot, answerWait, t.idle); err != nil {
		return 0, fmt.Errorf("wait for the last answers: %w", err)
	}
	return t.filed(), t.trouble()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// stop ends the bot as an operator would.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-p.ended:
	case <-time.After(stopWait):
		return fmt.Errorf("the bot did not stop within %s", stopWait)
	}
	if p.err != nil {
		return fmt.Errorf("the bot: %w", p.err)
	}
	return nil
}
