// Package sandbox is Telegram in a box: a strict emulator of the Bot API, with people to play and a chat page.
//
// A Sandbox is an http.Handler. A bot finds the Bot API at /bot<token>/METHOD and its files at /file/bot<token>/…;
// the chat page at / and other programs act as people through /sim/…, and Go tests through the methods of Sandbox
// itself. It keeps chats, messages and the queue of updates in memory.
//
// It is strict where Telegram is: limits, the wording of errors, what a bot sees in a group, who may be written to,
// what an edit may do, how long a press can be answered. A request that no well-made bot would send is refused as
// Telegram refuses it and is written down (Problems); with the Bot API's description at hand each request is also
// checked against that.
//
// Messages, people and presses follow one Clock that can be turned. Long polls, pace and faults take real time.
//
// The package imports nothing of the bot that it is there to test, so that both cannot share a mistake.
package sandbox

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the bot's token when Options name none.
const DefaultToken = "1000001:sandbox"

// Options of a sandbox; the zero value will do.
type Options struct {
	Token, Username string
	// Now is the source of the clock; nil is the wall clock.
	Now func() time.Time
	// Description is the path of the Bot API's description in JSON; empty skips the check against it.
	Description string
	// Rates makes the sandbox answer 429 to a bot that is faster than Telegram allows.
	Rates bool
	// SeesAll turns the bot's privacy mode off: it reads everything in groups.
	SeesAll bool
	// Keep is how many of its newest messages a chat holds at least; 0 is all. Long load tests need a bound.
	Keep int
	// Places are towns that the chat page draws on its map.
	Places []Place
}

// Place is a town, in degrees.
type Place struct {
	Name string  `json:"name"`
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
}

// Sandbox is one bot's Telegram. Make it with New; its methods may be used from many goroutines.
type Sandbox struct {
	opts    Options
	bot     User
	clock   *Clock
	methods map[string]method
	control http.Handler
	spec    *description
	closed  chan struct{}
	once    sync.Once

	mu        sync.Mutex
	people    map[int64]*Person
	chats     map[int64]*chat
	chatOrder []int64
	queue     queue
	queries   map[string]*query
	forgetAt  int // queries to hold before those of no more use are dropped
	notices   []Notice
	files     fileStore
	commands  map[string][]Command
	profile   map[string]string
	faults    []*Fault
	calls     ring[Call]
	problems  ring[Problem]
	pace      *pace
	webhook   string
	outUntil  time.Time // after logOut
	lastID    int64

	watch watch
}

// New makes a sandbox with a bot and nobody else. It panics when the description cannot be read: that is a mistake
// in the set-up of a test.
func New(o Options) *Sandbox {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Username == "" {
		o.Username = "veche_sandbox_bot"
	}
	s := &Sandbox{
		opts: o, closed: make(chan struct{}), methods: methods(),
		people: map[int64]*Person{}, chats: map[int64]*chat{}, queries: map[string]*query{},
		commands: map[string][]Command{}, profile: map[string]string{},
		calls: newRing[Call](2000), problems: newRing[Problem](500), lastID: 1000,
	}
	id, _, _ := strings.Cut(o.Token, ":")
	n, _ := strconv.ParseInt(id, 10, 64)
	s.bot = User{ID: n, IsBot: true, FirstName: "Вече", Username: o.Username}
	s.clock = newClock(o.Now, func() { s.tell("clock", 0) })
	s.files.init()
	s.queue.init()
	if o.Rates {
		s.pace = newPace()
	}
	if o.Description != "" {
		s.spec = mustDescribe(o.Description)
	}
	s.control = s.routes()
	return s
}

// Clock is the clock that everything in the sandbox goes by.
func (s *Sandbox) Clock() *Clock { return s.clock }

// Bot is the bot's own account.
func (s *Sandbox) Bot() User { return s.bot }

// Close ends long polls, slow answers, waits and event streams.
func (s *Sandbox) Close() { s.once.Do(func() { close(s.closed) }) }

// ServeHTTP serves the Bot API, its files, the control at /sim/ and the chat page.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/bot"); ok {
		token, name, _ := strings.Cut(rest, "/")
		if e := s.authorize(token, name); e != nil {
			writeError(w, e)
			return
		}
		s.serveCall(w, r, name)
		return
	}
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		token, path, _ := strings.Cut(rest, "/")
		if e := s.authorize(token, path); e != nil {
			writeError(w, e)
			return
		}
		s.serveFile(w, path)
		return
	}
	s.control.ServeHTTP(w, r)
}

func (s *Sandbox) authorize(token, name string) *apiError {
	if id, secret, _ := strings.Cut(token, ":"); secret == "" || strings.Trim(id, "0123456789") != "" {
		return &apiError{code: 401, description: "Unauthorized: invalid token specified"}
	}
	if token != s.opts.Token {
		return &apiError{code: 401, description: "Unauthorized"}
	}
	if s.loggedOut() {
		return &apiError{code: 400, description: "Logged out"}
	}
	if name == "" {
		return &apiError{code: 404, description: "Not Found"}
	}
	return nil
}

func (s *Sandbox) serveCall(w http.ResponseWriter, r *http.Request, name string) {
	m, known := s.methods[strings.ToLower(name)]
	if !known {
		e := &apiError{code: 404, description: "Not Found: method not found", faulty: true}
		s.record(&request{method: name}, nil, e)
		writeError(w, e)
		return
	}
	q, err := readRequest(w, r)
	if errors.Is(err, errHungUp) {
		return
	}
	if q == nil {
		q = &request{}
	}
	q.method = m.name
	if err == nil {
		s.check(q)
	}
	s.answer(w, q, m, err)
}

// answer carries the call out between the faults that are asked for before and after it.
func (s *Sandbox) answer(w http.ResponseWriter, q *request, m method, err error) {
	f := s.takeFault(q)
	if e := f.before(s, q); e != nil && err == nil {
		err = e
	}
	var result any
	if err == nil {
		result, err = m.call(s, q)
	}
	var e *apiError
	if err != nil && !errors.As(err, &e) {
		e = &apiError{code: 400, description: "Bad Request: " + err.Error()}
	}
	s.record(q, result, e)
	if f.after(w) {
		return
	}
	if e != nil {
		writeError(w, e)
		return
	}
	writeResult(w, result)
}
