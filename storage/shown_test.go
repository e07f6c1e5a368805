package storage

import (
	"encoding/json"
	"strings"
	"testing"

	"veche/flows/civic"
)

// What is kept as it came, or was worded for somebody, is shown to them without anybody
// else in it.
func TestNobodyElseIsShown(t *testing.T) {
	const me civic.PersonID = 700001
	update := `{"update_id":1,"message":{"message_id":5,"from":{"id":700001,"is_bot":false,"first_name":"Анна"},"chat":{"id":-100777,"type":"supergroup","title":"Дом 5"},
		"text":"Яма во дворе","reply_to_message":{"message_id":4,"from":{"id":700002,"first_name":"Пётр"},"text":"Где?"},
		"forward_origin":{"type":"user","sender_user":{"id":700003,"first_name":"Ия"}},"contact":{"phone_number":"+7","user_id":700004},
		"reply_markup":{"inline_keyboard":[[{"text":"Снять","callback_data":"a:revoke:700005"}]]}}}`
	press := `{"callback_query":{"id":"9","from":{"id":700001,"first_name":"Анна"},"data":"a:revoke_yes:700006:head"}}`
	refused := `{"chat":700001,"message":{"text":"Решил <a href=\"tg://user?id=700007\">700007</a>","file":{"name":"veche.json","data":"AAAA"}}}`
	for raw, want := range map[string]string{update: "Яма во дворе", press: `"first_name":"Анна"`, refused: "veche.json"} {
		got := string(ownOnly(json.RawMessage(raw), me))
		if !strings.Contains(got, want) || !strings.Contains(got, "700001") {
			t.Errorf("%s is not in %s", want, got)
		}
		for _, other := range []string{"700002", "700003", "700004", "700005", "700006", "700007", "-100777", "AAAA"} {
			if strings.Contains(got, other) {
				t.Errorf("%s is in %s", other, got)
			}
		}
	}
	m := Message{
		Text:    `Опубликовал <a href="tg://user?id=700002">700002</a>, <a href="tg://user?id=700001">ответьте</a>`,
		Buttons: [][]Button{{{Text: "Снять", Data: "a:revoke:700002"}}},
		File:    &File{Name: "veche.json", Data: []byte("x")},
		Picture: &Picture{Key: "k", ID: "i", Data: []byte("x")},
	}
	shown := m.shownTo(me)
	if text, _ := json.Marshal(shown); strings.Contains(string(text), "700002") || !strings.Contains(string(text), "700001") || !strings.Contains(string(text), "Снять") {
		t.Errorf("%s", text)
	}
	if shown.File.Data != nil || shown.Picture.Data != nil || m.File.Data == nil || m.Picture.Data == nil || m.Buttons[0][0].Data == "" {
		t.Errorf("%+v of %+v", shown, m)
	}
}
