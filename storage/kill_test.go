package storage

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// children are what the test program does in a process of its own, by the variable
// that names the file.
var children = map[string]func(path string) error{"VECHE_TEST_WRITE_TO": writeForEver}

func TestMain(m *testing.M) {
	for variable, run := range children {
		if path := os.Getenv(variable); path != "" {
			if err := run(path); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// writeForEver says each number once it is committed.
func writeForEver(path string) error {
	l := newLibrary()
	s, err := Open(path, l.options())
	for err == nil {
		var n uint64
		err = s.Update(func(tx *Tx) error {
			var err error
			if n, err = Next(tx, "notes"); err != nil {
				return err
			}
			for id := n; id <= n+5; id++ { // the last wins: records change and are added
				if err := l.notes.Put(tx, id, note{ID: id, Author: int64(n), Tags: []string{fmt.Sprint(n)}}); err != nil {
					return err
				}
			}
			return nil
		})
		fmt.Println(n)
	}
	return err
}

func TestNothingCommittedIsLostWhenTheProcessIsKilled(t *testing.T) {
	path := newFile(t)
	l := newLibrary()
	for round := range 5 {
		promised := killed(t, path, 20+40*round)
		s := open(t, path, l.options())
		view(t, s, func(tx *Tx) error {
			n, err := counters.Get(tx, "notes")
			if n < promised || n > promised+1 {
				t.Errorf("%d was promised, %d is there", promised, n)
			}
			if got := l.notes.Len(tx); got != int(n)+5 {
				t.Errorf("%d records after %d rounds", got, n)
			}
			if err != nil {
				return err
			}
			return Verify(tx)
		})
		s.Close()
	}
}

// killed kills a writing process after it has promised so many, and returns the
// last number that it said.
func killed(t *testing.T, path string, after int) (last uint64) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "VECHE_TEST_WRITE_TO="+path)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	guard := time.AfterFunc(time.Minute, func() { c.Process.Kill() })
	defer guard.Stop()
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if _, err := fmt.Sscan(lines.Text(), &last); err != nil {
			t.Fatalf("the writer says: %s", lines.Text())
		}
		if n == after {
			c.Process.Kill()
		}
	}
	c.Wait()
	return last
}
