package storage

import (
	"bytes"
	"cmp"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// sameOrder checks that bytes are ordered as keys are, and come back as the key.
func sameOrder[K any](t *testing.T, kind KeyKind[K], gen *rapid.Generator[K], compare func(a, b K) int) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		if got, want := bytes.Compare(kind.encode(a), kind.encode(b)), compare(a, b); got != want {
			t.Fatalf("%v and %v: order of bytes %d, of keys %d", a, b, got, want)
		}
		back, err := kind.decode(kind.encode(a))
		if err != nil || compare(back, a) != 0 {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
	})
}

type small int8

func TestKeysKeepTheirOrder(t *testing.T) {
	sameOrder(t, Number[int64](), rapid.Int64(), cmp.Compare)
	sameOrder(t, Number[uint64](), rapid.Uint64(), cmp.Compare)
	sameOrder(t, Number[small](), rapid.Custom(func(t *rapid.T) small { return small(rapid.Int8().Draw(t, "n")) }), cmp.Compare)
	sameOrder(t, Text[string](), texts(), cmp.Compare)
	moments := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "zero") {
			return time.Time{}
		}
		return time.Unix(0, rapid.Int64Min(math.MinInt64+1).Draw(t, "ns"))
	})
	sameOrder(t, Time(), moments, time.Time.Compare)
}

// texts are short, of few letters: so that one is often the beginning of another.
func texts() *rapid.Generator[string] {
	letters := rapid.SampledFrom([]byte{0, 1, 2, 'a', 0xFE, 0xFF})
	return rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(letters, 0, 5).Draw(t, "text")) })
}

type pair struct {
	name string
	n    int64
}

func TestPairsKeepTheirOrder(t *testing.T) {
	kind := Pair(Text[string](), Number[int64](),
		func(p pair) (string, int64) { return p.name, p.n },
		func(name string, n int64) pair { return pair{name, n} })
	gen := rapid.Custom(func(t *rapid.T) pair { return pair{texts().Draw(t, "name"), rapid.Int64().Draw(t, "n")} })
	sameOrder(t, kind, gen, func(a, b pair) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.n, b.n)) })
}

func TestTuplesKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := pair{texts().Draw(t, "a"), rapid.Int64().Draw(t, "an")}
		b := pair{texts().Draw(t, "b"), rapid.Int64().Draw(t, "bn")}
		want := cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.n, b.n))
		if got := bytes.Compare(Tuple(a.name, a.n), Tuple(b.name, b.n)); got != want {
			t.Fatalf("%v %v: %d, want %d", a, b, got, want)
		}
		if !bytes.HasPrefix(Tuple(a.name, a.n), Tuple(a.name)) {
			t.Fatal("the first part is no prefix")
		}
	})
}

func TestTupleDoesNotMindTheType(t *testing.T) {
	type id uint64
	type word string
	if !bytes.Equal(Tuple(id(5), word("a")), Tuple(5, "a")) {
		t.Error("a number or text of a named type makes another key than the plain one")
	}
	if !bytes.HasPrefix(Tuple("смоленск"), Tuple([]byte("смол"))) {
		t.Error("bytes do not find the beginning of a text")
	}
}

func FuzzKeys(f *testing.F) {
	f.Add([]byte("a\x00\x01"))
	f.Add([]byte{0x80, 0, 0, 0, 0, 0, 0, 7})
	pairs := Pair(Text[string](), Number[small](),
		func(p pair) (string, small) { return p.name, small(p.n) },
		func(name string, n small) pair { return pair{name, int64(n)} })
	f.Fuzz(func(t *testing.T, b []byte) {
		again(t, b, Text[string]())
		again(t, b, Number[small]())
		again(t, b, Time())
		again(t, b, pairs)
	})
}

// again checks that bytes which are read as a key are the only ones of that key.
func again[K any](t *testing.T, b []byte, kind KeyKind[K]) {
	if k, err := kind.decode(b); err == nil && !bytes.Equal(kind.encode(k), b) {
		t.Errorf("%x is read as %v, which is %x", b, k, kind.encode(k))
	}
}
