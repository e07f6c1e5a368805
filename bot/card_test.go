package bot

import (
	"fmt"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// However much is written on both sides, the author's card ends with who holds the
// report and until when.
func TestALongCardKeepsItsStatus(t *testing.T) {
	b := newTalkers(t)
	for name, word := range map[string]string{"words": "слово ", "signs": "&<> ", "pictures": "💧💧 "} {
		long := strings.Repeat(word, civic.MaxText/len([]rune(word)))
		b.during(t, func(k *talk) error {
			r, err := storage.Reports.Get(k.tx, 2)
			if err != nil {
				return err
			}
			r.Text, r.Place.Words = long, strings.Repeat("п", civic.MaxPlace)
			if err := storage.Reports.Put(k.tx, 2, r); err != nil {
				return err
			}
			for range 3 {
				for _, line := range []string{"!a:report.answer:2", long, "=done", "=yes"} {
					if err := k.hear(talkHead, k.step(talkHead, talkHead, line)); err != nil {
						return err
					}
				}
			}
			live, err := storage.Lives.Get(k.tx, storage.LiveKey{Chat: talkAuthor, Name: "report/2/mine"})
			if err != nil {
				return err
			}
			words, err := b.text("ru", "stands.answered", flows.Args{"Holder": "", "Due": ""})
			if err != nil {
				return err
			}
			if start := words[:strings.Index(words, ".")]; !strings.Contains(live.Wanted.Text, start) || strings.HasSuffix(live.Wanted.Text, "…") {
				return fmt.Errorf("%s: the card of %d characters ends with %q", name, units(visible(live.Wanted.Text)), live.Wanted.Text[len(live.Wanted.Text)-80:])
			}
			return nil
		})
	}
}

// Whoever leaves an office reads no more of what is written there, though its cards
// still stand in their chat. Those who stay read on.
func TestCardsOfAnOfficeThatWasLeft(t *testing.T) {
	b := newTalkers(t)
	b.during(t, func(k *talk) error {
		g := civic.Grant{Person: talkNeighbour, Role: civic.Staff, District: "vyazemsky", At: talkDay}
		err := storage.Grants.Put(k.tx, storage.KeyOf(g), g)
		tell := func(p civic.PersonID, lines ...string) {
			for _, line := range lines {
				if err == nil {
					err = k.hear(p, k.step(p, storage.Private(p), line))
				}
			}
		}
		tell(talkNeighbour, "!a:report.note:2", "Первая заметка")
		tell(talkCentre, "!a:centre.revoked:13:head:vyazemsky")
		tell(talkNeighbour, "!a:report.note:2", "Вторая заметка")
		if err != nil {
			return err
		}
		for p, want := range map[storage.ChatID]bool{talkHead: false, talkNeighbour: true} {
			live, err := storage.Lives.Get(k.tx, storage.LiveKey{Chat: p, Name: "report/2/vyazemsky"})
			if err != nil {
				return err
			}
			if !strings.Contains(live.Wanted.Text, "Первая") || strings.Contains(live.Wanted.Text, "Вторая") != want {
				return fmt.Errorf("%d reads %q", p, live.Wanted.Text)
			}
		}
		return nil
	})
}
