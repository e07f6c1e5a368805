package sandbox_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"veche/bot/sandbox"
)

// BenchmarkSend is a sendMessage as the bot makes it, without the network.
func BenchmarkSend(b *testing.B) {
	s := sandbox.New(sandbox.Options{})
	s.AddPerson(sandbox.Person{ID: anna})
	s.Start(anna, "")
	const body = `{"chat_id":501,"parse_mode":"HTML","text":"<b>Заявка №128</b>\nЯма на улице Ленина. Принята, ответ до 5 мая.","reply_markup":{"inline_keyboard":[[{"text":"Мои заявки","callback_data":"reports"}],[{"text":"Меню","callback_data":"menu"}]]}}`
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest("POST", "/bot"+sandbox.DefaultToken+"/sendMessage", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}
