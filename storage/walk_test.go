package storage

import (
	"fmt"
	"slices"
	"testing"
)

func numbers(t *testing.T, tx *Tx, l *library, r Range[uint64]) (keys []uint64) {
	t.Helper()
	for rec, err := range l.notes.All(tx, r) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, rec.Key)
	}
	return keys
}

func TestRanges(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	update(t, s, func(tx *Tx) error {
		for _, id := range []uint64{2, 4, 6, 8} {
			if err := l.notes.Put(tx, id, note{ID: id}); err != nil {
				return err
			}
		}
		return nil
	})
	type R = Range[uint64]
	key := func(k uint64) *uint64 { return &k }
	for _, c := range []struct {
		r    R
		want []uint64
	}{
		{R{}, []uint64{2, 4, 6, 8}},
		{R{Backward: true}, []uint64{8, 6, 4, 2}},
		{R{Limit: 3}, []uint64{2, 4, 6}},
		{R{From: key(4)}, []uint64{4, 6, 8}},
		{R{From: key(5)}, []uint64{6, 8}},
		{R{After: key(4)}, []uint64{6, 8}},
		{R{After: key(8)}, nil},
		{R{Until: key(6)}, []uint64{2, 4}},
		{R{From: key(4), Until: key(8)}, []uint64{4, 6}},
		{R{From: key(6), Backward: true}, []uint64{6, 4, 2}},
		{R{From: key(5), Backward: true}, []uint64{4, 2}},
		{R{After: key(6), Backward: true}, []uint64{4, 2}},
		{R{After: key(2), Backward: true}, nil},
		{R{Until: key(4), Backward: true}, []uint64{8, 6}},
		{R{After: key(9), Backward: true, Limit: 1}, []uint64{8}},
	} {
		t.Run(fmt.Sprint(c.want), func(t *testing.T) {
			view(t, s, func(tx *Tx) error {
				if got := numbers(t, tx, l, c.r); !slices.Equal(got, c.want) {
					t.Errorf("%+v: %v, want %v", c.r, got, c.want)
				}
				return nil
			})
		})
	}
}

// Pages of "my reports": each continues behind the last of the one before.
func TestPagesOfAnIndex(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	l.fill(t, s, 30)
	view(t, s, func(tx *Tx) error {
		var met []uint64
		span := Span{Limit: 4}
		for {
			before := len(met)
			for rec, err := range l.byAuthor.Backward(tx, Tuple(1), span) {
				if err != nil {
					return err
				}
				met = append(met, rec.Key)
				span.After = l.byAuthor.Position(Tuple(1), rec.Key)
			}
			if len(met) == before {
				break
			}
		}
		if want := []uint64{29, 26, 23, 20, 17, 14, 11, 8, 5, 2}; !slices.Equal(met, want) {
			t.Errorf("pages hold %v, want %v", met, want)
		}
		if n := l.byAuthor.Count(tx, nil, 7); n != 7 {
			t.Errorf("counted %d of at most 7", n)
		}
		return nil
	})
}

// What is due: everything up to a moment, which the loop then moves or removes.
func TestIndexUpToAMoment(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	l.fill(t, s, 30)
	var up, down []uint64
	view(t, s, func(tx *Tx) error {
		for k, err := range l.byAuthor.Keys(tx, nil, Span{Until: Tuple(0)}) {
			if err != nil {
				return err
			}
			up = append(up, k)
		}
		for rec, err := range l.byAuthor.Backward(tx, nil, Span{From: Tuple(0), Until: Tuple(-1), Limit: 3}) {
			if err != nil {
				return err
			}
			down = append(down, rec.Key)
		}
		return nil
	})
	if want := []uint64{0, 3, 6, 9, 12, 15, 18, 21, 24, 27}; !slices.Equal(up, want) {
		t.Errorf("before author 0: %v, want %v", up, want)
	}
	if want := []uint64{28, 25, 22}; !slices.Equal(down, want) {
		t.Errorf("author 0 and down: %v, want %v", down, want)
	}
}

func TestALoopMayChangeWhatItWalksOver(t *testing.T) {
	const n = 2000 // several pages
	for _, backward := range []bool{false, true} {
		for _, fresh := range []bool{false, true} { // records of this transaction or of an earlier one
			l := newLibrary()
			s := open(t, newFile(t), l.options())
			if !fresh {
				l.fill(t, s, n)
			}
			update(t, s, func(tx *Tx) error {
				for i := uint64(0); fresh && i < n; i++ {
					if err := l.notes.Put(tx, i, note{ID: i}); err != nil {
						return err
					}
				}
				met := 0
				for rec, err := range l.notes.All(tx, Range[uint64]{Backward: backward}) {
					if err != nil {
						return err
					}
					met++
					if rec.Key%5 == 0 {
						rec.Value.Text = "changed"
						err = l.notes.Put(tx, rec.Key, rec.Value)
					} else {
						err = l.notes.Delete(tx, rec.Key)
					}
					if err != nil {
						return err
					}
				}
				if left := l.notes.Len(tx); met != n || left != n/5 {
					t.Errorf("backward %v, fresh %v: met %d, left %d", backward, fresh, met, left)
				}
				return Verify(tx)
			})
		}
	}
}
