package script

// What a transcript says besides what was said in it.
var dictionary = map[string]map[string]string{
	"ru": {
		"bot": "бот", "silence": "тишина", "edit": "правка", "notice": "всплывает", "window": "окно",
		"photo": "фото", "place": "место", "sticker": "стикер", "voice": "голосовое, с:", "file": "файл", "contact": "контакт",
		"forwards": "пересылает", "edits": "правит", "opens": "открывает ссылку", "blocks": "блокирует бота", "unblocks": "разблокирует бота",
		"restart": "⟳ бот перезапущен", "stop": "■ бот остановлен", "start": "▶ бот запущен", "group": "Группа", "channel": "Канал", "posts": "теперь администратор канала", "removed": "убрано", "migrates": "становится супергруппой", "leaves": "больше не в группе", "joins": "теперь в группе",
		"again": "то же", "copy": "копия", "forwarded": "переслано",
		"hides": "прячет имя в группе", "shows": "показывает имя в группе", "enters": "входит в группу",
	},
	"en": {
		"bot": "bot", "silence": "silence", "edit": "edit", "notice": "notice", "window": "window",
		"photo": "photo", "place": "place", "sticker": "sticker", "voice": "voice, s:", "file": "file", "contact": "contact",
		"forwards": "forwards", "edits": "edits", "opens": "opens the link", "blocks": "blocks the bot", "unblocks": "unblocks the bot",
		"restart": "⟳ the bot was restarted", "stop": "■ the bot was stopped", "start": "▶ the bot was started", "group": "Group", "channel": "Channel", "posts": "is now an administrator of", "removed": "removed", "migrates": "becomes a supergroup", "leaves": "is no longer in the group", "joins": "is now in the group",
		"again": "the same", "copy": "a copy of", "forwarded": "forwarded",
		"hides": "hides her name in the group", "shows": "shows her name in the group", "enters": "enters the group",
	},
}

func (p *Play) say(word string) string { return dictionary[p.Lang][word] }

func (p *Play) name(who int64) string {
	for _, person := range p.Box.People() {
		if person.ID == who {
			return person.FirstName
		}
	}
	return "?"
}

func (p *Play) title(chat int64) string {
	if title := p.titles[chat]; title != "" {
		return "«" + title + "»"
	}
	messages := p.Box.Messages(chat)
	if len(messages) == 0 {
		return "?"
	}
	return "«" + messages[0].Chat.Title + "»"
}
