package locales_test

import (
	"slices"
	"testing"

	"veche/locales"
)

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	l, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	ru, en := l.Keys("ru"), l.Keys("en")
	for _, k := range ru {
		if !slices.Contains(en, k) {
			t.Errorf("%s is not in English", k)
		}
	}
	for _, k := range en {
		if !slices.Contains(ru, k) {
			t.Errorf("%s is not in Russian", k)
		}
	}
}
