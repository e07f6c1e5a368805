package pabulib

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"veche/flows/project/count"
)

// Options say what the file does not.
type Options struct {
	// Seed shuffles the ballots. Keep it secret where the order of voting is known: with
	// it the shuffle can be undone.
	Seed [32]byte
	// Receipt names the voter of a ballot by a random number that only the voter knows.
	// Without it the voters are numbered as they stand in the file, and so can nobody be
	// found by an id that means something elsewhere.
	Receipt func(ballot int) string
}

// Write writes the file in the form that the format asks for: UTF-8 without a mark, keys
// and columns in their order, counts of its own. What Check finds is an error, and
// nothing is written.
func Write(w io.Writer, f *File, o Options) error {
	if err := f.Check(); err != nil {
		return fmt.Errorf("the format does not take this election: %w", err)
	}
	return f.write(w, o)
}

func (f *File) write(w io.Writer, o Options) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	f.writeMeta(out)
	f.writeProjects(out)
	if err := f.writeVotes(out, o); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// The errors of single rows are kept by the csv.Writer; the last one tells.

func (f *File) writeMeta(out *csv.Writer) {
	e := &f.Election
	entries := append([]Entry{{numProjects, strconv.Itoa(len(e.Projects))}, {numVotes, strconv.Itoa(len(e.Ballots))},
		{budget, format(e.Budget, e.Decimals)}, {voteType, e.Kind.String()}}, f.Meta...)
	slices.SortStableFunc(entries, func(a, b Entry) int { return place(metaOrder, a.Key) - place(metaOrder, b.Key) })
	_ = out.Write([]string{"META"})
	_ = out.Write([]string{"key", "value"})
	for _, x := range entries {
		_ = out.Write([]string{x.Key, x.Value})
	}
}

func (f *File) writeProjects(out *csv.Writer) {
	e := &f.Election
	counted := newTally(len(e.Projects))
	for _, b := range e.Ballots {
		counted.add(e, b)
	}
	scored := e.Kind == count.Cumulative || e.Kind == count.Scoring || e.Kind == count.Ordinal
	columns := []string{"project_id", "cost", "votes"}
	if scored {
		columns = append(columns, "score")
	}
	named := slices.ContainsFunc(e.Projects, func(x count.Project) bool { return x.Name != "" })
	if named {
		columns = append(columns, "name")
	}
	fields := f.fieldNames()
	_ = out.Write([]string{"PROJECTS"})
	_ = out.Write(append(columns, fields...))
	for i, x := range e.Projects {
		row := []string{x.ID, format(x.Cost, e.Decimals), strconv.FormatInt(counted.votes[i], 10)}
		if scored {
			row = append(row, strconv.FormatInt(counted.lengths[i], 10))
		}
		if named {
			row = append(row, x.Name)
		}
		for _, name := range fields {
			row = append(row, x.Fields[name])
		}
		_ = out.Write(row)
	}
}

// fieldNames are the names that occur among the fields of projects, in order.
func (f *File) fieldNames() []string {
	var names []string
	for _, x := range f.Election.Projects {
		for name := range x.Fields {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if byPlace := place(projectColumns, a) - place(projectColumns, b); byPlace != 0 {
			return byPlace
		}
		return strings.Compare(a, b)
	})
	return names
}

func (f *File) writeVotes(out *csv.Writer, o Options) error {
	e := &f.Election
	kept := slices.SortedFunc(slices.Values(f.Columns), func(a, b Column) int { return place(voteColumns, a.Name) - place(voteColumns, b.Name) })
	columns := []string{"voter_id", "vote"}
	if e.Kind == count.Cumulative || e.Kind == count.Scoring {
		columns = append(columns, "points")
	}
	for _, c := range kept {
		columns = append(columns, c.Name)
	}
	_ = out.Write([]string{"VOTES"})
	_ = out.Write(columns)
	used := make(map[string]bool, len(e.Ballots))
	for at, i := range rand.New(rand.NewChaCha8(o.Seed)).Perm(len(e.Ballots)) {
		id := strconv.Itoa(at + 1)
		if o.Receipt != nil {
			id = o.Receipt(i)
		}
		if id == "" || id != trim(id) || used[id] {
			return fmt.Errorf("the receipt %q of ballot %d is empty, has spaces around it, or is another's", id, i+1)
		}
		used[id] = true
		row := append([]string{id}, f.written(e.Ballots[i], columns[2:])...)
		for _, c := range kept {
			row = append(row, c.Cells[i])
		}
		_ = out.Write(row)
	}
	return nil
}

// written is a ballot as the fields vote and, where the columns have them, points: the
// most points first.
func (f *File) written(b count.Ballot, columns []string) []string {
	order := make([]int, len(b.Picks))
	for i := range order {
		order[i] = i
	}
	if b.Points != nil {
		slices.SortStableFunc(order, func(i, j int) int { return int(min(max(b.Points[j]-b.Points[i], -1), 1)) })
	}
	ids, points := make([]string, len(order)), make([]string, len(b.Points))
	for at, i := range order {
		ids[at] = f.Election.Projects[b.Picks[i]].ID
		if b.Points != nil {
			points[at] = strconv.FormatInt(b.Points[i], 10)
		}
	}
	if slices.Contains(columns, "points") {
		return []string{strings.Join(ids, ","), strings.Join(points, ",")}
	}
	return []string{strings.Join(ids, ",")}
}
