package storage

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"time"
)

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
