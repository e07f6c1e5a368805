package bot_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"veche/flows/subjects"

	"go.etcd.io/bbolt"
)

var release = flag.String("release", "", "keep the file that the story ends with as that of a release: 0.3.0")

// The story leads to one of everything that a file can hold; see [troupe.lacks]. With
// -release its file is kept for the tests of later releases:
//
//	go test ./bot -run MakeRelease -release 0.3.0
//	go test ./bot -run ReleasesGoOn -update
func TestMakeRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("a long story")
	}
	t.Parallel()
	p := newTroupe(t, filepath.Join(t.TempDir(), "veche.db"), time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC), subjects.All()...)
	p.list = read(t, "testdata/releases/stands.txt")
	p.tell(read(t, "testdata/releases/story.txt"))
	for _, what := range p.lacks() {
		t.Errorf("the story leaves no %s: lead to it in testdata/releases/story.txt or stands.txt", what)
	}
	p.stay("testdata/releases/names.txt")
	if *release != "" && !t.Failed() {
		p.keep("testdata/releases/" + *release)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// keep packs the file, small, with the world around it.
func (p *troupe) keep(name string) {
	p.Helper()
	small := p.path + ".small"
	if err := p.store.Close(); err != nil {
		p.Fatal(err)
	}
	if err := errors.Join(compact(p.path, small), pack(small, name+".db.gz"), p.scenery().write(name+".json")); err != nil {
		p.Fatal(err)
	}
}

func compact(from, to string) error {
	src, err := bbolt.Open(from, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := bbolt.Open(to, 0o600, nil)
	if err != nil {
		return err
	}
	return errors.Join(bbolt.Compact(dst, src, 0), dst.Close())
}

func pack(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if _, err := w.Write(data); err != nil {
		return err
	}
	return errors.Join(w.Close(), os.WriteFile(to, out.Bytes(), 0o644))
}
