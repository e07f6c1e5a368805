package sandbox_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"go.uber.org/goleak"

	"veche/bot/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const anna = int64(501)

// box is a sandbox over real HTTP with the real client library, and one person in it.
func box(t *testing.T, o sandbox.Options) (*sandbox.Sandbox, *bot.Bot, string) {
	t.Helper()
	s := sandbox.New(o)
	server := httptest.NewServer(s)
	client, err := bot.New(sandbox.DefaultToken, bot.WithServerURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		server.CloseClientConnections()
		server.Close()
	})
	s.AddPerson(sandbox.Person{ID: anna, FirstName: "Анна", Username: "anna", Language: "ru"})
	return s, client, server.URL
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestMessageThereAndBack(t *testing.T) {
	s, client, _ := box(t, sandbox.Options{})
	s.Start(anna, "")
	m, err := client.SendMessage(within(t), &bot.SendMessageParams{
		ChatID: anna, Text: "<b>Здравствуйте</b>, Анна 👋", ParseMode: models.ParseModeHTML,
		ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Дальше", CallbackData: "next"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Text != "Здравствуйте, Анна 👋" || len(m.Entities) != 1 || m.Entities[0].Length != 12 {
		t.Errorf("sent %q with %v", m.Text, m.Entities)
	}
	all := s.Messages(anna)
	if len(all) != 2 || all[1].Text != m.Text {
		t.Fatalf("the chat holds %v", all)
	}
	query, err := s.PressLabel(anna, anna, "Дальше")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.AnswerCallbackQuery(within(t), &bot.AnswerCallbackQueryParams{CallbackQueryID: query, Text: "Идём"}); err != nil {
		t.Fatal(err)
	}
	if n := s.Notices(anna); len(n) != 1 || n[0].Text != "Идём" {
		t.Errorf("Anna read %v", n)
	}
	if p := s.Problems(); len(p) > 0 {
		t.Errorf("problems: %v", p)
	}
}
