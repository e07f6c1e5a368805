package courier

import (
	"context"
	"sync"
	"time"
)

const (
	pressLife    = 10 * time.Second // the client stops waiting for an answer
	pressesKept  = 4096
	pressWorkers = 16
)

// press is an answer to somebody who pressed a button.
type press struct {
	query string
	text  string
	alert bool
	at    time.Time
}

// presses is the lane for answers to presses: unpaced, each tried once. A press
// shows a spinner until it is answered, but nothing hangs on it.
type presses struct {
	waiting chan press
	stopped chan struct{}
	once    sync.Once
	workers sync.WaitGroup
	courier *Courier
}

func (p *presses) start(c *Courier) {
	p.courier = c
	p.waiting = make(chan press, pressesKept)
	p.stopped = make(chan struct{})
	for range pressWorkers {
		p.workers.Go(p.work)
	}
}

func (p *presses) put(one press) {
	select {
	case <-p.stopped:
		return
	default:
	}
	select {
	case p.waiting <- one:
	default:
		p.courier.options.Counter.Pressed(false)
	}
}

func (p *presses) work() {
	for {
		select {
		case one := <-p.waiting:
			p.answer(one)
		case <-p.stopped:
			for {
				select {
				case one := <-p.waiting:
					p.answer(one)
				default:
					return
				}
			}
		}
	}
}

func (p *presses) answer(one press) {
	ctx, cancel := context.WithDeadline(p.courier.ctx, one.at.Add(pressLife))
	defer cancel()
	if ctx.Err() != nil {
		p.courier.options.Counter.Pressed(false)
		return
	}
	err := p.courier.sender.press(ctx, one.query, one.text, one.alert)
	p.courier.options.Counter.Pressed(judge(err).outcome == Delivered)
}

// close answers what is left and ends the lane.
func (p *presses) close() {
	p.once.Do(func() { close(p.stopped) })
	p.workers.Wait()
}
