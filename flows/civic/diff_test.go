package civic_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/flows/civic"
)

func TestDiffMarksWords(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"Яма у школы", "Яма у школы", "Яма у школы"},
		{"Яма у школы", "Яма у дома", "Яма у [-школы][+дома]"},
		{"Эти гады не чинят дорогу", "Дорогу не чинят", "[-Эти гады ][+Дорогу ]не [-чинят дорогу][+чинят]"},
		{"Темно", "Темно у дома", "[-Темно][+Темно у дома]"},
		{"Темно во дворе, ул. Ленина", "Темно, ул. Ленина", "[-Темно во дворе, ][+Темно, ]ул. Ленина"},
		{"Было", "", "[-Было]"},
		{"", "Стало", "[+Стало]"},
	} {
		var got strings.Builder
		for _, d := range civic.Diff(c.old, c.new) {
			switch d.Kind {
			case civic.Removed:
				got.WriteString("[-" + d.Text + "]")
			case civic.Added:
				got.WriteString("[+" + d.Text + "]")
			default:
				got.WriteString(d.Text)
			}
		}
		if got.String() != c.want {
			t.Errorf("%q to %q: %s, want %s", c.old, c.new, got.String(), c.want)
		}
	}
}

// Whatever the texts, the old and the new one can be read from what was changed, and
// nothing is said to change that does not.
func TestDiffGivesBothTexts(t *testing.T) {
	words := rapid.SampledFrom([]string{"яма", "у", "дома", " ", "  ", "\n", "5", "ё", "🙂", "a b"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 0, 30).Draw(t, "words"), "") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "old"), text.Draw(t, "new")
		var old, new strings.Builder
		for _, d := range civic.Diff(a, b) {
			if d.Kind != civic.Added {
				old.WriteString(d.Text)
			}
			if d.Kind != civic.Removed {
				new.WriteString(d.Text)
			}
			if d.Text == "" || a == b && d.Kind != civic.Kept {
				t.Fatalf("%q to %q: %+v", a, b, d)
			}
		}
		if old.String() != a || new.String() != b {
			t.Fatalf("%q to %q gives %q to %q", a, b, old.String(), new.String())
		}
	})
}
