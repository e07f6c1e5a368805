package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"
)

// KeyKind says how keys become bytes: in an order that is the order of the keys,
// and so that where a key ends can be seen from its bytes.
type KeyKind[K any] struct {
	add     func(b []byte, k K) []byte
	cut     func(b []byte) (k K, rest []byte, err error)
	growing bool
}

func (kind KeyKind[K]) encode(k K) []byte { return kind.add(make([]byte, 0, 24), k) }

func (kind KeyKind[K]) decode(b []byte) (K, error) {
	k, rest, err := kind.cut(b)
	if err == nil && len(rest) > 0 {
		err = errKey
	}
	return k, err
}

var errKey = errors.New("not a key of this kind")

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// Number is the kind of keys that are numbers: eight bytes, negative ones first.
func Number[K integer]() KeyKind[K] {
	var flip uint64
	if ^K(0) < 0 {
		flip = 1 << 63
	}
	return KeyKind[K]{
		add: func(b []byte, k K) []byte { return binary.BigEndian.AppendUint64(b, uint64(k)^flip) },
		cut: func(b []byte) (K, []byte, error) {
			if len(b) < 8 {
				return 0, nil, errKey
			}
			u := binary.BigEndian.Uint64(b) ^ flip
			if uint64(K(u)) != u {
				return 0, nil, errKey
			}
			return K(u), b[8:], nil
		},
		growing: true,
	}
}

// Text is the kind of keys that are strings, in the order of their bytes.
func Text[K ~string]() KeyKind[K] {
	return KeyKind[K]{
		add: func(b []byte, k K) []byte { return addText(b, string(k)) },
		cut: func(b []byte) (K, []byte, error) {
			s, rest, err := cutText(b)
			return K(s), rest, err
		},
	}
}

// Time is the kind of keys that are moments, to the nanosecond, between the years
// 1678 and 2262. They come back in UTC.
func Time() KeyKind[time.Time] {
	n := Number[int64]()
	return KeyKind[time.Time]{
		add: func(b []byte, t time.Time) []byte { return n.add(b, nanos(t)) },
		cut: func(b []byte) (time.Time, []byte, error) {
			i, rest, err := n.cut(b)
			if i == math.MinInt64 {
				return time.Time{}, rest, err
			}
			return time.Unix(0, i).UTC(), rest, err
		},
		growing: true,
	}
}

// nanos puts the zero time, which has no count of nanoseconds, before all others.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.UnixNano()
}

// Pair is the kind of keys of two parts, ordered by the first and then by the
// second, as chat and person, or time and number.
func Pair[K, A, B any](first KeyKind[A], second KeyKind[B], split func(K) (A, B), join func(A, B) K) KeyKind[K] {
	return KeyKind[K]{
		add: func(b []byte, k K) []byte {
			a, z := split(k)
			return second.add(first.add(b, a), z)
		},
		cut: func(b []byte) (k K, rest []byte, err error) {
			a, rest, err := first.cut(b)
			if err != nil {
				return k, nil, err
			}
			z, rest, err := second.cut(rest)
			if err != nil {
				return k, nil, err
			}
			return join(a, z), rest, nil
		},
	}
}

// Text ends with 00 01, and a 00 inside it becomes 00 FF: so it may hold anything,
// and a shorter text still comes before a longer one.
func addText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		b = append(b, s[i])
		if s[i] == 0 {
			b = append(b, 0xFF)
		}
	}
	return append(b, 0, 1)
}

func cutText(b []byte) (string, []byte, error) {
	var s []byte
	for {
		i := bytes.IndexByte(b, 0)
		if i < 0 || i+1 == len(b) {
			return "", nil, errKey
		}
		s = append(s, b[:i]...)
		end := b[i+1]
		b = b[i+2:]
		switch end {
		case 1:
			return string(s), b, nil
		case 0xFF:
			s = append(s, 0)
		default:
			return "", nil, errKey
		}
	}
}

// Tuple makes an index key of several parts: strings, integers and bools of any
// named type, and moments. Keys are ordered by the first part, then by the second
// and so on, and the key of the first parts alone is a prefix of the whole. An
// unsigned number is taken as the signed one of the same value. Bytes are put in
// as they are, to search for the beginning of a text. Any other type panics.
func Tuple(parts ...any) []byte {
	b := make([]byte, 0, 32)
	for _, part := range parts {
		switch p := part.(type) {
		case string:
			b = addText(b, p)
		case []byte:
			b = append(b, p...)
		case time.Time:
			b = addInt(b, nanos(p))
		default:
			b = addAny(b, part)
		}
	}
	return b
}

func addAny(b []byte, part any) []byte {
	switch v := reflect.ValueOf(part); v.Kind() {
	case reflect.String:
		return addText(b, v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return addInt(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return addInt(b, int64(v.Uint()))
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	default:
		panic(fmt.Sprintf("storage: %T cannot be a part of a key", part))
	}
}

func addInt(b []byte, i int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(i)^1<<63)
}
