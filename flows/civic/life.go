package civic

import (
	"fmt"
	"slices"

	"github.com/looplab/fsm"
)

// Row is a move of a life: what somebody does to a subject, from where to where it leads, and whose it is. Is holds
// what else the subject says of its moves.
type Row[S, M ~string, Is any] struct {
	Move M
	Ways []Way[S]
	By   By
	Is   Is
}

// Way leads from each of the statuses to one; where that is "", the status stays as it is.
type Way[S ~string] struct {
	From []S
	To   S
}

// Stays reports whether the move leaves every status as it is.
func (r Row[S, M, Is]) Stays() bool {
	return !slices.ContainsFunc(r.Ways, func(w Way[S]) bool { return w.To != "" })
}

// By says who makes a move: those who hold one of the roles, or the author. Where it says neither, the move happens by
// itself, or by what those affected say.
type By struct {
	Roles  []Role
	Author bool
}

// Life is the table of what a subject may become: nothing else changes its status.
type Life[S, M ~string, Is any] struct {
	rows    []Row[S, M, Is]
	at      map[M]int // its row
	machine *Machine
}

// NewLife makes the life of a table. [Life.Faults] says whether it is sound.
func NewLife[S, M ~string, Is any](rows ...Row[S, M, Is]) *Life[S, M, Is] {
	l := &Life[S, M, Is]{rows: rows, at: map[M]int{}}
	for i, r := range rows {
		l.at[r.Move] = i
	}
	l.machine = NewMachine(l.Events())
	return l
}

// Rows are those of the table, in its order.
func (l *Life[S, M, Is]) Rows() []Row[S, M, Is] { return slices.Clone(l.rows) }

// Row is the one of the move; empty for a move that the table does not have.
func (l *Life[S, M, Is]) Row(m M) Row[S, M, Is] {
	if i, ok := l.at[m]; ok {
		return l.rows[i]
	}
	return Row[S, M, Is]{}
}

// Can reports whether the move is possible from the status.
func (l *Life[S, M, Is]) Can(s S, m M) bool { return l.machine.Can(string(s), string(m)) }

// Next is where the move leads from the status, which may be the same; false where it is not possible.
func (l *Life[S, M, Is]) Next(s S, m M) (S, bool) {
	next, err := l.machine.Next(string(s), string(m))
	return S(next), err == nil
}

// Events is the table as looplab/fsm has it.
func (l *Life[S, M, Is]) Events() (all fsm.Events) {
	for _, r := range l.rows {
		for _, w := range r.Ways {
			for _, from := range w.From {
				all = append(all, fsm.EventDesc{Name: string(r.Move), Src: []string{string(from)}, Dst: string(w.leads(from))})
			}
		}
	}
	return all
}

func (w Way[S]) leads(from S) S {
	if w.To == "" {
		return from
	}
	return w.To
}

// Diagram draws the table in Mermaid's words.
func (l *Life[S, M, Is]) Diagram(first S) (string, error) {
	return fsm.VisualizeForMermaidWithGraphType(fsm.NewFSM(string(first), l.Events(), nil), fsm.StateDiagram)
}

// Faults lists what is wrong with the table of a subject that begins as first and has these statuses.
func (l *Life[S, M, Is]) Faults(first S, all []S) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	reached := map[S]bool{first: true}
	for i, r := range l.rows {
		if l.at[r.Move] != i {
			fault("%s has two rows", r.Move)
		}
		if len(r.Ways) == 0 {
			fault("%s leads nowhere", r.Move)
		}
		from := map[S]bool{}
		for _, w := range r.Ways {
			for _, s := range w.From {
				if from[s] { // looplab/fsm would keep the last one
					fault("%s leads two ways from %s", r.Move, s)
				}
				from[s] = true
				for _, s := range []S{s, w.leads(s)} {
					if !slices.Contains(all, s) {
						fault("%s knows a status %q", r.Move, s)
					}
				}
				reached[w.leads(s)] = reached[w.leads(s)] || w.leads(s) != s
			}
		}
	}
	for _, s := range all {
		if !reached[s] {
			fault("nothing leads to %s", s)
		}
	}
	return faults
}
