package stems

import "slices"

// How much each thing counts. Chosen by the known and the tuned pairs of the tests.
const (
	otherThing   = 0.3 // both say what it is about, and it is not the same
	otherTrouble = 0.4 // both say what is wrong, and it is not the same
	overlapping  = 0.6 // how much of the shorter text is in the longer one; the rest: how much in all
	pairBonus    = 0.1 // for each two words that stand side by side in both
)

// Alike compares two texts, from 0 to 1.
func Alike(a, b []uint32) float64 {
	one, other, both := weigh(a, b, weight)
	if both == 0 {
		return 0
	}
	score := overlapping*both/min(one, other) + (1-overlapping)*2*both/(one+other)
	score += pairBonus * float64(sharedPairs(a, b))
	if contradict(a, b, thingStem) {
		score *= otherThing
	}
	if contradict(a, b, troubleStem) {
		score *= otherTrouble
	}
	return min(1, score)
}

// weigh returns how much each of two lists weighs, and what stands in both.
func weigh(a, b []uint32, weight func(uint32) float64) (one, other, both float64) {
	for _, s := range a {
		one += weight(s)
		if slices.Contains(b, s) {
			both += weight(s)
		}
	}
	for _, s := range b {
		other += weight(s)
	}
	return one, other, both
}

// weight: the thing and its trouble say more than the words around them.
func weight(stem uint32) float64 {
	switch stem & kindBits {
	case thingStem:
		return 2
	case troubleStem:
		return 1
	case asideStem:
		return 0.2
	case numberStem:
		return 0.3
	}
	return 0.5
}

// contradict reports whether both say something of the kind, and nothing of it in common.
func contradict(a, b []uint32, kind uint32) bool {
	in, shared := false, false
	for _, s := range a {
		if s&kindBits == kind {
			in = true
			shared = shared || slices.Contains(b, s)
		}
	}
	return in && !shared && slices.ContainsFunc(b, func(s uint32) bool { return s&kindBits == kind })
}

func sharedPairs(a, b []uint32) (n int) {
	for i := 1; i < len(a); i++ {
		for j := 1; j < len(b); j++ {
			if a[i-1] == b[j-1] && a[i] == b[j] {
				n++
			}
		}
	}
	return n
}
