package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// routes is the control that the chat page and other programs use. Pages of other origins may look at nothing and
// do nothing here.
func (s *Sandbox) routes() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /", page())
	m.HandleFunc("GET /sim/state", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, s.state()) })
	m.HandleFunc("GET /sim/chat", s.serveChat)
	m.HandleFunc("GET /sim/events", s.serveEvents)
	m.HandleFunc("GET /sim/calls", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, 200, map[string]any{"calls": s.Calls(queryInt(r, "since"))})
	})
	m.HandleFunc("GET /sim/problems", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, map[string]any{"problems": s.Problems()})
	})
	m.HandleFunc("GET /sim/file/{path...}", func(w http.ResponseWriter, r *http.Request) { s.serveFile(w, r.PathValue("path")) })
	m.Handle("POST /sim/send", does(s.simSend))
	m.Handle("POST /sim/edit", does(s.simEdit))
	m.Handle("POST /sim/press", does(s.simPress))
	m.Handle("POST /sim/start", does(s.simStart))
	m.Handle("POST /sim/block", does(s.simBlock))
	m.Handle("POST /sim/person", does(s.simPerson))
	m.Handle("POST /sim/group", does(s.simGroup))
	m.Handle("POST /sim/member", does(s.simMember))
	m.Handle("POST /sim/bot-member", does(s.simBotMember))
	m.Handle("POST /sim/migrate", does(s.simMigrate))
	m.Handle("POST /sim/topic", does(s.simTopic))
	m.Handle("POST /sim/clock", does(s.simClock))
	m.Handle("POST /sim/fault", does(s.simFault))
	m.Handle("POST /sim/raw", does(s.simRaw))
	return http.NewCrossOriginProtection().Handler(m)
}

func queryInt(r *http.Request, name string) int64 {
	n, _ := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	return n
}

type failure struct {
	Error string `json:"error"`
}

// does makes a handler of what takes a JSON object and gives one, or an error that is the caller's fault.
func does[T any](do func(T) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in T
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody*2)).Decode(&in); err != nil {
			writeJSON(w, http.StatusBadRequest, failure{"read request: " + err.Error()})
			return
		}
		out, err := do(in)
		if err != nil {
			writeJSON(w, http.StatusBadRequest, failure{err.Error()})
			return
		}
		if out == nil {
			out = struct{}{}
		}
		writeJSON(w, http.StatusOK, out)
	})
}

func (s *Sandbox) serveChat(w http.ResponseWriter, r *http.Request) {
	view, err := s.view(queryInt(r, "id"), queryInt(r, "as"))
	if err != nil {
		writeJSON(w, http.StatusNotFound, failure{err.Error()})
		return
	}
	writeJSON(w, http.StatusOK, view)
}

// streamBeat keeps an idle event stream open through proxies.
const streamBeat = 15 * time.Second

func (s *Sandbox) serveEvents(w http.ResponseWriter, r *http.Request) {
	stream := s.watch.listen()
	defer s.watch.leave(stream)
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	text := ": hello\n\n"
	for {
		if _, err := w.Write([]byte(text)); err != nil || out.Flush() != nil {
			return
		}
		select {
		case e := <-stream:
			text = e.String()
		case <-beat.C:
			text = ": beat\n\n"
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		}
	}
}

// String is the event as a stream carries it.
func (e event) String() string {
	data, err := json.Marshal(e.data)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	return "event: " + e.name + "\ndata: " + string(data) + "\n\n"
}

func (w *watch) listen() chan event {
	w.mu.Lock()
	defer w.mu.Unlock()
	stream := make(chan event, 256)
	if w.streams == nil {
		w.streams = map[chan event]struct{}{}
	}
	w.streams[stream] = struct{}{}
	return stream
}

func (w *watch) leave(stream chan event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.streams, stream)
}
