package civic

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxRegionFile is in bytes, for the parser takes its time; the built-in region has about 43 000.
const maxRegionFile = 1 << 18

// maxDepth is how deep brackets nest in a region file, or entries in a line of it.
const maxDepth = 20

// FileError is one thing wrong in a region file.
type FileError struct {
	Line   int // 0 where it is about the whole file
	Reason string
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return "region.yaml: " + e.Reason
	}
	return fmt.Sprintf("region.yaml:%d: %s", e.Line, e.Reason)
}

// regionFile is the file as it is written: what a Region holds, with the zone and the calendar still as text.
type regionFile struct {
	Region   `yaml:",inline"`
	Zone     string       `yaml:"zone"`
	Calendar calendarFile `yaml:"calendar"`
}

// ParseRegion reads a region file in YAML. It is strict: an unknown or doubled field, a missing language, a bad link,
// identifier or date refuse the file. The error joins a *FileError for each thing found wrong.
func ParseRegion(data []byte) (*Region, error) {
	tree, err := parseTree(data)
	if err != nil {
		return nil, err
	}
	var f regionFile
	if err := yaml.NodeToValue(tree.Docs[0].Body, &f, yaml.Strict()); err != nil {
		return nil, yamlError(err)
	}
	c := &checker{tree: tree}
	c.region(&f)
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	for i, e := range f.Emergency {
		for _, s := range e.Stems {
			f.Emergency[i].stems = append(f.Emergency[i].stems, splitStem(s))
		}
	}
	return &f.Region, nil
}

func parseTree(data []byte) (*ast.File, error) {
	if len(data) > maxRegionFile {
		return nil, &FileError{Reason: fmt.Sprintf("is larger than %d bytes", maxRegionFile)}
	}
	if !utf8.Valid(data) {
		return nil, &FileError{Reason: "is not UTF-8 text"}
	}
	tokens := lexer.Tokenize(string(data))
	if deep := tooDeep(tokens); deep != nil {
		return nil, &FileError{Line: deep.Position.Line, Reason: fmt.Sprintf("nests more than %d deep", maxDepth)}
	}
	tree, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, yamlError(err)
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		return nil, &FileError{Reason: "must hold one YAML document"}
	}
	if alias := findAlias(tree.Docs[0].Body); alias != nil {
		return nil, &FileError{Line: lineOf(alias), Reason: "anchors and aliases (& and *) are not used in region files"}
	}
	return tree, nil
}

// tooDeep finds where brackets, or entries of lists in one line, nest too deep: the memory
// that the parser takes grows with the square of that.
func tooDeep(all token.Tokens) *token.Token {
	brackets, entries, line := 0, 0, 0
	for _, t := range all {
		if t.Position.Line != line {
			entries, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			entries++
		}
		if brackets > maxDepth || entries > maxDepth {
			return t
		}
	}
	return nil
}

// findAlias looks for references: a few lines of them unfold into gigabytes, and nothing here needs them.
func findAlias(body ast.Node) (found ast.Node) {
	ast.Walk(visitor(func(n ast.Node) bool {
		switch n.Type() {
		case ast.AliasType, ast.AnchorType:
			found = n
		}
		return found == nil
	}), body)
	return found
}

type visitor func(ast.Node) bool

func (v visitor) Visit(n ast.Node) ast.Visitor {
	if v(n) {
		return v
	}
	return nil
}

func yamlError(err error) error {
	var e yaml.Error
	if !errors.As(err, &e) {
		return &FileError{Reason: err.Error()}
	}
	line := 0
	if t := e.GetToken(); t != nil && t.Position != nil {
		line = t.Position.Line
	}
	reason := e.GetMessage()
	if t := new(yaml.TypeError); errors.As(err, &t) {
		reason = fmt.Sprintf("a value of type %s cannot stand here, want %s", t.SrcType, t.DstType.Kind())
	}
	return &FileError{Line: line, Reason: reason}
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// checker holds a decoded file against the rules that YAML cannot express.
type checker struct {
	tree *ast.File
	errs []error
}

// fail notes what is wrong at a path of the file, such as $.categories[3].name.
func (c *checker) fail(path, format string, args ...any) {
	c.errs = append(c.errs, &FileError{Line: c.line(path), Reason: fmt.Sprintf(format, args...)})
}

// line is where the path stands or, if it does not stand in the file, the nearest thing around it.
func (c *checker) line(path string) int {
	for path != "$" {
		if p, err := yaml.PathString(path); err == nil {
			if n, err := p.FilterFile(c.tree); err == nil && n != nil {
				return lineOf(n)
			}
		}
		path = path[:strings.LastIndexAny(path, ".[")]
	}
	return 0
}

func (c *checker) zone(f *regionFile) {
	zone, err := time.LoadLocation(f.Zone)
	if err != nil || f.Zone == "" || f.Zone == "Local" {
		c.fail("$.zone", "zone %q is unknown; write one like Europe/Moscow", f.Zone)
		return
	}
	f.Region.Zone = zone
	if f.Region.Calendar, err = f.Calendar.parse(zone); err != nil {
		c.fail("$.calendar", "calendar: %v", err)
	}
}
