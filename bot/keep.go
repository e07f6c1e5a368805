package bot

import (
	"veche/flows"
	"veche/storage"
)

// keepMenus sets the client's menus and descriptions at the start, and the menus
// again whenever somebody's roles change, until the bot stops. It runs beside the
// loop: nobody waits for it.
func (b *Bot) keepMenus() {
	if err := setAbouts(b.working, b.client.Bot, abouts(b.Label), b.menus); err != nil && b.working.Err() == nil {
		b.log.Warn("the descriptions could not be set", "error", err)
	}
	for {
		if err := b.setMenus(); err != nil && b.working.Err() == nil {
			b.log.Warn("the menus of commands could not be set", "error", err)
		}
		select {
		case <-b.office:
		case <-b.working.Done():
			return
		}
	}
}

func (b *Bot) setMenus() error {
	var office []officer
	err := b.store.View(func(tx *storage.Tx) (err error) {
		office, err = officers(tx)
		return err
	})
	if err != nil {
		return err
	}
	return setMenus(b.working, b.client.Bot, menus(b.engine, b.Label, office), b.menus)
}

// Label words a key as plain text; a missing one shows itself in tests.
func (b *Bot) Label(lang, key string) string {
	text, err := b.plain(lang, flows.Term{Key: key}, maxMessage)
	if err != nil {
		return key
	}
	return text
}
