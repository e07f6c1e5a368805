package bot_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"veche/bot/sandbox"
)

// built is the program, made once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "veche-test-")
	if err != nil {
		return "", err
	}
	made = dir
	out, err := exec.Command("go", "build", "-o", dir, "veche").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return filepath.Join(dir, "veche"), nil
})

var made string // the folder of the program, to be removed

func TestMain(m *testing.M) {
	code := m.Run()
	if made != "" {
		_ = os.RemoveAll(made)
	}
	os.Exit(code)
}

// host is a folder with a file of data, and a Telegram for the program to talk to.
type host struct {
	*testing.T
	program string
	dir, db string
	box     *sandbox.Sandbox
	url     string
	polls   atomic.Int64 // polls that came in
	sends   atomic.Int64 // messages to be sent
	revoked atomic.Bool  // the token is refused from now on
	away    atomic.Bool  // each call is cut
}

func newHost(t *testing.T) *host {
	t.Helper()
	t.Parallel()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	h := &host{T: t, program: program, dir: t.TempDir(), box: sandbox.New(sandbox.Options{})}
	h.db = filepath.Join(h.dir, "veche.db")
	h.box.AddPerson(sandbox.Person{ID: anna, FirstName: "Анна", Language: "ru"})
	t.Cleanup(h.box.Close)
	server := httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *host) serve(w http.ResponseWriter, r *http.Request) {
	switch path.Base(r.URL.Path) {
	case "getUpdates":
		h.polls.Add(1)
	case "sendMessage":
		h.sends.Add(1)
	}
	if h.away.Load() {
		panic(http.ErrAbortHandler)
	}
	if h.revoked.Load() {
		http.Error(w, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, http.StatusUnauthorized)
		return
	}
	h.box.ServeHTTP(w, r)
}

// command runs the program to its end, at most ten seconds.
func (h *host) command(args ...string) (out string, code int) {
	h.Helper()
	ctx, cancel := context.WithTimeout(h.Context(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, h.program, args...)
	cmd.Dir, cmd.Env = h.dir, []string{"BOT_TOKEN=" + sandbox.DefaultToken}
	both, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		h.Fatalf("%v does not end: %s", args, both)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.Fatal(err)
	}
	return string(both), cmd.ProcessState.ExitCode()
}

// says runs a command and looks at its exit code and for words in what it prints.
func (h *host) says(code int, words string, args ...string) string {
	h.Helper()
	out, got := h.command(args...)
	if got != code || !strings.Contains(out, words) {
		h.Errorf("veche %s ended with %d, want %d, and %q in:\n%s", strings.Join(args, " "), got, code, words, out)
	}
	return out
}

// running is a bot that runs as a process.
type running struct {
	*exec.Cmd
	host  *host
	said  *output
	ended chan error
}

// start runs the bot and waits until it polls.
func (h *host) start(args ...string) *running {
	h.Helper()
	polls := h.polls.Load()
	r := h.begin(args...)
	h.until("the first poll", func() bool { return h.polls.Load() > polls })
	return r
}

// begin starts a bot that may not get as far as to poll.
func (h *host) begin(args ...string) *running {
	h.Helper()
	r := &running{host: h, said: &output{}, ended: make(chan error, 1)}
	r.Cmd = exec.Command(h.program, append([]string{"run", "--pace", "off", "--api-url", h.url, "--db", h.db}, args...)...)
	r.Dir, r.Env = h.dir, []string{"BOT_TOKEN=" + sandbox.DefaultToken}
	r.Stdout, r.Stderr = r.said, r.said
	if err := r.Start(); err != nil {
		h.Fatal(err)
	}
	go func() { r.ended <- r.Wait() }()
	h.Cleanup(func() { _ = r.Process.Kill() })
	return r
}

// stop asks the bot to end and returns how long that took.
func (r *running) stop() time.Duration {
	r.host.Helper()
	asked := time.Now()
	if err := r.Process.Signal(syscall.SIGTERM); err != nil {
		r.host.Fatal(err)
	}
	select {
	case err := <-r.ended:
		if err != nil {
			r.host.Errorf("it ended with %v:\n%s", err, r.said)
		}
	case <-time.After(10 * time.Second):
		r.host.Fatalf("it does not end:\n%s", r.said)
	}
	return time.Since(asked)
}

// kill ends the process at once.
func (r *running) kill() {
	_ = r.Process.Kill()
	<-r.ended
}

// reads waits until a chat has a message with the text, and counts those.
func (h *host) reads(chat int64, text string) (n int) {
	h.Helper()
	count := func() (n int) {
		for _, m := range h.box.Messages(chat) {
			if strings.Contains(m.Text+m.Caption, text) {
				n++
			}
		}
		return n
	}
	h.until(text, func() bool { return count() > 0 })
	return count()
}

// output is what a process prints, read while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// until looks again and again, for what nothing tells of.
func (h *host) until(what string, condition func() bool) {
	h.Helper()
	late := time.After(20 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-late:
			h.Fatalf("wait for %s", what)
		}
	}
}

func fetch(url string) (int, string) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	_, _ = body.ReadFrom(resp.Body)
	return resp.StatusCode, body.String()
}
