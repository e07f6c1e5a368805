package pabulib

import (
	"fmt"
	"slices"
	"strconv"

	"veche/flows/project/count"
)

// Entry is a line of META.
type Entry struct{ Key, Value string }

// What the election itself says; these are never among a file's other entries.
const (
	numProjects = "num_projects"
	numVotes    = "num_votes"
	budget      = "budget"
	voteType    = "vote_type"
)

// metaOrder is the order in which the format wants the keys of META.
var metaOrder = []string{"description", "country", "unit", "district", "subunit", "instance", numProjects, numVotes, budget, voteType,
	"rule", "date_begin", "date_end", "min_length", "max_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points",
	"min_sum_points", "max_sum_points", "default_score", "min_project_cost", "max_project_cost", "min_project_score_threshold",
	"neighborhoods", "subdistricts", "categories", "edition", "language", "currency", "fully_funded", "experimental", "comment",
	"acknowledgments", "leftover_budget", "budget_per_category", "budget_per_neighborhood", "min_length_per_category",
	"max_length_per_category", "min_sum_cost_per_category", "max_sum_cost_per_category"}

// metaNeeded are the keys without which the format takes no file, besides the election's.
var metaNeeded = []string{"description", "country", "unit", "instance", "rule", "date_begin", "date_end"}

// place sorts what the format does not know behind all that it knows.
func place(order []string, name string) int {
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order)
}

// Say is the value of a key of META, "" if the file has none.
func (f *File) Say(key string) string {
	for _, e := range f.Meta {
		if e.Key == key {
			return e.Value
		}
	}
	return ""
}

// header is META as it is read: the election's own keys and the others apart.
type header struct {
	projects, votes int
	budget          decimal
	budgetLine      int
	kind            count.Kind
	limits          limits
	others          []Entry
}

// limits of a ballot's length and of its points, each and together; -1 is none.
type limits struct{ least, most, points, sum int }

func noLimits() limits { return limits{-1, -1, -1, -1} }

// readMeta reads from the title META up to the title PROJECTS.
func (r *rows) readMeta() (header, error) {
	h := header{limits: noLimits()}
	if err := r.title("META"); err != nil {
		return h, err
	}
	if more, err := r.read(); err != nil || !more || !slices.Equal(r.fields, []string{"key", "value"}) {
		return h, r.or(err, "below META the line key;value is missing")
	}
	seen := map[string]bool{}
	for {
		more, err := r.read()
		if err != nil || !more {
			return h, r.or(err, "the file ends before its section PROJECTS: is it cut off?")
		}
		if slices.Equal(r.fields, []string{"PROJECTS"}) {
			break
		}
		if len(r.fields) != 2 {
			return h, r.wrong("META takes key;value, this line has %d fields; a value with ; goes into quotes", len(r.fields))
		}
		key, value := r.fields[0], trim(r.fields[1])
		if key == "" || key != trim(key) || seen[key] {
			return h, r.wrong("the key %q is here a second time, empty, or has spaces around it", key)
		}
		seen[key] = true
		if key == budget {
			h.budgetLine = r.line
		}
		if err := h.take(key, value); err != nil {
			return h, r.wrong("%s: %v", key, err)
		}
	}
	for _, key := range []string{numProjects, numVotes, budget, voteType} {
		if !seen[key] {
			return h, r.wrong("META ends without %s", key)
		}
	}
	return h, nil
}

func (h *header) take(key, value string) (err error) {
	switch key {
	case numProjects:
		h.projects, err = natural(value)
	case numVotes:
		h.votes, err = natural(value)
	case budget:
		if h.budget, err = parseDecimal(value); err == nil && h.budget.digits <= 0 {
			err = errNotAboveZero
		}
	case voteType:
		h.kind, err = count.ParseKind(value)
	default:
		h.others = append(h.others, Entry{key, value})
	}
	if err == nil && value != "" {
		err = h.limits.take(key, value)
	}
	return err
}

func (l *limits) take(key, value string) (err error) {
	switch key {
	case "min_length", "min_length_unit", "min_length_district":
		l.least, err = natural(value)
	case "max_length", "max_length_unit", "max_length_district":
		l.most, err = natural(value)
	case "max_points":
		l.points, err = natural(value)
	case "max_sum_points":
		l.sum, err = natural(value)
	case "default_score":
		if d, bad := parseDecimal(value); bad != nil || d.digits != 0 {
			err = errDefaultScore
		}
	}
	return err
}

// given says which limit a ballot's points break.
func (l limits) given(points []int64) error {
	sum := int64(0)
	for _, p := range points {
		if sum += p; l.points >= 0 && p > int64(l.points) {
			return fmt.Errorf("%d points for a project, META says max_points %d", p, l.points)
		}
	}
	if l.sum >= 0 && sum > int64(l.sum) {
		return fmt.Errorf("%d points on a ballot, META says max_sum_points %d", sum, l.sum)
	}
	return nil
}

func natural(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || !onlyDigits(s) {
		return 0, fmt.Errorf("%q is no whole number", s)
	}
	return n, nil
}
