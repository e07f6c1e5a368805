package storage

import (
	"bytes"
	"iter"
)

// walk yields keys and values from low to before high (nil: to the end), or the
// same the other way. When a write of the loop moved the pages, it seeks the last
// key again.
func (tx *Tx) walk(p *place, low, high []byte, backward bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := tx.at(p).Cursor()
		step, first := c.Next, func() ([]byte, []byte) { return c.Seek(low) }
		again := func(last []byte) ([]byte, []byte) { return c.Seek(next(last)) }
		inside := func(k []byte) bool { return high == nil || bytes.Compare(k, high) < 0 }
		if backward {
			step = c.Prev
			again = func(before []byte) ([]byte, []byte) {
				if before == nil {
					return c.Last()
				}
				if k, _ := c.Seek(before); k == nil {
					return c.Last()
				}
				return c.Prev()
			}
			first = func() ([]byte, []byte) { return again(high) }
			inside = func(k []byte) bool { return bytes.Compare(k, low) >= 0 }
		}
		var last []byte
		for k, v := first(); k != nil && inside(k); {
			last = append(last[:0], k...)
			changes := tx.changes
			if !yield(k, v) {
				return
			}
			if tx.changes == changes {
				k, v = step()
			} else {
				k, v = again(last)
			}
		}
	}
}

// bounds turns the ends of a walk, said in its own direction, into low and high.
// past returns the first key behind an end.
func bounds(backward bool, prefix, from, after, until []byte, past func([]byte) []byte) (low, high []byte) {
	low, high = prefix, pastPrefix(prefix)
	atLeast := func(k []byte) {
		if bytes.Compare(k, low) > 0 {
			low = k
		}
	}
	below := func(k []byte) {
		if k != nil && (high == nil || bytes.Compare(k, high) < 0) {
			high = k
		}
	}
	if backward {
		if from != nil {
			below(past(from))
		}
		below(after)
		if until != nil {
			atLeast(past(until))
		}
		return low, high
	}
	atLeast(from)
	if after != nil {
		atLeast(next(after))
	}
	below(until)
	return low, high
}

// next returns the first key there can be after k.
func next(k []byte) []byte { return append(k[:len(k):len(k)], 0) }

// pastPrefix returns the first key behind all that begin with p; nil: there is none.
func pastPrefix(p []byte) []byte {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] != 0xFF {
			end := append([]byte(nil), p[:i+1]...)
			end[i]++
			return end
		}
	}
	return nil
}
