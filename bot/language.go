package bot

import (
	"slices"
	"strings"

	"veche/locales"
)

// language chooses the language for a person by the code of their client: their own
// where the bot speaks it, Russian where many understand it (and where the code is
// missing), else English.
func language(code string) string {
	base, region, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(code, "_", "-")), "-")
	switch {
	case slices.Contains(locales.Languages(), base):
		return base
	case base == "", base == "ro" && region == "md", russianIsUnderstood(base):
		return "ru"
	}
	return "en"
}

// russianIsUnderstood holds for languages of Russia and its neighbours.
func russianIsUnderstood(base string) bool {
	return slices.Contains([]string{
		"be", "uk", "kk", "ky", "uz", "tg", "tk", "hy", "az", "ka", "ab", "os",
		"tt", "ba", "ce", "cv", "inh", "av", "lez", "kbd", "kv", "udm", "mhr", "myv", "mdf", "sah", "tyv", "bua", "xal",
	}, base)
}
