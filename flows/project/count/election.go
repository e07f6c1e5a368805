package count

import (
	"fmt"
)

// Kind says how a ballot speaks of projects.
type Kind uint8

// The kinds of ballots, as Pabulib has them.
const (
	Approval   Kind = iota // any number of projects, all alike
	ChooseOne              // one project
	Cumulative             // projects and the points that each gets of a given sum
	Ordinal                // projects, the best first
	Scoring                // projects and a mark for each
)

var kinds = [...]string{"approval", "choose-1", "cumulative", "ordinal", "scoring"}

// String gives Pabulib's name of the kind.
func (k Kind) String() string { return name(kinds[:], int(k)) }

// ParseKind reads Pabulib's name of a kind.
func ParseKind(s string) (Kind, error) { return parse[Kind]("vote type", kinds[:], s) }

// Election is what is counted. Money is in the smallest unit that the election uses:
// 10^Decimals of them make one unit of the currency (a rouble, not a kopeck).
type Election struct {
	Budget   int64
	Decimals int
	Kind     Kind
	Places   int // of an ordinal ballot: the points of the first place; 0: as many as projects
	Projects []Project
	Ballots  []Ballot
}

// Project is one that can be chosen.
type Project struct {
	ID   string
	Name string
	Cost int64
	// Fields is what else is known of the project, for the criteria of a scoring.
	Fields map[string]string
}

// Ballot names projects by their index in Election.Projects, none twice; the best
// first if it is ordinal.
type Ballot struct {
	ID     string
	Picks  []int
	Points []int64 // in the order of Picks; nil for approval, choose-1 and ordinal
}

// parse finds s in the list of names.
func parse[T ~uint8](what string, names []string, s string) (T, error) {
	for i, n := range names {
		if n == s {
			return T(i), nil
		}
	}
	return 0, fmt.Errorf("unknown %s %q: one of %v", what, s, names)
}

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("unknown (%d)", i)
}
