package pabulib

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong with a file, and where. It reads "votes.pb:12: …".
type Error struct {
	File string
	Line int // from 1; 0 if it is the file as a whole
	What string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.What
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What)
}

// rows cuts text into rows and fields. encoding/csv would not do: real files have fields
// like "Odkupmy" i my, which it refuses or, told to be lazy, takes for the beginning of a
// field that swallows the lines below.
type rows struct {
	file   string
	rest   string
	next   int // line at which rest begins
	line   int // line of the row in fields
	fields []string
	ended  bool // the last line has its end
}

func newRows(file, text string) (*rows, error) {
	r := &rows{file: file, rest: strings.TrimPrefix(text, "\ufeff"), next: 1}
	if at := firstInvalid(r.rest); at >= 0 {
		r.line = 1 + strings.Count(r.rest[:at], "\n")
		return nil, r.wrong("these bytes are no UTF-8: save the file as UTF-8")
	}
	r.ended = strings.HasSuffix(r.rest, "\n")
	r.rest = strings.TrimRight(r.rest, "\r\n")
	return r, nil
}

func firstInvalid(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for at, c := range s {
		if c == utf8.RuneError && !strings.HasPrefix(s[at:], "\ufffd") {
			return at
		}
	}
	return -1
}

// wrong says what is wrong with the row that was read last.
func (r *rows) wrong(format string, args ...any) *Error {
	return &Error{File: r.file, Line: r.line, What: fmt.Sprintf(format, args...)}
}

// read puts the next row into fields; more is false at the end of the text.
func (r *rows) read() (more bool, err error) {
	r.fields, r.line = r.fields[:0], r.next
	if r.rest == "" {
		r.line = max(1, r.next-1) // the last there is
		return false, nil
	}
	for last := false; !last; {
		var field string
		if field, last, err = r.field(); err != nil {
			return false, err
		}
		r.fields = append(r.fields, field)
	}
	r.next++
	if len(r.fields) == 1 && strings.TrimSpace(r.fields[0]) == "" {
		return false, r.wrong("an empty line: take it out")
	}
	return true, nil
}

// field cuts the next field off; last is whether it ends its row.
func (r *rows) field() (field string, last bool, err error) {
	if strings.HasPrefix(r.rest, `"`) {
		field, end, ok := quoted(r.rest)
		if end < 0 {
			return "", false, r.wrong(`a field begins with " and the " that ends it is missing: is the file cut off?`)
		}
		if ok {
			r.next += strings.Count(r.rest[:end], "\n")
			return field, r.cut(end), nil
		}
	}
	end := strings.IndexAny(r.rest, ";\n")
	if end < 0 {
		end = len(r.rest)
	}
	field = r.rest[:end]
	if end < len(r.rest) && r.rest[end] == '\n' {
		field = strings.TrimSuffix(field, "\r")
	}
	return field, r.cut(end), nil
}

// cut drops what is read and the mark after it, and reports whether that ended the row.
func (r *rows) cut(end int) (last bool) {
	r.rest = strings.TrimPrefix(r.rest[end:], "\r")
	if r.rest == "" {
		return true
	}
	last = r.rest[0] == '\n'
	r.rest = r.rest[1:]
	return last
}

// quoted reads a field in quotes and tells where it ends, -1 if never. It is not ok if
// words follow the closing quote: the quotes then belong to the words, as people write.
func quoted(s string) (field string, end int, ok bool) {
	for at := 1; ; {
		quote := strings.IndexByte(s[at:], '"')
		if quote < 0 {
			return "", -1, false
		}
		at += quote + 1
		if strings.HasPrefix(s[at:], `"`) {
			at++
			continue
		}
		if !ends(s[at:]) {
			return "", 0, false
		}
		return strings.ReplaceAll(s[1:at-1], `""`, `"`), at, true
	}
}

// ends reports whether a field is over where s begins.
func ends(s string) bool {
	return s == "" || s[0] == ';' || s[0] == '\n' || strings.HasPrefix(s, "\r\n")
}
