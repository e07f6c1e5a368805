package storage

import (
	"fmt"
	"io"
	"os"
)

// bbolt follows page numbers and offsets as it finds them, and one that points
// outside the file ends the process. So before a file is checked, its page tree is
// walked here with plain reads.

// pageTree is a walk over the pages that are in use.
type pageTree struct {
	file io.ReaderAt
	meta boltMeta
	used []bool
}

// usedPages walks the tree and returns which pages belong to it.
func usedPages(f io.ReaderAt, m boltMeta) ([]bool, error) {
	t := &pageTree{file: f, meta: m, used: make([]bool, m.pages)}
	if m.freelist != noFreelist {
		if _, err := t.read(m.freelist, freelistPage); err != nil {
			return nil, err
		}
	}
	return t.used, t.visit(m.root)
}

const (
	branchPage, leafPage, freelistPage = 1, 2, 16 // flags of a page
	elementSize                        = 16       // of branch and leaf pages
	bucketEntry                        = 1        // flag of a leaf element
)

func (t *pageTree) visit(id uint64) error {
	page, err := t.read(id, branchPage|leafPage)
	if err != nil {
		return err
	}
	if order.Uint16(page[8:]) == leafPage {
		return t.leaf(id, page)
	}
	for i := range int(order.Uint16(page[10:])) {
		at := pageHeader + i*elementSize
		if err := inside(page, at, order.Uint32(page[at:]), order.Uint32(page[at+4:]), 0); err != nil {
			return fmt.Errorf("page %d: %w", id, err)
		}
		if err := t.visit(order.Uint64(page[at+8:])); err != nil {
			return err
		}
	}
	return nil
}

// leaf looks at the elements of a leaf page, and into the buckets among them.
func (t *pageTree) leaf(id uint64, page []byte) error {
	for i := range int(order.Uint16(page[10:])) {
		at := pageHeader + i*elementSize
		pos, key, value := order.Uint32(page[at+4:]), order.Uint32(page[at+8:]), order.Uint32(page[at+12:])
		if err := inside(page, at, pos, key, value); err != nil {
			return fmt.Errorf("page %d: %w", id, err)
		}
		if order.Uint32(page[at:])&bucketEntry == 0 {
			continue
		}
		from := at + int(pos) + int(key)
		if err := t.bucket(id, page[from:from+int(value)]); err != nil {
			return err
		}
	}
	return nil
}

// bucket follows the root of a bucket; a small one has its only page in itself.
func (t *pageTree) bucket(id uint64, value []byte) error {
	if len(value) < 16 {
		return fmt.Errorf("page %d: a bucket without a root", id)
	}
	if root := order.Uint64(value); root != 0 {
		return t.visit(root)
	}
	inline := value[16:]
	if len(inline) < pageHeader || order.Uint16(inline[8:]) != leafPage || !holdsElements(inline) {
		return fmt.Errorf("page %d: a bucket without a page", id)
	}
	return t.leaf(id, inline)
}

// read returns a page with what overflows from it, and takes note of its use.
func (t *pageTree) read(id uint64, kinds uint16) ([]byte, error) {
	if id < 2 || id >= t.meta.pages {
		return nil, fmt.Errorf("page %d is outside the file", id)
	}
	size := t.meta.pageSize
	page := make([]byte, size)
	if _, err := t.file.ReadAt(page, int64(id)*size); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	more := uint64(order.Uint32(page[12:]))
	if order.Uint64(page) != id || order.Uint16(page[8:])&kinds == 0 || more >= t.meta.pages-id {
		return nil, fmt.Errorf("page %d is not what belongs there", id)
	}
	if more > 0 {
		page = append(page, make([]byte, int64(more)*size)...)
		if _, err := t.file.ReadAt(page[size:], int64(id+1)*size); err != nil {
			return nil, fmt.Errorf("page %d: %w", id, err)
		}
	}
	for i := id; i <= id+more; i++ {
		if t.used[i] {
			return nil, fmt.Errorf("page %d is used twice", i)
		}
		t.used[i] = true
	}
	if kinds != freelistPage && !holdsElements(page) {
		return nil, fmt.Errorf("page %d: more elements than room", id)
	}
	return page, nil
}

func holdsElements(page []byte) bool {
	return pageHeader+int(order.Uint16(page[10:]))*elementSize <= len(page)
}

// inside says whether an element's key and value lie in its page.
func inside(page []byte, at int, pos, key, value uint32) error {
	if int64(at)+int64(pos)+int64(key)+int64(value) > int64(len(page)) {
		return fmt.Errorf("an element reaches out of it")
	}
	return nil
}

// scrub fills with zeros the pages that are not in use: what was deleted must not
// live on in copies. It fails where the page tree is broken.
func scrub(f *os.File) error {
	m, err := inspectFile(f)
	if err != nil {
		return err
	}
	used, err := usedPages(f, m)
	if err != nil {
		return err
	}
	zeros := make([]byte, m.pageSize)
	for id := 2; id < len(used); id++ {
		if used[id] {
			continue
		}
		if _, err := f.WriteAt(zeros, int64(id)*m.pageSize); err != nil {
			return err
		}
	}
	return nil
}
