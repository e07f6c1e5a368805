package upkeep

import (
	"fmt"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// The chats of those who have cards of all reports. None of them is bound as a desk.
const (
	fillModerators storage.ChatID = -1_007_000_000_001
	fillFeed       storage.ChatID = -1_007_000_000_002
	fillDistricts  storage.ChatID = -1_007_000_000_100 // and below
	fillReader     storage.ChatID = fillFirst - 1      // a moderator who looked at each in private
)

// cards puts the cards of a report.
func (f *filling) cards(tx *storage.Tx, r reports.Report, i int) error {
	at := fillDistricts - storage.ChatID(i%len(f.region.Districts))
	for _, c := range []struct {
		chat storage.ChatID
		name flows.Live
		can  []flows.ActionName
	}{
		{storage.Private(r.Author), cards.Author.Of(r.ID), []flows.ActionName{cards.Place, cards.Timeline}},
		{fillModerators, cards.Moderators.Of(r.ID), []flows.ActionName{cards.Place, cards.Ban, cards.More}},
		{fillReader, cards.Moderators.Of(r.ID), []flows.ActionName{cards.Place, cards.Ban, cards.More}},
		{at, cards.District.For(r.ID, r.District), []flows.ActionName{cards.Place, cards.Timeline}},
		{fillFeed, cards.Feed.Of(r.ID), nil},
	} {
		if err := f.card(tx, c.chat, c.name, r.ID, i+1, c.can...); err != nil {
			return err
		}
	}
	return nil
}

// card puts a live message as long as they are, said today, so that it stays.
func (f *filling) card(tx *storage.Tx, chat storage.ChatID, name flows.Live, id civic.ReportID, message int, can ...flows.ActionName) error {
	i := int(id - f.first)
	text := fmt.Sprintf("💡 <b>№ %d · %s</b>\n%s\n\n%s\n\n💬 <b>Ответ района:</b> %s\n\n✅ Сделано. Если это не так, скажите об этом.",
		id, f.region.Categories[i%len(f.region.Categories)].Name.In("ru"), f.region.Districts[i%len(f.region.Districts)].Name.In("ru"), fillText(i), fillAnswer)
	m := storage.Message{Text: text}
	for _, a := range can {
		m.Buttons = append(m.Buttons, []storage.Button{{Text: "🕓 Как всё было", Data: a.Button("", id).Data}})
	}
	live := storage.Live{Chat: chat, Name: string(name), Wanted: m, Shown: 1, ID: message, Day: f.now.Format(time.DateOnly)}
	return storage.Lives.Put(tx, storage.LiveKey{Chat: chat, Name: live.Name}, live)
}
