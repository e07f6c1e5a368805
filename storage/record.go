package storage

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"

	jsonv1 "github.com/go-json-experiment/json/v1"
)

// MaxRecord is how many bytes of JSON a record may have, about as many as a round
// writes. A file for somebody that is larger goes as several.
const MaxRecord = 1 << 20

// A stored record is its JSON and four bytes: the CRC-32C of bucket, key and JSON.
// Pages of bbolt carry no checksum; with bucket and key in the sum, a record that
// was copied to another place is noticed too.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sum(seed uint32, key, text []byte) uint32 {
	return crc32.Update(crc32.Update(seed, castagnoli, key), castagnoli, text)
}

func encodeRecord(seed uint32, key []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(text) > MaxRecord {
		return nil, fmt.Errorf("%w: %d bytes", ErrLarge, len(text))
	}
	return binary.BigEndian.AppendUint32(text, sum(seed, key, text)), nil
}

// decodeRecord reads with what encoding/json becomes in Go 1.27: the same rules, in half
// the time.
func decodeRecord(seed uint32, key, stored []byte, v any) error {
	end := len(stored) - 4
	if end < 0 || sum(seed, key, stored[:end]) != binary.BigEndian.Uint32(stored[end:]) {
		return fmt.Errorf("%w: the checksum does not match", ErrRotten)
	}
	return jsonv1.Unmarshal(stored[:end], v)
}
