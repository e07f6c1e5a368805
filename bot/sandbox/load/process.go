package load

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// process is the bot under measurement. What it costs stands in /proc: on systems without, those figures are 0.
type process struct {
	cmd     *exec.Cmd
	metrics string
	started time.Time
	peak    atomic.Int64 // bytes of anonymous memory
	ended   chan struct{}
	err     error // once ended is closed
}

func start(cmd *exec.Cmd, metrics string) (*process, error) {
	p := &process{cmd: cmd, metrics: metrics, started: time.Now(), ended: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	go p.watch()
	return p, nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it has ended, as a rule
	<-p.ended
}

// watch notes the most memory that the bot has had.
func (p *process) watch() {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.peak.Store(max(p.peak.Load(), p.anonymous()))
		case <-p.ended:
			return
		}
	}
}

func (p *process) proc(name string) string {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.cmd.Process.Pid, name)) // not everywhere
	return string(raw)
}

// anonymous is the memory that is not a mapped file, in bytes.
func (p *process) anonymous() int64 {
	_, rest, _ := strings.Cut(p.proc("status"), "RssAnon:")
	words := strings.Fields(rest)
	if len(words) == 0 {
		return 0
	}
	kib, _ := strconv.ParseInt(words[0], 10, 64)
	return kib << 10
}

// clockTick is the unit of times in /proc; Linux tells programs 100 a second on every machine.
const clockTick = 10 * time.Millisecond

// used is the processor time of the bot.
func (p *process) used() time.Duration {
	stat := p.proc("stat")
	words := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(words) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(words[11], 10, 64)
	system, _ := strconv.ParseInt(words[12], 10, 64)
	return time.Duration(user+system) * clockTick
}

// own is the processor time of the load.
func own() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// metric reads one number from the bot's metrics.
func (p *process) metric(name string) (float64, error) {
	answer, err := http.Get("http://" + p.metrics + "/metrics")
	if err != nil {
		return 0, fmt.Errorf("read the metrics: %w", err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, fmt.Errorf("read the metrics: %w", err)
	}
	for line := range bytes.Lines(raw) {
		if value, ok := bytes.CutPrefix(line, []byte(name+" ")); ok {
			return strconv.ParseFloat(string(bytes.TrimSpace(value)), 64)
		}
	}
	return 0, fmt.Errorf("read the metrics: there is no %s", name)
}
