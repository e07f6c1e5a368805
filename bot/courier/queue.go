package courier

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"veche/storage"
)

// parcel is a row on its way. What has arrived of it outlasts a failed attempt: of an
// album and its text, only what did not arrive is sent again.
type parcel struct {
	row     storage.Outgoing
	former  storage.ChatID   // under which the row was put, where the group has a new number
	message *storage.Message // nil until the first attempt
	wanted  storage.Message  // of a live row: the message as it was loaded
	done    int              // letters that arrived
	weight  int              // of the calls of the last attempt
	trying  letter           // the last of them
	albums  int              // at most; the other photos go one by one
	pared   bool             // attachments were left out
	missing int              // attachments that Telegram does not take
	id      int              // the message, once its main letter arrived
	shows   string           // the key of the picture that stands there then
}

// renumber sends a parcel to the new number of its group.
func (p *parcel) renumber(to storage.ChatID) {
	p.former = cmp.Or(p.former, p.row.Chat)
	p.row.Chat = to
}

// line is what waits for one chat. Its fields are the courier's, under the lock; sent
// belongs to the worker that holds the line.
type line struct {
	chat    storage.ChatID
	parcels []*parcel // in the order of their rows; the first is on its way while busy
	putOff  []*parcel // pushes that wait for the morning
	urgent  int       // parcels that are replies or alarms
	state   state
	at      int       // in the heap
	until   time.Time // when to go on
	pause   time.Time // no attempt before
	tries   int       // failed attempts in a row
	losses  int       // of them, those that may have arrived
	failing time.Time // since the first of them
	meter   meter
	sent    map[string]int // live messages whose receipts the store may not hold yet
}

// state is where a line stands.
type state uint8

const (
	nowhere state = iota
	readyUrgent
	readyCalm
	waiting // in the heap: for its time, or to be forgotten
	busy    // in the hands of a worker
)

// add puts a parcel where its row belongs, which is nearly always the end.
func (l *line) add(p *parcel) {
	at, begun := len(l.parcels), 0
	if l.state == busy {
		begun = min(at, 1)
	}
	if at > begun && l.parcels[at-1].row.ID > p.row.ID {
		rest, _ := slices.BinarySearchFunc(l.parcels[begun:], p.row.ID, func(p *parcel, id uint64) int { return cmp.Compare(p.row.ID, id) })
		at = begun + rest
	}
	l.parcels = slices.Insert(l.parcels, at, p)
	l.urgent += p.urgency()
}

// first takes the first parcel off the line.
func (l *line) first() *parcel {
	p := l.parcels[0]
	l.parcels[0] = nil
	l.parcels = l.parcels[1:]
	l.urgent -= p.urgency()
	return p
}

// drop takes the parcel of a row out of the middle, wherever it waits.
func (l *line) drop(id uint64) bool {
	is := func(p *parcel) bool { return p.row.ID == id }
	if i := slices.IndexFunc(l.putOff, is); i >= 0 {
		l.putOff = slices.Delete(l.putOff, i, i+1)
		return true
	}
	i := slices.IndexFunc(l.parcels, is)
	if i < 0 || i == 0 && l.state == busy {
		return false
	}
	l.urgent -= l.parcels[i].urgency()
	l.parcels = slices.Delete(l.parcels, i, i+1)
	return true
}

// postpone puts the first parcel off until the morning.
func (l *line) postpone() { l.putOff = append(l.putOff, l.first()) }

// all takes every parcel off the line.
func (l *line) all() []*parcel {
	parcels := append(l.parcels, l.putOff...)
	l.parcels, l.putOff, l.urgent = nil, nil, 0
	return parcels
}

// morning lets what was put off go on.
func (l *line) morning() {
	putOff := l.putOff
	l.putOff = nil
	for _, p := range putOff {
		l.add(p)
	}
}

func (p *parcel) urgency() int {
	if p.row.Lane == storage.Push {
		return 0
	}
	return 1
}

// noisy reports whether the row is surely a new message. Of a live one only an
// attempt can tell.
func (p *parcel) noisy() bool {
	m := &p.row.Message
	return p.row.Lane == storage.Push && p.row.Live == "" && !m.Leave && (m.Edit == 0 || !editable(m, false))
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
	rows   int // parcels in all lines
	putOff int // of them until the morning

	standing [readyCalm + 1]int // lines in urgent and calm, by state
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
	case len(l.parcels) > 0:
		l.until = l.meter.ready(q.paces.in(l.chat))
		if l.pause.After(l.until) {
			l.until = l.pause
		}
		q.settleParcels(l, now)
	case l.meter.rested.After(now):
		l.until = l.meter.rested
		q.wait(l)
	case len(l.putOff) == 0:
		delete(q.lines, l.chat)
	}
}

func (q *queue) settleParcels(l *line, now time.Time) {
	switch {
	case l.until.After(now):
		q.wait(l)
	case l.urgent > 0:
		q.stand(l, readyUrgent)
	default:
		q.stand(l, readyCalm)
	}
}

func (q *queue) stand(l *line, at state) {
	l.state = at
	q.standing[at]++
	q.among(at).push(l)
}

func (q *queue) among(at state) *fifo {
	if at == readyUrgent {
		return &q.urgent
	}
	return &q.calm
}

// ready reports whether a line stands ready.
func (q *queue) ready() bool { return q.standing[readyUrgent]+q.standing[readyCalm] > 0 }

func (q *queue) wait(l *line) {
	l.state = waiting
	heap.Push(&q.later, l)
}

// lift takes a line from where it stands. Its entry among the ready stays and is
// skipped.
func (q *queue) lift(l *line) {
	switch l.state {
	case waiting:
		heap.Remove(&q.later, l.at)
	case readyUrgent, readyCalm:
		q.standing[l.state]--
	}
	l.state = nowhere
}

// ripen moves the lines whose time has come.
func (q *queue) ripen(now time.Time) {
	for len(q.later) > 0 && !q.later[0].until.After(now) {
		q.settle(q.later[0], now)
	}
}

// next takes the line that comes first of those that stand there, or nil.
func (q *queue) next(at state) *line {
	for f := q.among(at); ; {
		l := f.pop()
		if l == nil {
			return nil
		}
		if l.state == at {
			q.lift(l)
			return l
		}
	}
}
