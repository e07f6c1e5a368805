package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/storage"
)

func TestAnswerThroughAFault(t *testing.T) {
	for _, c := range []struct {
		kind  string
		reads int // how often the answer stands in the chat
		calls int
	}{
		{"429", 1, 2},
		{"409", 1, 2},
		{"500", 1, 2},
		{"slow", 1, 1},
		{"cut-before", 1, 2},
		{"cut-after", 2, 2}, // nobody can tell that the first one arrived
		{"garbage", 1, 2},
		{"odd", 1, 1}, // it was done, whatever was said about it
	} {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: anna, Kind: c.kind, RetryAfter: 1})
			s.box.Text(anna, anna, "/echo 1")
			s.settled()
			if n := s.reads(anna, "эхо 1"); n != c.reads {
				t.Errorf("she reads the answer %d times, want %d", n, c.reads)
			}
			calls := s.calls("sendMessage", anna)
			if len(calls) != c.calls {
				t.Errorf("%d calls, want %d", len(calls), c.calls)
			}
			if c.kind == "429" && calls[1].At.Sub(calls[0].At) < time.Second {
				t.Errorf("told to wait a second, waited %v", calls[1].At.Sub(calls[0].At))
			}
			s.box.Text(anna, anna, "/echo 2")
			s.settled()
			if s.reads(anna, "эхо 2") != 1 || len(s.quarantined()) != 0 || s.person(anna).Unreachable {
				t.Error("the fault left something behind")
			}
		})
	}
}

// What is too large to be kept goes aside by itself.
func TestAnAnswerTooLargeToBeKept(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Text(anna, anna, "/huge")
	s.box.Text(boris, boris, "/echo 1")
	s.settled()
	if s.reads(anna, wording("sorry")) != 1 || s.reads(boris, "эхо 1") != 1 {
		t.Error("one of them was not answered")
	}
	if all := s.quarantined(); len(all) != 1 || all[0].Person != anna {
		t.Errorf("in quarantine are %+v", all)
	}
}

func TestOrderInAChatThroughFaults(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, kind := range []string{"500", "cut-before", "garbage"} {
		s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: anna, Kind: kind})
	}
	for i := range 5 {
		s.box.Text(anna, anna, fmt.Sprint("/echo ", i))
	}
	s.settled()
	var read []string
	for _, m := range s.box.Messages(anna) {
		if rest, ok := strings.CutPrefix(m.Text, "эхо "); ok {
			read = append(read, rest)
		}
	}
	if got := strings.Join(read, ""); got != "01234" {
		t.Errorf("the answers came as %s", got)
	}
}

func TestNobodyWaitsForAnotherChatsFault(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: anna, Kind: "slow", Delay: time.Hour})
	s.box.Text(anna, anna, "/echo 1")
	s.box.Text(boris, boris, "/echo 2")
	await(t, s.box, "the answer to Boris", func() bool { return s.reads(boris, "эхо 2") == 1 })
	if s.reads(anna, "эхо 1") != 0 {
		t.Error("the slow call was not slow")
	}
	s.box.Close() // ends the hour
}

func TestPersonWhoBlocksTheBot(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: anna, Kind: "403"})
	s.box.Text(anna, anna, "/echo 1")
	s.settled()
	if s.reads(anna, "эхо 1") != 0 || !s.person(anna).Unreachable {
		t.Errorf("she who blocked the bot is not marked: %+v", s.person(anna))
	}
	s.box.Text(anna, anna, "/echo 2")
	s.settled()
	if s.reads(anna, "эхо 2") != 1 || s.person(anna).Unreachable {
		t.Error("she wrote again and is not answered, or still marked")
	}
	s.box.Block(anna, true)
	s.settled()
	s.box.Start(anna, "")
	s.settled()
	if s.person(anna).Unreachable || len(s.quarantined()) != 0 {
		t.Error("she unblocked the bot and is still marked, or something was put aside")
	}
}

func TestPollsThroughFaults(t *testing.T) {
	for _, kind := range []string{"409", "429", "500", "slow", "cut-before", "cut-after", "garbage"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.box.Fail(sandbox.Fault{Method: "getUpdates", Kind: kind})
			for i := range 3 {
				s.box.Text(anna, anna, fmt.Sprint("/echo ", i))
			}
			s.settled()
			for i := range 3 {
				if n := s.reads(anna, fmt.Sprint("эхо ", i)); n != 1 {
					t.Errorf("update %d was answered %d times", i, n)
				}
			}
		})
	}
}

func TestUpdateThatComesTwice(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Fail(sandbox.Fault{Kind: "twice", Times: 3})
	for i := range 3 {
		s.box.Text(anna, anna, fmt.Sprint("/echo ", i))
	}
	s.settled()
	for i := range 3 {
		if n := s.reads(anna, fmt.Sprint("эхо ", i)); n != 1 {
			t.Errorf("update %d was handled %d times", i, n)
		}
	}
}

func TestBadUpdatesArePutAside(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Text(anna, anna, "/panic 1")
	s.box.Text(anna, anna, "/fail 2")
	s.box.Raw([]byte(`{"message":{"message_id":1,"date":1,"from":{"id":501},"chat":{"id":501,"type":"private"},"paid_media":{"paid_media":[{"type":"live_photo"}]}}}`))
	s.box.Raw([]byte(`"not even an object"`))
	s.box.Text(anna, anna, "/echo 3")
	s.settled()
	if n := s.reads(anna, wording("sorry")); n != 3 {
		t.Errorf("she reads %d apologies, want 3", n)
	}
	if s.reads(anna, "эхо 3") != 1 || s.reads(anna, "nobody may read this") != 0 {
		t.Error("what came after was not answered, or half a step was")
	}
	if q := s.quarantined(); len(q) != 4 || q[0].Person != anna || !strings.Contains(q[0].Error, "as asked") {
		t.Errorf("in quarantine: %+v", q)
	}
	s.in(func(tx *storage.Tx) error {
		if _, half, err := storage.Values.Find(tx, "failed"); half || err != nil {
			t.Errorf("half a step was kept: %v", err)
		}
		return nil
	})
}

func TestGroupThatBecomesASupergroup(t *testing.T) {
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("learnt from the refusal %v", late), func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			if late {
				s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: staff, Kind: "500", Times: 2})
			} // the message is still on its way when the group moves
			s.box.Text(anna, staff, "/card 1")
			confirmed(t, s.box)
			if !late {
				s.settled()
			}
			moved := s.box.Migrate(staff)
			s.settled()
			s.box.Text(anna, moved, "/card 2")
			s.settled()
			if n := s.reads(moved, "карточка 2"); n != 1 {
				t.Errorf("the card stands %d times in the supergroup", n)
			}
			s.in(func(tx *storage.Tx) error {
				desk, err := storage.Desks.Get(tx, civic.ModeratorsDesk)
				if desk.Chat != storage.ChatID(moved) {
					t.Errorf("the desk is in %d, the group became %d", desk.Chat, moved)
				}
				return err
			})
			if q := s.quarantined(); len(q) != 0 {
				t.Errorf("in quarantine: %+v", q)
			}
		})
	}
}

func TestCardThatIsGoneIsSentAnew(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Text(anna, anna, "/card 1")
	s.settled()
	first := s.calls("sendMessage", anna)
	s.api("deleteMessage", map[string]any{"chat_id": anna, "message_id": first[len(first)-1].Result.(*sandbox.Message).ID})
	s.box.Text(anna, anna, "/card 2")
	s.settled()
	s.box.Text(anna, anna, "/card 3") // the new one changes in place
	s.settled()
	if s.reads(anna, "карточка 3") != 1 || s.reads(anna, "карточка 2") != 0 || len(s.calls("sendMessage", anna)) != len(first)+1 {
		t.Errorf("messages: %+v", s.box.Messages(anna))
	}
	if q := s.quarantined(); len(q) != 0 {
		t.Errorf("in quarantine: %+v", q)
	}
}

func TestPressThatIsAnsweredTooLate(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.box.Text(anna, anna, "/card 1")
	s.settled()
	s.box.Fail(sandbox.Fault{Method: "answerCallbackQuery", Kind: "slow"})
	if _, err := s.box.PressLabel(anna, anna, wording("key.go_on")); err != nil {
		t.Fatal(err)
	}
	await(t, s.box, "what the press says", func() bool { return s.reads(anna, "эхо pressed") == 1 })
	s.box.Clock().Advance(time.Minute)
	await(t, s.box, "the answer to the press", func() bool { return len(s.calls("answerCallbackQuery", 0)) > 0 })
	s.box.Text(anna, anna, "/echo 2")
	s.settled()
	answers := s.calls("answerCallbackQuery", 0)
	if len(answers) != 1 || !strings.Contains(answers[0].Description, "query is too old") {
		t.Errorf("answers to the press: %+v", answers)
	}
	if s.reads(anna, "эхо pressed") != 1 || len(s.quarantined()) != 0 {
		t.Error("the press was not done once, or something was put aside")
	}
}
