package pabulib

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRealFiles(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("VECHE_VOTES"), "*.pb"))
	if len(files) == 0 {
		t.Skip("VECHE_VOTES names no folder with .pb files")
	}
	for _, path := range files {
		r, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(filepath.Base(path), r)
		if err != nil {
			t.Error(err)
			continue
		}
		t.Log(filepath.Base(path), f.Check())
	}
}
