package pages

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// pageTree is a walk over the pages that are in use. It also brings the file into memory
// in large pieces: bbolt, which looks at every page when it opens a file, would fetch each
// alone, and take ten times as long on a cold disk.
type pageTree struct {
	file io.ReaderAt
	meta Meta
	used []bool
	free [][]byte // buffers of one page
}

// usedPages walks the tree and returns which pages belong to it.
func usedPages(f io.ReaderAt, m Meta) ([]bool, error) {
	t := &pageTree{file: f, meta: m, used: make([]bool, m.Pages)}
	free, err := t.freePages()
	if err != nil {
		return nil, err
	}
	if err := t.visit(m.Root, nil, nil); err != nil {
		return nil, err
	}
	for _, id := range free {
		if t.used[id] {
			return nil, fmt.Errorf("page %d is both free and in use", id)
		}
	}
	return t.used, nil
}

const (
	branchPage, leafPage, freelistPage = 1, 2, 16 // flags of a page
	elementSize                        = 16       // of branch and leaf pages
	bucketEntry                        = 1        // flag of a leaf element
	manyFree                           = 0xFFFF   // the number of free pages stands before them
)

// freePages reads the list of free pages, where the file has one: bbolt would write
// over whatever it names.
func (t *pageTree) freePages() ([]uint64, error) {
	if t.meta.Freelist == NoFreelist {
		return nil, nil
	}
	page, err := t.read(t.meta.Freelist, freelistPage)
	if err != nil {
		return nil, err
	}
	ids, n := page[pageHeader:], uint64(order.Uint16(page[10:]))
	if n == manyFree {
		n, ids = order.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids)/8) {
		return nil, fmt.Errorf("page %d: more free pages than room", t.meta.Freelist)
	}
	free := make([]uint64, n)
	for i := range free {
		free[i] = order.Uint64(ids[8*i:])
		if free[i] < 2 || free[i] >= t.meta.Pages || i > 0 && free[i] <= free[i-1] {
			return nil, fmt.Errorf("page %d: free pages are out of order", t.meta.Freelist)
		}
	}
	return free, nil
}

// visit walks over the part of the tree below a page. Its keys have to lie between
// low and high; nil: there is no such end.
func (t *pageTree) visit(id uint64, low, high []byte) error {
	page, err := t.read(id, branchPage, leafPage)
	if err != nil {
		return err
	}
	defer t.release(page)
	if order.Uint16(page[8:]) == leafPage {
		return t.leaf(id, page, low, high)
	}
	keys, err := branchKeys(page, low, high)
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	for i, key := range keys {
		end := high
		if i+1 < len(keys) {
			end = keys[i+1]
		}
		child := order.Uint64(page[pageHeader+i*elementSize+8:])
		if err := t.visit(child, key, end); err != nil {
			return err
		}
	}
	return nil
}

// leaf looks at the elements of a leaf page, and into the buckets among them.
func (t *pageTree) leaf(id uint64, page, low, high []byte) error {
	last := low
	for i := range int(order.Uint16(page[10:])) {
		at := pageHeader + i*elementSize
		pos, size, value := order.Uint32(page[at+4:]), order.Uint32(page[at+8:]), order.Uint32(page[at+12:])
		if int64(at)+int64(pos)+int64(size)+int64(value) > int64(len(page)) {
			return fmt.Errorf("page %d: %w", id, errReach)
		}
		key := page[at+int(pos):][:size]
		if !follows(key, last, high, i == 0) {
			return fmt.Errorf("page %d: %w", id, errOrder)
		}
		last = key
		if order.Uint32(page[at:])&bucketEntry == 0 {
			continue
		}
		if err := t.bucket(id, page[at+int(pos)+int(size):][:value]); err != nil {
			return err
		}
	}
	return nil
}

var (
	errReach = errors.New("an element reaches out of it")
	errOrder = errors.New("keys are out of order")
)

// branchKeys returns the keys of a branch page, which have to lie between low and
// high.
func branchKeys(page, low, high []byte) ([][]byte, error) {
	n := int(order.Uint16(page[10:]))
	if n == 0 {
		return nil, errors.New("a branch without leaves")
	}
	keys := make([][]byte, n)
	last := low
	for i := range n {
		at := pageHeader + i*elementSize
		pos, size := order.Uint32(page[at:]), order.Uint32(page[at+4:])
		if int64(at)+int64(pos)+int64(size) > int64(len(page)) {
			return nil, errReach
		}
		keys[i] = page[at+int(pos):][:size]
		if !follows(keys[i], last, high, i == 0) {
			return nil, errOrder
		}
		last = keys[i]
	}
	return keys, nil
}

// follows says whether a key comes after last, the first one not before it, and
// before high.
func follows(key, last, high []byte, first bool) bool {
	c := bytes.Compare(key, last)
	return (c > 0 || first && c == 0) && (high == nil || bytes.Compare(key, high) < 0)
}

// bucket follows the root of a bucket; a small one has its only page in itself.
func (t *pageTree) bucket(id uint64, value []byte) error {
	if len(value) < 16 {
		return fmt.Errorf("page %d: a bucket without a root", id)
	}
	if root := order.Uint64(value); root != 0 {
		return t.visit(root, nil, nil)
	}
	inline := value[16:]
	if len(inline) < pageHeader || order.Uint16(inline[8:]) != leafPage || !holdsElements(inline) {
		return fmt.Errorf("page %d: a bucket without a page", id)
	}
	return t.leaf(id, inline, nil, nil)
}

// read returns a page with what overflows from it, and takes note of its use.
func (t *pageTree) read(id uint64, kinds ...uint16) ([]byte, error) {
	if id < 2 || id >= t.meta.Pages {
		return nil, fmt.Errorf("page %d is outside the file", id)
	}
	size := t.meta.PageSize
	page := t.buffer()
	if _, err := t.file.ReadAt(page, int64(id)*size); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	more := uint64(order.Uint32(page[12:]))
	if order.Uint64(page) != id || !slices.Contains(kinds, order.Uint16(page[8:])) || more >= t.meta.Pages-id {
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
	if kinds[0] != freelistPage && !holdsElements(page) {
		return nil, fmt.Errorf("page %d: more elements than room", id)
	}
	return page, nil
}

func (t *pageTree) buffer() []byte {
	n := len(t.free)
	if n == 0 {
		return make([]byte, t.meta.PageSize)
	}
	b := t.free[n-1]
	t.free = t.free[:n-1]
	return b
}

func (t *pageTree) release(page []byte) {
	if int64(len(page)) == t.meta.PageSize {
		t.free = append(t.free, page)
	}
}

func holdsElements(page []byte) bool {
	return pageHeader+int(order.Uint16(page[10:]))*elementSize <= len(page)
}

// Scrub fills with zeros the pages that are not in use: what was deleted must not
// live on in copies. It fails where the page tree is broken.
func Scrub(f *os.File) error {
	m, err := inspectFile(f)
	if err != nil {
		return err
	}
	used, err := usedPages(f, m)
	if err != nil {
		return err
	}
	zeros := make([]byte, m.PageSize)
	for id := 2; id < len(used); id++ {
		if used[id] {
			continue
		}
		if _, err := f.WriteAt(zeros, int64(id)*m.PageSize); err != nil {
			return err
		}
	}
	return nil
}
