package load_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/bot/sandbox/load"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/subjects"
)

// The load drives the real program, twice with one file: the second time residents
// have drafts from the first.
func TestResidentsFileReports(t *testing.T) {
	dir := t.TempDir()
	veche := filepath.Join(dir, "veche")
	if out, err := exec.Command("go", "build", "-o", veche, "veche").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, subjects.All()...)
	if err != nil {
		t.Fatal(err)
	}
	o := load.Options{Residents: 5, Duration: 200 * time.Millisecond, Walks: engine.Walks(),
		Start: func(api, metrics string) *exec.Cmd {
			cmd := exec.Command(veche, "run", "--pace", "off", "--db", filepath.Join(dir, "veche.db"), "--api-url", api, "--listen", metrics)
			cmd.Env = append(cmd.Environ(), "BOT_TOKEN="+load.Token)
			return cmd
		}}
	for range 2 {
		r, err := load.Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Reports < o.Residents || r.Updates <= 0 || r.Sends < r.Updates || r.P50 <= 0 || r.Max < r.P50 {
			t.Errorf("%+v", r)
		}
	}
}

// A program that is no bot is a clear error, and soon.
func TestABotThatEndsIsAnError(t *testing.T) {
	o := load.Options{Residents: 1, Start: func(string, string) *exec.Cmd { return exec.Command("false") }}
	_, err := load.Run(context.Background(), o)
	if err == nil || !strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("got %v", err)
	}
}
