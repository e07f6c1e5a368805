package flows_test

import (
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

// replying is words in reply to a message with buttons.
func replying(text string, carries ...string) flows.Input {
	return flows.Input{Kind: flows.Text, Text: text, ReplyTo: 7, Carries: carries}
}

// A card is known by its buttons where it is not kept any more, or another one took its
// place: nobody's reply is lost for that.
func TestAReplyToACardThatIsGone(t *testing.T) {
	for what, c := range map[string]struct {
		who     string
		carries []string
		says    []string // the first of all
		why     string   // of what says that it went to nobody
	}{
		"the district's":          {"head", []string{"a:report.photos:2", "a:report.answer:2"}, nil, ""},
		"of 0.2.0":                {"head", []string{"a:photos:2", "a:answer:2"}, nil, ""},
		"of another district":     {"head there", []string{"a:report.answer:2"}, []string{"unsent.title"}, "unsent.not_yours"},
		"of a report closed long": {"head", []string{"a:report.note:5"}, []string{"unsent.title"}, "unsent.not_now"},
		"the moderators'":         {"moderator", []string{"a:report.more:2"}, []string{"unsent.title"}, "unsent.moderation"},
		"a closed one":            {"head", []string{"a:report.photos:5", "a:report.timeline:5"}, []string{"unsent.open"}, ""},
		"a list":                  {"head", []string{"a:report.card:2", "a:report.card:5"}, []string{"unsent.title"}, "unsent.no_card"},
		"no card at all":          {"head", []string{"a:profile.language:2"}, []string{"unsent.title"}, "unsent.no_card"},
		"the question":            {"author", []string{"a:report.reply:8"}, nil, ""},
		"the author's own":        {"author", []string{"a:report.add:2"}, []string{"loose.title"}, ""},
		"a resident's list":       {"resident", []string{"a:report.public:2"}, []string{"loose.title"}, ""},
	} {
		inWorld(t, func(w *world) {
			turn := w.do(c.who, replying("Сделаем", c.carries...))
			said := keys(turn)
			if c.says != nil && !slices.Equal(said, c.says) {
				t.Errorf("%s: said %v", what, said)
			}
			if c.says == nil && (slices.Contains(said, "unsent.title") || len(said) < 2) {
				t.Errorf("%s: the reply was not taken: said %v", what, said)
			}
			if why, _ := turn.Said[0].Message.Args["Why"].(flows.Term); why.Key != c.why {
				t.Errorf("%s: says %s", what, why.Key)
			}
			if open := dataOf(turn, "key.open"); slices.Contains(c.says, "unsent.open") != slices.Equal(open, []string{"a:report.card:5"}) {
				t.Errorf("%s: the button is %v", what, open)
			}
		})
	}
}

// A reply goes to the card that it is to, whatever else is registered.
func TestRepliesGoByTheKindOfCard(t *testing.T) {
	heard := ""
	other := flows.Conversation{Name: "meeting", Cards: []flows.Card{
		flows.CardFor[uint64]{Kind: "meeting/#/head", Reply: func(_ *flows.Turn, id uint64) (bool, error) {
			heard = number(id)
			return true, nil
		}},
	}}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), other)...)
	if err != nil {
		t.Fatal(err)
	}
	live(t, stage(t), engine, func(w *world) {
		chat := storage.Private(players["head"])
		for id, name := range map[int]string{7: "meeting/12/head", 8: "report/2/vyazemsky"} {
			if err := storage.Lives.Put(w.tx, storage.LiveKey{Chat: chat, Name: name}, storage.Live{Chat: chat, Name: name, ID: id}); err != nil {
				t.Fatal(err)
			}
		}
		w.says(w.do("head", replying("Придём")))
		if heard != "12" {
			t.Errorf("the reply to the card of meeting 12 was heard for %q", heard)
		}
		in := replying("Починим")
		in.ReplyTo = 8
		w.do("head", in)
		if e, ok := w.report(publishedReport).Last(reports.Answer); !ok || e.Text != "Починим" {
			t.Errorf("the answer is %q, %v", e.Text, ok)
		}
	})
}

// What did not reach a desk is shown to those who are there now.
func TestCardsThatDidNotArriveAreShownAgain(t *testing.T) {
	for name, want := range map[string]bool{
		"report/2/vyazemsky": true, "report/1/moderation": true, "report/5/proof": true, "report/2/mine": false, "report/8/question": false,
		"report/2/feed": false, "report/99/moderation": false, "meeting/1/mine": false, "report/x/moderation": false, "": false,
	} {
		inWorld(t, func(w *world) {
			in := flows.Input{Kind: flows.Undelivered, Name: name, Person: 0, Chat: storage.Private(players["moderator"])}
			turn, err := w.engine.Handle(w.tx, in, w.now, nil)
			if err != nil {
				t.Fatal(err)
			}
			shown := slices.ContainsFunc(turn.Said, func(s flows.Said) bool { return string(s.Message.Live) == name })
			if shown != want {
				t.Errorf("%s is shown again: %v", name, shown)
			}
		})
	}
}

func TestTheEngineRefusesCardsThatCannotBeTold(t *testing.T) {
	meeting := func(cs ...flows.Card) []flows.Conversation {
		return append(subjects.All(), flows.Conversation{Name: "meeting", Cards: cs})
	}
	for what, all := range map[string][]flows.Conversation{
		"twice":           meeting(flows.CardFor[uint64]{Kind: "report/#/mine"}),
		"no number":       meeting(flows.CardFor[uint64]{Kind: "meeting/mine"}),
		"a sign of two":   meeting(flows.CardFor[uint64]{Kind: "meeting/#/mine", Signs: []flows.ActionName{"report.answer"}}),
		"a reader of two": meeting(flows.CardFor[uint64]{Kind: "report/#/vyazemsky"}),
	} {
		if _, err := flows.NewEngine(civic.Smolensk(), nil, all...); err == nil || strings.Contains(err.Error(), "nowhere") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
