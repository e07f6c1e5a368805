package bot

import (
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// opening brings somebody to a question, by what comes in. A line is a command, words,
// "=value" for a button of the question that stands, "!data" for one of a card, "@key"
// for one under the field, "^data words" for a reply to a card with that button, or
// "photo" or "voice".
type opening struct {
	who   civic.PersonID
	where storage.ChatID // 0 in private
	lines []string
}

func alone(who civic.PersonID, lines ...string) opening { return opening{who: who, lines: lines} }

func together(who civic.PersonID, lines ...string) opening { return opening{who, talkGroup, lines} }

// before is what has happened when a talk begins: reports that stand in different places
// of their lives.
var before = []opening{
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Яма <b> & \"ухаб\"", "=done", "У школы", "=yes"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Яма <b> & \"ухаб\"", "=done", "У школы", "=yes"),
	together(talkModerator, "!a:report.publish:2"),
	alone(talkNeighbour, "!a:report.join:2", "=done", "@key.skip"),
	alone(talkAuthor, "/report", "Вязьма", "=lighting", "Не горит фонарь", "=done", "Ленина, 5", "=yes"),
	alone(talkModerator, "!a:report.publish:3"),
	alone(talkHead, "!a:report.answer:3", "Починим", "=done", "=yes"),
	alone(talkAuthor, "/report", "Вязьма", "=waste", "Свалка во дворе", "photo", "=done", "Парковая, 3", "=yes"),
	alone(talkModerator, "!a:report.publish:4"),
	alone(talkHead, "!a:report.close:4", "Вывезли", "=cannot", "Темно", "=yes"),
	alone(talkAuthor, "/report", "Вязьма", "=parks", "Упало дерево", "=done", "Роща", "=yes"),
	alone(talkModerator, "!a:report.refuse:5", "=unclear"),
	alone(talkAuthor, "/report", "Вязьма", "=transport", "Нет автобуса", "=done", "Вокзал", "=yes"),
	alone(talkModerator, "!a:report.publish:6"),
	alone(talkHead, "!a:report.ask:6", "Какой номер?"),
	alone(talkAuthor, "/simple", "=on", "voice", "Рынок", "@key.send", "/simple", "=off"),
	alone(talkAuthor, "/report", "Вязьма", "=snow", "Не чистят дорожку", "=done", "Мост", "=yes"),
	alone(talkModerator, "!a:report.publish:8"),
	alone(talkHead, "!a:report.hand_over:8", "=district", "Гагарин", "Не наше"),
	alone(talkFarHead, "!a:report.hand_over:8", "=district", "Вязьма", "И не наше"),
	alone(talkAuthor, "/report", "Вязьма", "=house", "Течёт крыша", "=done", "Мира, 2", "=yes"),
	alone(talkModerator, "!a:report.publish:9"),
	alone(talkHead, "!a:report.promise:9", "=2026-11-24", "=skip", "=yes"),
	alone(talkNeighbour, "/report", "Вязьма", "=strays", "Купите гараж", "=done", "Гаражи", "=yes"),
	alone(talkModerator, "!a:report.ban:10", "=spam"),
	alone(talkSupervisor, "/report", "Вязьма", "=yards", talkWave, "=done", "@key.skip", "=yes"),
	alone(talkColleague, "/report", "Вязьма", "=yards", talkWave, "=done", "@key.skip", "=yes"),
	alone(talkCentre, "/report", "Вязьма", "=yards", talkWave, "=done", "@key.skip", "=yes"),
	alone(talkModerator, "!a:report.publish:11"),
}

// talkWave is what several people write word for word.
const talkWave = "Качели на площадке сломаны, дети могут упасть"

// stands is where the reports have to stand after it; a report that stands elsewhere
// has openings that lead nowhere.
var stands = []reports.Status{reports.Sent, reports.Published, reports.Answered, reports.Done, reports.Refused, reports.Published, reports.Sent, reports.Published, reports.Promised, reports.Sent,
	reports.Published, reports.Sent, reports.Sent}

// openings lead to every question.
var openings = []opening{
	alone(talkAuthor),
	alone(talkAuthor, "/report"),
	alone(talkAuthor, "/report", "Вязьма"),
	alone(talkAuthor, "/report", "Вязьма", "=roads"),
	alone(talkAuthor, "/report", "Вязьма", "=power"),
	alone(talkAuthor, "/report", "Вязьма", "=social"),
	alone(talkAuthor, "/report", "Вязьма", "=power", "=none", "=send"),
	alone(talkAuthor, "/report", "Смоленск"),
	alone(talkAuthor, "/report", "Смоленск", "=smolensk-city"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Яма", "photo"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Яма", "=done"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "voice", "=done"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Яма", "=done", "У школы"), // there is one like it
	alone(talkNeighbour, "/report", "Вязьма", "=roads", "Яма", "=done", "У школы", "=show:2"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Яма", "=done", "У школы", "=other"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "Пахнет газом"),
	alone(talkAuthor, "/report", "Вязьма", "=roads", "/district"), // held
	alone(talkHead, "/report", "Вязьма", "=yards", talkWave, "=done", "@key.skip", "=yes"),
	alone(talkFarHead, "/simple", "=on", "/report", talkWave, "@key.skip", "Вязьма", "@key.send"),
	alone(talkFarHead, "/simple"),
	alone(talkFarHead, "/simple", "=on", "/report"), // who has no district of their own
	alone(talkFarHead, "/simple", "=on", "/report", "Пахнет газом"),
	alone(talkFarHead, "/simple", "=on", "/report", "Яма"),
	alone(talkFarHead, "/simple", "=on", "/report", "Яма", "У школы"),
	alone(talkFarHead, "/simple", "=on", "/report", "Яма", "У школы", "Вязьма"),
	alone(talkFarHead, "/simple", "=on", "voice"),
	alone(talkFarHead, "/simple", "=on", "voice", "У школы"),
	alone(talkFarHead, "/simple", "=on", "voice", "У школы", "Вязьма"),
	alone(talkAuthor, "/near"),
	alone(talkAuthor, "/search"),
	alone(talkAuthor, "!a:report.add:2"),
	alone(talkAuthor, "!a:report.add:2", "Ещё одна"),
	alone(talkAuthor, "!a:report.appeal:5"),
	alone(talkAuthor, "!a:report.reply:6"),
	alone(talkAuthor, "!a:report.reply:6", "Третий"),
	alone(talkAuthor, "!a:report.reply:6", "Третий, кв. 12", "=done"),
	alone(talkAuthor, "!a:report.verdict:4:1:fixed", "!a:report.verdict_words:4:1"),
	alone(talkFarHead, "!a:report.join:2"),
	alone(talkFarHead, "!a:report.join:2", "=done"),
	alone(talkStranger, "/report"),
	alone(talkStranger, "/start join_2"),
	alone(talkStranger, "/start i_none"),
	alone(talkStranger, "!a:report.follow:2", "=yes"),
	alone(talkAuthor, "/start i_token"),
	alone(talkAuthor, "/district"),
	alone(talkAuthor, "/district", "Смоленск", "=smolensk-city"),
	alone(talkAuthor, "/forget"),
	alone(talkAuthor, "/mydata"),

	together(talkModerator, "!a:report.refuse:1"),
	together(talkModerator, "!a:report.refuse:1", "=own"),
	together(talkModerator, "!a:report.fix_district:1"),
	alone(talkModerator, "!a:report.fix_category:2"),
	alone(talkModerator, "!a:report.edit:1"),
	alone(talkModerator, "!a:report.transcribe:7"),
	together(talkModerator, "!a:report.merge:1"),
	alone(talkModerator, "!a:report.merge:1", "№ 2"),
	alone(talkModerator, "!a:report.send_back:4"),
	alone(talkModerator, "!a:report.ban:1"),
	together(talkModerator, "!a:report.ban:1", "=own"),
	alone(talkColleague, "!a:report.ban_agree:1"),
	alone(talkModerator, "!a:report.redirect:1"),
	alone(talkModerator, "!a:report.redirect:1", "=avtodor"),

	alone(talkHead, "!a:report.answer:2"),
	alone(talkHead, "!a:report.answer:2", "Починим"),
	alone(talkHead, "!a:report.answer:2", "Починим", "=done"),
	alone(talkHead, "^a:report.answer:2 Спросили в квартире 12"),
	alone(talkHead, "^a:report.answer:2 Спросили в квартире 12", "=rewrite"),
	alone(talkHead, "!a:report.save_template:3"),
	alone(talkHead, "!a:report.save_template:3", "Заявка"),
	alone(talkHead, "!a:report.save_template:3", "Заявка", "=own", "!a:report.template_rename:1"),
	alone(talkHead, "!a:report.promise:2"),
	alone(talkHead, "!a:report.promise:2", "=2026-11-24"),
	alone(talkHead, "!a:report.promise:2", "=2026-11-24", "=skip"),
	alone(talkHead, "!a:report.close:2"),
	alone(talkHead, "!a:report.close:2", "Починили"),
	alone(talkHead, "!a:report.close:2", "Починили", "=cannot"),
	alone(talkHead, "!a:report.close:2", "Починили", "=cannot", "Темно"),
	alone(talkHead, "!a:report.ask:2"),
	alone(talkHead, "!a:report.note:2"),
	alone(talkHead, "!a:report.assign:2"),
	alone(talkHead, "!a:report.hand_over:2"),
	alone(talkHead, "!a:report.hand_over:2", "=district"),
	alone(talkHead, "!a:report.hand_over:2", "=district", "Гагарин"),
	alone(talkHead, "!a:report.hand_over:2", "=authority"),
	alone(talkHead, "!a:report.refer:8"),

	alone(talkCentre, "/invite"),
	alone(talkCentre, "/invite", "=head"),
	together(talkCentre, "/bind"),
	together(talkCentre, "/bind", "=district"),
	alone(talkCentre, "!a:centre.feed:-1005"),
	alone(talkCentre, "!a:centre.feed:-1005", "=district"),
	alone(talkCentre, "!a:centre.roles:0"),
	alone(talkCentre, "!a:centre.record:0"),
	alone(talkSupervisor, "!a:queue.overdue:0"),
}

// step makes an input of a line of an opening.
func (k *talk) step(p civic.PersonID, chat storage.ChatID, line string) flows.Input {
	switch {
	case strings.HasPrefix(line, "/"):
		name, payload, _ := strings.Cut(line[1:], " ")
		return flows.Input{Kind: flows.Command, Command: name, Payload: payload, Chat: chat, Addressed: true}
	case strings.HasPrefix(line, "="):
		return flows.Input{Kind: flows.Press, Data: "q:" + k.marks[chat] + ":" + line[1:], Chat: chat}
	case strings.HasPrefix(line, "!"):
		return flows.Input{Kind: flows.Press, Data: line[1:], Chat: chat}
	case strings.HasPrefix(line, "^"):
		data, words, _ := strings.Cut(line[1:], " ")
		return flows.Input{Kind: flows.Text, Text: words, Chat: chat, ReplyTo: 1, Carries: []string{data}}
	case strings.HasPrefix(line, "@"):
		return flows.Input{Kind: flows.Text, Text: "…", Label: line[1:], Chat: chat}
	case line == "photo":
		return flows.Input{Kind: flows.Photo, Photo: civic.Photo{ID: "p", Unique: "u"}, Chat: chat}
	case line == "voice":
		return flows.Input{Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second, Chat: chat}
	}
	return flows.Input{Kind: flows.Text, Text: line, Chat: chat, ReplyTo: 1}
}

// play lets somebody go through an opening.
func (k *talk) play(o opening) error {
	for _, line := range o.lines {
		if err := k.hear(o.who, k.step(o.who, o.where, line)); err != nil {
			return err
		}
	}
	return nil
}

// begun plays what has happened, with time in between: nobody may send much at once.
func (k *talk) begun() error {
	k.now = k.now.Add(-time.Duration(len(before)) * 5 * time.Minute)
	for _, o := range before {
		k.now = k.now.Add(5 * time.Minute)
		if o.where == 0 {
			o.where = storage.Private(o.who)
		}
		if err := k.play(o); err != nil {
			return err
		}
	}
	return nil
}

// seeds is how many numbers say each opening for whom it is, and then for a stranger.
func seeds() uint16 { return uint16(2 * len(openings)) }

// somebody chooses an opening by a number, and who goes through it where: whom it is for,
// where it is for; or any of the talkers, in private or in the group.
func somebody(n uint16) opening {
	o := openings[int(n)%len(openings)]
	if n /= uint16(len(openings)); n > 0 {
		o.who, o.where = talkers[int(n-1)/2%len(talkers)], 0
		if n%2 == 0 {
			o.where = talkGroup
		}
	}
	if o.where == 0 {
		o.where = storage.Private(o.who)
	}
	return o
}

// The fuzzed inputs meet every question: the openings lead to all of them.
func TestOpeningsLeadToEveryQuestion(t *testing.T) {
	b := newTalkers(t)
	met := map[string]bool{}
	for n := range openings {
		o := somebody(uint16(n))
		b.during(t, func(k *talk) error {
			if err := k.play(o); err != nil {
				return err
			}
			s, _, err := storage.Sessions.Find(k.tx, storage.SessionKey{Chat: o.where, Person: o.who})
			met[s.Flow+"/"+s.State] = true
			return err
		})
	}
	for _, q := range b.engine.Questions() {
		if !met[q] {
			t.Errorf("nothing leads to %s", q)
		}
	}
	b.during(t, func(k *talk) error {
		for i, want := range stands {
			r, err := storage.Reports.Get(k.tx, civic.ReportID(i+1))
			if err != nil {
				return err
			}
			if r.Status != want {
				t.Errorf("report %d is %s before a talk, want %s", r.ID, r.Status, want)
			}
		}
		return nil
	})
}
