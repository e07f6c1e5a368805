package mask_test

import (
	"testing"

	"veche/flows/civic/mask"
)

func TestTells(t *testing.T) {
	for text, want := range map[string]bool{
		"Ответил Иван Петрович":                    true,
		"передали Ивановой Анне Сергеевне":         true,
		"Мастер Иванов И. П. будет завтра":         true,
		"мастер И.П. Иванов":                       true,
		"гр. Петрова обратилась в мае":             true,
		"по просьбе гражданки Петровой":            true,
		"The engineer Mr Smith comes":              true,
		"договорились с квартирой 12":              true,
		"звоните 38-12-34":                         true,
		"Бригада придёт завтра":                    false,
		"ул. М. И. Глинки, 5":                      false,
		"школа имени А. С. Пушкина":                false,
		"на проспекте Гагарина заменят лампы":      false,
		"Работа выполнена частично":                false,
		"Вязьма. Лесная, 8. Посыпали песком":       false,
		"ООО «Смоленскавтодор» сделает до 1 марта": false,
		"The crew comes tomorrow":                  false,
		"№ 12 закрыто 12.03.2026":                  false,
	} {
		if got := mask.Tells(text); got != want {
			t.Errorf("%q tells of somebody: %t", text, got)
		}
	}
}
