package bot

import "testing"

func TestLanguage(t *testing.T) {
	for code, want := range map[string]string{
		"ru": "ru", "ru-RU": "ru", "RU": "ru", "en": "en", "en-GB": "en", "en_US": "en", "": "ru",
		"be": "ru", "uk": "ru", "kk": "ru", "ky": "ru", "uz": "ru", "tg": "ru", "hy": "ru", "az": "ru", "ka": "ru",
		"tt": "ru", "ba": "ru", "ce": "ru", "ro-MD": "ru", "ro": "en", "ro-RO": "en",
		"de": "en", "zh-hans": "en", "enm": "en", "rup": "en", "lt": "en",
	} {
		if got := language(code); got != want {
			t.Errorf("a client in %q reads %q, want %q", code, got, want)
		}
	}
}
