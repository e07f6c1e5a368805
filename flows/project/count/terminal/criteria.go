package terminal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/goccy/go-yaml"

	"veche/flows/project/count"
)

// maxCriteria is in bytes: the parser's memory grows with the square of how deep a file
// nests.
const maxCriteria = 1 << 14

// criteriaOf reads a file with the criteria of a scoring. A key that is none is an error
// with its line.
func criteriaOf(path string) ([]count.Criterion, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--criteria: %w", err)
	}
	if len(text) > maxCriteria {
		return nil, fmt.Errorf("%s: larger than %d bytes", path, maxCriteria)
	}
	var file struct {
		Criteria []count.Criterion `yaml:"criteria"`
	}
	err = yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&file)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s: %w", path, err)
	case len(file.Criteria) == 0:
		return nil, fmt.Errorf("%s: no criteria", path)
	}
	return file.Criteria, nil
}
