package civic

import "unicode"

// Change is a run of words in the change from one text to another.
type Change struct {
	Text string
	Kind ChangeKind
}

// ChangeKind is what became of the words.
type ChangeKind int8

// The kinds of change.
const (
	Kept    ChangeKind = 0
	Removed ChangeKind = -1
	Added   ChangeKind = 1
)

// Diff is what was changed, by words: what is kept and what is removed make the old
// text, what is kept and what is added the new one. It takes time by the product of
// the words that differ, a few hundred each in a report.
func Diff(old, new string) []Change {
	a, b := pieces(old), pieces(new)
	var head, tail int
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []Change
	out = put(out, Kept, a[:head]...)
	out = differ(out, a[head:len(a)-tail], b[head:len(b)-tail])
	return put(out, Kept, a[len(a)-tail:]...)
}

// differ goes along a longest common subsequence.
func differ(out []Change, a, b []string) []Change {
	common := make([][]int, len(a)+1) // of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = put(out, Kept, a[i])
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			out = put(out, Removed, a[i])
			i++
		default:
			out = put(out, Added, b[j])
			j++
		}
	}
	return put(put(out, Removed, a[i:]...), Added, b[j:]...)
}

func put(out []Change, kind ChangeKind, words ...string) []Change {
	for _, w := range words {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += w
			continue
		}
		out = append(out, Change{Text: w, Kind: kind})
	}
	return out
}

// pieces cuts a text into words, each with the space behind it.
func pieces(s string) (out []string) {
	start, space := 0, false
	for i, r := range s {
		if space && !unicode.IsSpace(r) {
			out, start = append(out, s[start:i]), i
		}
		space = unicode.IsSpace(r)
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}
