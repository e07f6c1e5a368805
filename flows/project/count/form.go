package count

// form is the money of a number of ballots: their shares without what they paid in each
// round, in weights.
type form struct {
	shares int64
	paid   []int64
}

// add adds the money of a group to the form, as it was after the rounds that the form
// knows, if nothing else was ever taken from it.
func (t *tally) add(f *form, g int32, wonAt []int32) {
	n := t.size[g]
	f.shares += n
	for _, l := range t.picks[g] {
		if s := wonAt[l.to]; s >= 0 && int(s) < len(f.paid) {
			f.paid[s] += n * int64(l.weight)
		}
	}
}
