package count_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"veche/flows/project/count"
)

// shares is an act's table: points for the citizens' part of the cost.
var shares = count.Criterion{Name: "citizens' payments", Field: "citizens", Of: "cost", Bands: []count.Band{
	{From: "0.2", To: "1", Points: "5"},
	{From: "1.01", To: "5", Points: "10"},
	{From: "5", To: "10", OpenFrom: true, Points: "15"},
	{From: "10", OpenFrom: true, Points: "20"},
}}

func project(cost int64, fields ...string) count.Project {
	p := count.Project{Cost: cost, Fields: map[string]string{}}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		p.Fields[name] = value
	}
	return p
}

func TestCriteria(t *testing.T) {
	two := 2
	for name, c := range map[string]struct {
		criterion count.Criterion
		project   count.Project
		want      string
	}{
		"under all bands":           {shares, project(100_000, "citizens=194"), "0"},
		"the lower edge belongs":    {shares, project(100_000, "citizens=200"), "5"},
		"the upper edge belongs":    {shares, project(100_000, "citizens=1000"), "5"},
		"1.004 % is 1.00 %":         {shares, project(100_000, "citizens=1004"), "5"},
		"1.005 % is 1.01 %":         {shares, project(100_000, "citizens=1005"), "10"},
		"a closed edge":             {shares, project(100_000, "citizens=5000"), "10"},
		"5.004 % is still 5 %":      {shares, project(100_000, "citizens=5004"), "10"},
		"an open edge":              {shares, project(100_000, "citizens=5010"), "15"},
		"the last closed edge":      {shares, project(100_000, "citizens=10000"), "15"},
		"no upper edge":             {shares, project(100_000, "citizens=90000"), "20"},
		"nothing said":              {shares, project(100_000), "0"},
		"in kopecks":                {shares, project(100_000, "citizens=199.995"), "5"},
		"linear, below":             {count.Criterion{Field: "own", Linear: &count.Linear{From: "5", To: "20", Points: "100"}}, project(1, "own=5"), "0"},
		"linear, between":           {count.Criterion{Field: "own", Linear: &count.Linear{From: "5", To: "20", Points: "100"}}, project(1, "own=10"), "100/3"},
		"linear, rounded first":     {count.Criterion{Field: "own", Places: &two, Linear: &count.Linear{From: "0", To: "1", Points: "1"}}, project(1, "own=0.125"), "13/100"},
		"linear, capped":            {count.Criterion{Field: "own", Linear: &count.Linear{From: "5", To: "20", Points: "100"}}, project(1, "own=70"), "100"},
		"yes":                       {count.Criterion{Field: "media", Yes: "3"}, project(1, "media=да"), "3"},
		"no":                        {count.Criterion{Field: "media", Yes: "3"}, project(1, "media=нет"), "0"},
		"weight and group's weight": {count.Criterion{Field: "media", Yes: "100", Weight: "0.4", GroupWeight: "0.25"}, project(1, "media=1"), "10"},
		"of a number":               {count.Criterion{Field: "came", Of: "200", Linear: &count.Linear{From: "0", To: "10", Points: "100"}}, project(1, "came=10"), "50"},
		"the best has all":          {count.Criterion{Field: "came", Ratio: "30"}, project(1, "came=10"), "30"},
	} {
		t.Run(name, func(t *testing.T) {
			e := &count.Election{Budget: 1, Projects: []count.Project{c.project}}
			res := counted(t, e, count.Rule{Method: count.Competition, Criteria: []count.Criterion{c.criterion}})
			if got := res.Scores[0].Total.RatString(); got != c.want {
				t.Errorf("%s points, want %s", got, c.want)
			}
		})
	}
}

func TestCompetition(t *testing.T) {
	e := &count.Election{Budget: 100, Projects: []count.Project{
		project(60, "came=10", "own=yes"), project(50, "came=20"), project(40, "came=10", "own=yes"), project(10, "came=1"), project(0, "came=20"),
	}}
	for i := range e.Projects {
		e.Projects[i].ID = fmt.Sprint(i)
	}
	rule := count.Rule{Method: count.Competition, Criteria: []count.Criterion{{Field: "came", Ratio: "40"}, {Field: "own", Yes: "10"}}}
	for name, c := range map[string]struct {
		change func(*count.Rule)
		want   []int
	}{
		"earlier first, then what fits":  {func(*count.Rule) {}, []int{1, 2, 3}},
		"stops at what does not fit":     {func(r *count.Rule) { r.Stop = true }, []int{1}},
		"a pass mark":                    {func(r *count.Rule) { r.Threshold = 30 }, []int{1, 2}},
		"the cheaper first among equals": {func(r *count.Rule) { r.Ties = []count.Tie{count.TieCost}; r.Stop = true }, []int{1, 2}},
		"by the lot among equals": {func(r *count.Rule) {
			r.Ties = []count.Tie{count.TieLot}
			r.Lot = []string{"4", "3", "2", "1", "0"}
			r.Stop = true
		}, []int{1, 2}},
		"weights change what comes first": {func(r *count.Rule) {
			r.Criteria = []count.Criterion{rule.Criteria[0], {Field: "own", Yes: "10", Weight: "5"}}
		}, []int{0, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			r := rule
			c.change(&r)
			res := counted(t, e, r)
			if !slices.Equal(res.Winners, c.want) {
				t.Errorf("won %v, want %v", res.Winners, c.want)
			}
			for p, s := range res.Scores {
				sum := new(big.Rat)
				for _, points := range s.Points {
					sum.Add(sum, points)
				}
				if sum.Cmp(s.Total) != 0 {
					t.Errorf("project %d: the lines sum to %v, the score is %v", p, sum, s.Total)
				}
			}
		})
	}
}

func TestCriteriaThatCannotBe(t *testing.T) {
	for want, c := range map[string]count.Criterion{
		"no field":                                {Yes: "1"},
		"one of bands, linear, ratio and yes":     {Field: "a"},
		"one of bands, linear, ratio and yes has": {Field: "a", Yes: "1", Ratio: "1"},
		"bands 1 and 2 overlap":                   {Field: "a", Bands: []count.Band{{To: "5", Points: "1"}, {From: "5", Points: "2"}}},
		"band 1: from 7 to 5":                     {Field: "a", Bands: []count.Band{{From: "7", To: "5", Points: "1"}}},
		"band 1: \"\" is no":                      {Field: "a", Bands: []count.Band{{From: "7"}}},
		"does not rise":                           {Field: "a", Linear: &count.Linear{From: "5", To: "5", Points: "1"}},
		"weight: \"1/2\"":                         {Field: "a", Yes: "1", Weight: "1/2"},
		"project \"\": a: \"10,5\" is no number with a decimal point": {Field: "a", Ratio: "1"},
		"30 places": {Field: "a", Ratio: "1", Places: new(30)},
	} {
		e := &count.Election{Budget: 1, Projects: []count.Project{project(1, "a=10,5")}}
		_, err := count.Count(context.Background(), e, count.Rule{Method: count.Competition, Criteria: []count.Criterion{c}}, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// One ballot would turn a competition without a vote into one that funds its project alone:
// true, and no advice.
func TestWithoutAVoteNoVotesAreMissing(t *testing.T) {
	a, b := project(10, "came=1"), project(15, "came=2")
	a.ID, b.ID = "a", "b"
	e := count.Election{Budget: 20, Projects: []count.Project{a, b}}
	r, err := count.Count(t.Context(), &e, count.Rule{Method: count.Competition, Criteria: []count.Criterion{{Field: "came", Ratio: "10"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	loss, err := r.Explain(t.Context(), 0)
	if err != nil || loss.MoreVotes != -1 || loss.AtCost != 5 {
		t.Errorf("%v, %+v", err, loss)
	}
}
