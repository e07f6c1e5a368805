// Package pabulib reads and writes elections as .pb files, the text format of
// pabulib.org that every other program for participatory budgets reads too.
//
// A file has three sections, each a title, a line with the names of its columns, and
// rows: META (what the vote was), PROJECTS, VOTES. Fields are separated by semicolons,
// the items of a list inside a field by commas.
//
// Read takes what can be counted without a guess and nothing else. Whatever makes a
// count doubtful (a total that does not match, a project nobody knows, a row cut off, a
// comma in a number) is an error with its line. It is lenient where nothing hangs on it:
// keys of META that only describe may be missing or unknown, the column target is read
// by its new name beneficiaries, quotation marks in a name need not be doubled.
//
// Check says what the format's own rules hold against a file, Write writes one. Nothing
// about persons passes through either: of the columns of VOTES only the ballot, the way
// of voting and the place are kept, voters get new numbers unless the caller names
// receipts, and the rows are shuffled. In a small district a rare ballot may still tell
// whose it is: say so to whoever publishes the file.
package pabulib

import (
	"fmt"
	"io"
	"strings"

	"veche/flows/project/count"
)

// File is an election and what its file says besides.
type File struct {
	Election count.Election
	// Meta is the rest of META, in the order of the file; Say finds a value.
	Meta []Entry
	// Columns are voting_method, district and neighborhood of VOTES, where the file has them.
	Columns []Column
}

// Column has a cell for each ballot of the election.
type Column struct {
	Name  string
	Cells []string
}

// The columns of the sections in the order in which the format wants them.
var (
	projectColumns = []string{"project_id", "cost", "votes", "score", "name", "category", "beneficiaries", "selected", "neighborhood",
		"subunit", "district", "description", "proposer", "public_id", "latitude", "longitude"}
	voteColumns = []string{"voter_id", "vote", "points", "voting_method", "district", "neighborhood"}
)

// So many of them come from the election itself. The rest of a project is in its fields,
// the rest of a ballot in the file's columns.
const ownColumns, keptColumns = 5, 3

// Read reads a file. The name is only for errors, which are all *Error but for those of r.
func Read(name string, r io.Reader) (*File, error) {
	var text strings.Builder
	if _, err := io.Copy(&text, r); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	rows, err := newRows(name, text.String())
	if err != nil {
		return nil, err
	}
	h, err := rows.readMeta()
	if err != nil {
		return nil, err
	}
	file := &File{Meta: h.others}
	file.Election.Kind = h.kind
	if h.kind == count.Ordinal {
		file.Election.Places = max(h.limits.most, 0)
	}
	p := projects{rows: rows, header: h, election: &file.Election}
	if err := p.read(); err != nil {
		return nil, err
	}
	v := votes{projects: &p, file: file}
	if err := v.read(); err != nil {
		return nil, err
	}
	return file, p.compare()
}

// columns are the names that a section's second line gives to its cells.
type columns []string

func (c columns) index(name string) int {
	for i, n := range c {
		if n == name {
			return i
		}
	}
	return -1
}

// readColumns reads the line below a title.
func (r *rows) readColumns(section string, needed ...string) (columns, error) {
	more, err := r.read()
	if err != nil || !more {
		return nil, r.or(err, "below "+section+" the line with the names of the columns is missing")
	}
	var c columns
	for _, name := range r.fields {
		if section == "PROJECTS" && name == "target" {
			name = "beneficiaries" // renamed in April 2026
		}
		if name == "" || name != trim(name) {
			return nil, r.wrong("%q is no name of a column: no spaces around it, none empty", name)
		}
		if c.index(name) >= 0 {
			return nil, r.wrong("the column %s is here a second time", name)
		}
		c = append(c, name)
	}
	for _, name := range needed {
		if c.index(name) < 0 {
			return nil, r.wrong("%s has no column %s", section, name)
		}
	}
	return c, nil
}

// nextRow reads a row of a section with these columns, or the title of the section that
// follows.
func (r *rows) nextRow(c columns, following string) (more bool, err error) {
	more, err = r.read()
	if err != nil || !more || len(r.fields) == len(c) || len(r.fields) == 1 && r.fields[0] == following {
		return more, err
	}
	return false, r.wrong("%d fields, the columns are %d (%s): a field with ; goes into quotes", len(r.fields), len(c), strings.Join(c, ";"))
}

// title reads the line that begins a section.
func (r *rows) title(name string) error {
	more, err := r.read()
	if err != nil || !more || len(r.fields) != 1 || r.fields[0] != name {
		return r.or(err, "here the line "+name+" has to stand: is this a .pb file?")
	}
	return nil
}

// or prefers the error there is.
func (r *rows) or(err error, what string) error {
	if err != nil {
		return err
	}
	return r.wrong("%s", what)
}

func trim(s string) string { return strings.TrimSpace(s) }
