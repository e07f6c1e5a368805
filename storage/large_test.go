package storage

import (
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

var largeFile = flag.String("migrate.file", "", "a large file of an older release, which is migrated")

// What the migration of a large file takes: time, memory beside the mapped file, room on
// the disk. A copy of the file as it was stays beside it.
func TestMigrateALargeFile(t *testing.T) {
	if *largeFile == "" {
		t.Skip("-migrate.file names no file")
	}
	before := sizeOf(t, *largeFile)
	stop, most := make(chan struct{}), make(chan int)
	go watchMemory(stop, most)
	begun := time.Now()
	s, err := Open(*largeFile, Options{})
	took := time.Since(begun)
	close(stop)
	memory := <-most
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Logf("migrated in %s, RssAnon at most %d MiB, %d MiB before, %d MiB after, the copy apart", took.Round(time.Second/10), memory>>10, before>>20, s.Size()>>20)
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// watchMemory finds the most anonymous memory of the process, in KiB.
func watchMemory(stop <-chan struct{}, most chan<- int) {
	kib := 0
	for {
		select {
		case <-stop:
			most <- kib
			return
		case <-time.After(20 * time.Millisecond):
			kib = max(kib, anonymous())
		}
	}
}

// anonymous is that memory; 0 where /proc does not tell.
func anonymous() int {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	words := strings.Fields(rest)
	if len(words) == 0 {
		return 0
	}
	kib, _ := strconv.Atoi(words[0])
	return kib
}
