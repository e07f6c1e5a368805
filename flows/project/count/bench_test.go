package count_test

import (
	"context"
	"path/filepath"
	"testing"

	"veche/flows/project/count"
)

// BenchmarkCount counts each file of the folder by the default rule and its relatives.
// Reading is not measured. runs is how often Equal Shares ran.
func BenchmarkCount(b *testing.B) {
	files, err := filepath.Glob(votes(b, "*.pb"))
	if err != nil || len(files) == 0 {
		b.Fatal("no files", err)
	}
	rules := []struct {
		name string
		rule func(count.Rule) count.Rule
	}{
		{"none", func(r count.Rule) count.Rule { r.Completion = count.CompleteNone; return r }},
		{"add1-votes", func(r count.Rule) count.Rule { return r }},
		{"add1-exhaustive-votes", func(r count.Rule) count.Rule { r.Completion = count.CompleteAdd1ExhaustiveVotes; return r }},
		{"phragmen", func(r count.Rule) count.Rule { r.Method = count.Phragmen; return r }},
		{"greedy", func(r count.Rule) count.Rule { r.Method = count.Greedy; return r }},
	}
	for _, file := range files {
		e := election(b, file)
		for _, how := range rules {
			rule := how.rule(count.Default())
			if e.Kind != count.Approval && e.Kind != count.ChooseOne {
				rule.Utility = count.ByPointsCost
			}
			b.Run(filepath.Base(file)+"/"+how.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					r, err := count.Count(context.Background(), e, rule, nil)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(r.Runs), "runs")
				}
			})
		}
	}
}
