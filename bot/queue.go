package bot

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"veche/storage"
)

// job is a row on its way. What it has done already outlasts a failed attempt: of an
// album and its text, only what did not arrive is sent again.
type job struct {
	row     storage.Outgoing
	message *storage.Message // nil until the first attempt
	wanted  storage.Message  // of a live row: the message as it was loaded
	step    int              // parts that arrived
	weight  int              // of the calls of the last attempt
	id      int              // the message, once its main part arrived
	shows   string           // the key of the picture that stands there then
}

// line is what waits for one chat. Its fields are the courier's, under the lock; sent
// belongs to the worker that holds the line.
type line struct {
	chat   storage.ChatID
	jobs   []*job // in the order of their rows; the first is on its way while busy
	held   []*job // pushes that wait for the morning
	urgent int    // jobs that are replies or alarms
	place  place
	at     int       // in the heap
	until  time.Time // when to go on
	pause  time.Time // no attempt before
	tries  int       // failed attempts in a row
	meter  meter
	sent   map[string]int // live messages whose receipts the store may not hold yet
}

// place is where a line stands.
type place uint8

const (
	nowhere place = iota
	readyUrgent
	readyCalm
	waiting // in the heap: for its time, or to be forgotten
	busy    // in the hands of a worker
)

// add puts a job where its row belongs, which is nearly always the end.
func (l *line) add(j *job) {
	at, begun := len(l.jobs), 0
	if l.place == busy {
		begun = min(at, 1)
	}
	if at > begun && l.jobs[at-1].row.ID > j.row.ID {
		rest, _ := slices.BinarySearchFunc(l.jobs[begun:], j.row.ID, func(j *job, id uint64) int { return cmp.Compare(j.row.ID, id) })
		at = begun + rest
	}
	l.jobs = slices.Insert(l.jobs, at, j)
	l.urgent += j.urgency()
}

// first takes the first job off the line.
func (l *line) first() *job {
	j := l.jobs[0]
	l.jobs[0] = nil
	l.jobs = l.jobs[1:]
	l.urgent -= j.urgency()
	return j
}

// hold puts the first job aside until the morning.
func (l *line) hold() { l.held = append(l.held, l.first()) }

// all takes every job off the line.
func (l *line) all() []*job {
	jobs := append(l.jobs, l.held...)
	l.jobs, l.held, l.urgent = nil, nil, 0
	return jobs
}

// morning lets what was held go on.
func (l *line) morning() {
	held := l.held
	l.held = nil
	for _, j := range held {
		l.add(j)
	}
}

func (j *job) urgency() int {
	if j.row.Lane == storage.Push {
		return 0
	}
	return 1
}

// noisy reports whether the row is surely a new message. Of a live one only an
// attempt can tell.
func (j *job) noisy() bool {
	m := &j.row.Message
	return j.row.Lane == storage.Push && j.row.Live == "" && !m.Leave && (m.Edit == 0 || !editable(m, false))
}

// fifo is a queue of lines. A line that has moved on meanwhile is skipped by who pops.
type fifo struct {
	lines []*line
	head  int
}

func (f *fifo) push(l *line) { f.lines = append(f.lines, l) }

func (f *fifo) pop() *line {
	if f.head == len(f.lines) {
		return nil
	}
	l := f.lines[f.head]
	f.lines[f.head] = nil
	if f.head++; f.head*2 > len(f.lines) {
		f.lines = f.lines[:copy(f.lines, f.lines[f.head:])]
		f.head = 0
	}
	return l
}

// calendar is a heap of lines by until.
type calendar []*line

func (c calendar) Len() int           { return len(c) }
func (c calendar) Less(i, j int) bool { return c[i].until.Before(c[j].until) }
func (c calendar) Swap(i, j int) {
	c[i], c[j] = c[j], c[i]
	c[i].at, c[j].at = i, j
}

// Push is for package heap.
func (c *calendar) Push(x any) {
	l := x.(*line)
	l.at = len(*c)
	*c = append(*c, l)
}

// Pop is for package heap.
func (c *calendar) Pop() any {
	last := len(*c) - 1
	l := (*c)[last]
	(*c)[last] = nil
	*c = (*c)[:last]
	return l
}

// queue decides which line comes next. It is used under the courier's lock.
type queue struct {
	paces  paces
	lines  map[storage.ChatID]*line
	urgent fifo
	calm   fifo
	later  calendar
	rows   int // jobs in all lines
	held   int // of them until the morning

	standing [readyCalm + 1]int // lines in urgent and calm, by place
}

// line finds or makes the line of a chat.
func (q *queue) line(chat storage.ChatID) *line {
	l := q.lines[chat]
	if l == nil {
		l = &line{chat: chat}
		q.lines[chat] = l
	}
	return l
}

// settle puts a line that nobody holds where it belongs now: among the ready, into
// the heap, or out.
func (q *queue) settle(l *line, now time.Time) {
	q.lift(l)
	switch {
	case len(l.jobs) > 0:
		l.until = l.meter.ready(q.paces.in(l.chat))
		if l.pause.After(l.until) {
			l.until = l.pause
		}
		q.settleJobs(l, now)
	case l.meter.rested.After(now):
		l.until = l.meter.rested
		q.wait(l)
	case len(l.held) == 0:
		delete(q.lines, l.chat)
	}
}

func (q *queue) settleJobs(l *line, now time.Time) {
	switch {
	case l.until.After(now):
		q.wait(l)
	case l.urgent > 0:
		q.stand(l, readyUrgent)
	default:
		q.stand(l, readyCalm)
	}
}

func (q *queue) stand(l *line, at place) {
	l.place = at
	q.standing[at]++
	q.among(at).push(l)
}

func (q *queue) among(at place) *fifo {
	if at == readyUrgent {
		return &q.urgent
	}
	return &q.calm
}

// ready reports whether a line stands ready.
func (q *queue) ready() bool { return q.standing[readyUrgent]+q.standing[readyCalm] > 0 }

func (q *queue) wait(l *line) {
	l.place = waiting
	heap.Push(&q.later, l)
}

// lift takes a line from where it stands. Its entry among the ready stays and is
// skipped.
func (q *queue) lift(l *line) {
	switch l.place {
	case waiting:
		heap.Remove(&q.later, l.at)
	case readyUrgent, readyCalm:
		q.standing[l.place]--
	}
	l.place = nowhere
}

// ripen moves the lines whose time has come.
func (q *queue) ripen(now time.Time) {
	for len(q.later) > 0 && !q.later[0].until.After(now) {
		q.settle(q.later[0], now)
	}
}

// next takes the line that comes first of those that stand there, or nil.
func (q *queue) next(at place) *line {
	for f := q.among(at); ; {
		l := f.pop()
		if l == nil {
			return nil
		}
		if l.place == at {
			q.lift(l)
			return l
		}
	}
}
