// Package pages looks at a file of bbolt without bbolt, which maps it into memory: reading
// behind its end there, or following a page number that leads out of it, kills the
// process. So what a file says of itself is compared with its size, and its page tree is
// walked with plain reads, before it is opened.
package pages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// Meta is one of the two first pages of a bbolt file; the valid one with the
// higher transaction counts.
type Meta struct {
	PageSize int64
	Root     uint64 // page of the bucket of buckets
	Freelist uint64 // page of the list of free pages, or NoFreelist
	Pages    uint64 // the file uses pages below this one
	tx       uint64
}

const (
	pageHeader = 16
	boltMagic  = 0xED0CDAED
	smallest   = 1024 // page sizes that bbolt looks for
	largest    = smallest << 14
)

// NoFreelist is the page of the list of free pages where a file has none: while it is open,
// and after a crash.
const NoFreelist = 1<<64 - 1

// order is that of the machine: bbolt writes its pages as they lie in memory.
var order = binary.NativeEndian

// Inspect refuses what is not a whole bbolt file.
func Inspect(path string) error {
	return look(path, func(f *os.File) error {
		_, err := inspectFile(f)
		return err
	})
}

// InspectTree refuses a file whose page tree cannot be followed. Nobody may write
// meanwhile.
func InspectTree(path string) error {
	return look(path, func(f *os.File) error {
		m, err := inspectFile(f)
		if err != nil {
			return err
		}
		if _, err := usedPages(f, m); err != nil {
			return fmt.Errorf("is damaged: %w; restore a backup", err)
		}
		return nil
	})
}

func look(path string, at func(*os.File) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer f.Close()
	if err := at(f); err != nil {
		return fmt.Errorf("%s %w", path, err)
	}
	return nil
}

func inspectFile(f *os.File) (Meta, error) {
	m, err := ReadMeta(f)
	if err != nil {
		return m, err
	}
	info, err := f.Stat() // after the meta page: a file that is in use only grows
	if err != nil {
		return m, err
	}
	if need := int64(m.Pages) * m.PageSize; info.Size() < need {
		return m, fmt.Errorf("is cut short: it has %d of %d bytes; restore a backup", info.Size(), need)
	}
	return m, nil
}

// ReadMeta reads the meta page that counts.
func ReadMeta(f io.ReaderAt) (Meta, error) {
	newest, err := metaAt(f, 0)
	if errors.Is(err, io.EOF) {
		return newest, errors.New("is empty or cut short; restore a backup, or remove it to begin anew")
	}
	if err == nil {
		second, err := metaAt(f, newest.PageSize)
		if err == nil && second.PageSize == newest.PageSize && second.tx > newest.tx {
			newest = second
		}
		return newest, nil
	}
	for at := int64(smallest); at <= largest; at *= 2 {
		if m, err := metaAt(f, at); err == nil && m.PageSize == at {
			return m, nil
		}
	}
	return Meta{}, errors.New("is not a file of veche")
}

// metaAt reads the meta page that begins at an offset; io.EOF when the file ends
// before it does.
func metaAt(f io.ReaderAt, at int64) (m Meta, err error) {
	var page [pageHeader + 64]byte
	if _, err := f.ReadAt(page[:], at); err != nil {
		return m, err
	}
	b := page[pageHeader:]
	sum := fnv.New64a()
	sum.Write(b[:56])
	if order.Uint32(b) != boltMagic || order.Uint32(b[4:]) != 2 || order.Uint64(b[56:]) != sum.Sum64() {
		return m, errors.New("not a meta page")
	}
	m = Meta{
		PageSize: int64(order.Uint32(b[8:])),
		Root:     order.Uint64(b[16:]),
		Freelist: order.Uint64(b[32:]),
		Pages:    order.Uint64(b[40:]),
		tx:       order.Uint64(b[48:]),
	}
	if m.PageSize < smallest || m.PageSize > largest || m.Pages > 1<<40 {
		return m, errors.New("not a meta page")
	}
	return m, nil
}
