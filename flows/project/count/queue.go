package count

import "math"

// queue is a heap of projects, the one with the smallest bound on top.
type queue struct {
	of    []int
	least []float64
}

func (q *queue) push(p int) {
	q.of = append(q.of, p)
	i := len(q.of) - 1
	for i > 0 {
		up := (i - 1) / 2
		if q.least[q.of[up]] <= q.least[q.of[i]] {
			return
		}
		q.of[up], q.of[i] = q.of[i], q.of[up]
		i = up
	}
}

func (q *queue) pop() int {
	top, end := q.of[0], len(q.of)-1
	q.of[0] = q.of[end]
	q.of = q.of[:end]
	for i := 0; ; {
		down := 2*i + 1
		if down >= end {
			return top
		}
		if down+1 < end && q.least[q.of[down+1]] < q.least[q.of[down]] {
			down++
		}
		if q.least[q.of[i]] <= q.least[q.of[down]] {
			return top
		}
		q.of[i], q.of[down] = q.of[down], q.of[i]
		i = down
	}
}

// upTo takes projects off the queue whose bound is at most the limit, which may move
// meanwhile.
func (q *queue) upTo(limit *float64) func(func(int) bool) {
	return func(yield func(int) bool) {
		for len(q.of) > 0 && q.least[q.of[0]] <= *limit {
			if !yield(q.pop()) {
				return
			}
		}
	}
}

var inf = math.Inf(1)
