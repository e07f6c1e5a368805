package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"veche/storage"
)

// maxSocketPath is how long the path of a unix socket may be, in bytes: 107 with
// Linux, 103 elsewhere.
const maxSocketPath = 103

// SocketOf is where the bot that runs on a file hears operators: beside the file,
// which no other process can open meanwhile.
func SocketOf(db string) string { return db + ".sock" }

// hearOperators serves what `veche backup`, `veche quarantine` and `veche outbox` ask for, until shut
// is called. Without it residents are served all the same.
func (b *Bot) hearOperators() (shut func()) {
	if b.socket == "" {
		return func() {}
	}
	l, err := listenPrivately(b.socket)
	if err != nil {
		b.log.Warn("commands cannot reach this bot while it runs", "error", err)
		return func() {}
	}
	s := &http.Server{Handler: b.operations(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.Serve(l) }()
	return func() {
		_ = os.Remove(b.socket)
		_ = s.Close()
	}
}

// listenPrivately makes a socket that nobody else may open, at no moment: it comes up
// in a folder of its own. Whoever has the file open may replace what an earlier
// process left.
func listenPrivately(path string) (net.Listener, error) {
	if old, err := os.Lstat(path); err == nil && old.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("%s is there and is no socket", path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".s")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	temp := filepath.Join(dir, "s")
	if err := shortEnough(path, temp); err != nil {
		return nil, err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: temp, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(temp, 0o600), os.Rename(temp, path)); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func shortEnough(paths ...string) error {
	for _, p := range paths {
		if len(p) > maxSocketPath {
			return fmt.Errorf("the path %s is too long for a unix socket: %d bytes, %d are possible; move the file or name it from a nearer folder", p, len(p), maxSocketPath)
		}
	}
	return nil
}

// operations answers operators.
func (b *Bot) operations() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		reply(w, nil, b.store.Backup(r.Context(), r.FormValue("to")))
	})
	mux.HandleFunc("GET /quarantine", func(w http.ResponseWriter, _ *http.Request) {
		rows, err := listRows(b.store)
		reply(w, rows, err)
	})
	mux.HandleFunc("GET /quarantine/{id}", func(w http.ResponseWriter, r *http.Request) {
		row, err := showRow(b.store, number(r))
		reply(w, row, err)
	})
	mux.HandleFunc("POST /quarantine/{id}/retry", func(w http.ResponseWriter, r *http.Request) {
		reply(w, nil, b.send(r, errand{id: number(r)}))
	})
	mux.HandleFunc("DELETE /quarantine/{id}", func(w http.ResponseWriter, r *http.Request) {
		reply(w, nil, b.send(r, errand{id: number(r), drop: true}))
	})
	mux.HandleFunc("GET /outbox", func(w http.ResponseWriter, _ *http.Request) {
		rows, err := listOutbox(b.store)
		reply(w, rows, err)
	})
	mux.HandleFunc("GET /outbox/{id}", func(w http.ResponseWriter, r *http.Request) {
		row, err := showOutgoing(b.store, number(r))
		reply(w, row, err)
	})
	mux.HandleFunc("POST /outbox/{id}/repeat", func(w http.ResponseWriter, r *http.Request) {
		reply(w, nil, b.send(r, errand{id: number(r), out: true}))
	})
	mux.HandleFunc("DELETE /outbox/{id}", func(w http.ResponseWriter, r *http.Request) {
		reply(w, nil, b.send(r, errand{id: number(r), out: true, drop: true}))
	})
	return mux
}

// send gives an errand to the loop and waits for what becomes of it.
func (b *Bot) send(r *http.Request, e errand) error {
	e.done = make(chan error, 1)
	b.put(item{errand: &e})
	select {
	case err := <-e.done:
		return absent(e.id, err)
	case <-b.ended:
		return errors.New("the bot stops")
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

func number(r *http.Request) uint64 {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0 // which no row has
	}
	return id
}

// reply writes a result as JSON, an error as words.
func reply(w http.ResponseWriter, result any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(result) // who asked has gone
}

func absent(id uint64, err error) error {
	if errors.Is(err, storage.ErrNotFound) {
		return fmt.Errorf("nothing in quarantine has the number %d; `veche quarantine list` shows what is there", id)
	}
	return err
}
