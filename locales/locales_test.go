package locales_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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

// A keyboard of an earlier release goes on meaning what it meant.
func TestARetiredLabelMeansItsKey(t *testing.T) {
	for yaml, want := range map[string]string{
		"\"📋 Сообщения\": menu.reports":   "",
		"\"📥 Ответить\": menu.no":         `"📥 Ответить" means menu.no, which has no wording`,
		"\"ℹ️ Помощь\": menu.reports":     `"ℹ️ Помощь" meant menu.reports, and means menu.help`,
		"\"ℹ️ Помощь\": menu.help":        "",
		"\"📋 Сообщения\": [menu.reports]": "read retired.yaml",
	} {
		l, err := locales.New(fstest.MapFS{"retired.yaml": {Data: []byte(yaml)}})
		switch {
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v", yaml, err)
		case want != "":
		case err != nil:
			t.Errorf("%s: %v", yaml, err)
		case strings.Contains(yaml, "Сообщения") && l.Label("📋 Сообщения") != "menu.reports":
			t.Errorf("%s is not heard", yaml)
		}
	}
}
