package terminal

import (
	"io"
	"strings"
)

// column is one of a table's.
type column struct {
	title string
	right bool // numbers stand at the right
	last  bool // what does not fit is cut off
}

// table lines its rows up. A row of one cell stands alone, across all columns.
type table struct {
	columns []column
	rows    [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

const gap = 2

// write writes the table into so many columns of a terminal; 0 is without end.
func (t *table) write(w io.Writer, room int, s style) error {
	widths := t.widths()
	var b strings.Builder
	titles := make([]string, len(t.columns))
	for i, c := range t.columns {
		titles[i] = c.title
	}
	if strings.Join(titles, "") != "" {
		b.WriteString(s.bold(t.line(titles, widths, room)) + "\n")
	}
	for _, row := range t.rows {
		if len(row) == 1 {
			b.WriteString(s.faint(row[0]) + "\n")
			continue
		}
		b.WriteString(t.line(row, widths, room) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *table) widths() []int {
	widths := make([]int, len(t.columns))
	for i, c := range t.columns {
		widths[i] = columns(c.title)
		for _, row := range t.rows {
			if len(row) > 1 {
				widths[i] = max(widths[i], columns(row[i]))
			}
		}
	}
	return widths
}

func (t *table) line(cells []string, widths []int, room int) string {
	var b strings.Builder
	used := 0
	for i, cell := range cells {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", gap))
			used += gap
		}
		if t.columns[i].last && room > 0 {
			cell = clip(cell, max(room-used, 8))
		}
		pad := strings.Repeat(" ", max(widths[i]-columns(cell), 0))
		if t.columns[i].right {
			cell = pad + cell
		} else {
			cell += pad
		}
		b.WriteString(cell)
		used += widths[i]
	}
	return strings.TrimRight(b.String(), " ")
}

// style marks words where a person reads them, and does nothing elsewhere.
type style bool

func (s style) bold(words string) string  { return s.in("1", words) }
func (s style) faint(words string) string { return s.in("2", words) }

func (s style) in(code, words string) string {
	if !s || words == "" {
		return words
	}
	return "\x1b[" + code + "m" + words + "\x1b[0m"
}
