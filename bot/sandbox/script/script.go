// Package script plays conversations that are written down as text files, and
// writes down what people then read.
//
// A script has one act a line. Words that differ by language stand side by side,
// "по-русски | in English"; buttons go by the key of their wording.
//
//	# Отчёт и ответ | A report and its answer    the title
//	-- Ночь. | Night.                            said to the reader
//	stage empty                                  how it is before the first act
//	anna: Здравствуйте | Hello                   writes; commands too
//	maria in moderators: Привет | Hi             writes in a group
//	anna presses key.photos Count=2              a button, by key and arguments
//	anna presses 3                               the third button of the newest message
//	anna presses old key.send                    of the oldest message that has it
//	anna forges a:report.publish:1               a press with data of her own
//	anna sends photo: Вот | Here                 also album 3, place 55.2 34.3, sticker 🙂,
//	                                             voice 5, file a.pdf 2000, contact
//	anna sends again 1, copy 1, forwarded 1      the first photo: as it is, uploaded anew, passed on
//	anna forwards: Смотрите | Look
//	pavel in desk replies: Готово | Done         to the bot's newest question
//	pavel swipes 1: Готово | Done                replies to the newest message about report 1;
//	                                             also swipes 1 photo: Вот, swipes 1 album 2: Вот
//	anna edits: Иначе | Otherwise                her last words
//	pavel opens link                             the newest one; or its payload
//	anna blocks, anna unblocks, maria hides in moderators
//	group desk: Округ | District: pavel galina   a group with the bot in it
//	channel feed: Лента | Feed: vera             a channel of hers; bot posts feed: the bot may
//	bot leaves desk, desk migrates
//	clock +26h
//	stop                                         the bot stops; what people do waits for it
//	start                                        and starts again
//	restart                                      both at once
//	& maria in moderators presses key.publish    the next act comes before the bot reads
//	~ boris: /report                             done, and not written down
//	hurry                                        from here on seconds pass between acts, not minutes
//
// In texts \u200b is that character and {4096×а} a long row of them.
package script

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"veche/bot/sandbox"
)

// Play is a sandbox with a bot at work and what the script's names stand for.
type Play struct {
	Box   *sandbox.Sandbox
	Lang  string           // of the people, and of the transcript
	Chats map[string]int64 // groups, by their names in scripts
	Link  string           // payload of the newest link that somebody has read

	// Label words the button that a key names.
	Label func(key string, args map[string]any) (string, error)
	// Busy names something that the bot has still to do, "" if there is nothing.
	Busy func() string
	// Stop ends the bot; Start starts another on the same store.
	Stop, Start func() error
	// Restless restarts the bot before each act: nobody should read anything else.
	Restless bool

	out     bytes.Buffer
	down    bool                       // the bot is stopped
	seen    map[int64]map[int64]string // chat -> message -> as it was written down
	noticed map[int64]int              // person -> answers to presses written down
	asked   map[int64]int              // person -> presses made
	photos  map[string]int             // numbers of photos, as they come
	titles  map[int64]string           // of channels
	files   map[int]string             // what to fetch them by
	last    map[int64]int64            // person -> their newest message

	together bool // the next act comes before the bot has read the last one
	held     bool // this act comes so
	pause    time.Duration
}

// settles is how long after an act the bot does by itself what it does a moment
// later: it answers an album once it is complete.
const settles = 2 * time.Second

// between is what passes on the clock from act to act, or less where people hurry.
const between = time.Minute

// Stage is the word after "stage" in a script, "" if there is none.
func Stage(text string) string {
	found := regexp.MustCompile(`(?m)^stage (\w+)$`).FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return found[1]
}

// Run plays the script and returns the transcript. What is in the chats already is
// not written down.
func (p *Play) Run(ctx context.Context, text string) (string, error) {
	p.seen, p.noticed, p.asked = map[int64]map[int64]string{}, map[int64]int{}, map[int64]int{}
	for _, person := range p.Box.People() {
		p.noticed[person.ID] = len(p.Box.Notices(person.ID))
		p.asked[person.ID] = p.noticed[person.ID]
	}
	if p.titles == nil {
		p.titles = map[int64]string{}
	}
	p.photos, p.files, p.last = map[string]int{}, map[int]string{}, map[int64]int64{}
	p.pause = between
	p.out.Reset()
	if err := p.settle(ctx); err != nil {
		return "", err
	}
	p.look(0)
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if err := p.line(ctx, strings.TrimSpace(line)); err != nil {
			return p.out.String(), fmt.Errorf("line %d: %s: %w", i+1, line, err)
		}
	}
	return p.out.String(), nil
}

func (p *Play) line(ctx context.Context, line string) error {
	title, isTitle := strings.CutPrefix(line, "# ")
	aside, isAside := strings.CutPrefix(line, "-- ")
	switch {
	case line == "":
		p.out.WriteString("\n")
		return nil
	case strings.HasPrefix(line, "stage "):
		return nil
	case isTitle:
		p.out.WriteString("# " + p.words(title) + "\n")
		return nil
	case isAside:
		p.out.WriteString("— " + p.words(aside) + "\n")
		return nil
	case line == "hurry":
		p.pause = settles
		return nil
	}
	if p.Restless && !p.together && !p.down {
		if err := p.halt("restart"); err != nil {
			return err
		}
	}
	line, untold := strings.CutPrefix(line, "~ ")
	if before := p.out.Len(); untold {
		defer func() { p.out.Truncate(before) }()
	}
	line, p.together = strings.CutPrefix(line, "& ")
	p.Box.Hold(p.together || p.held)
	p.held = p.together
	shown, chat, err := p.act(line)
	if err != nil {
		return err
	}
	p.out.WriteString(shown + "\n")
	if p.down {
		p.Box.Clock().Advance(p.pause)
		return nil
	}
	if p.together {
		p.look(chat) // the act itself is told
		return nil
	}
	p.Box.Hold(false)
	return p.consequences(ctx, chat)
}

// consequences waits for what the bot does and writes it down.
func (p *Play) consequences(ctx context.Context, chat int64) error {
	for _, pause := range []time.Duration{0, settles} {
		p.Box.Clock().Advance(pause)
		if err := p.settle(ctx); err != nil {
			return err
		}
	}
	told := append(p.notices(), p.look(chat)...)
	if len(told) == 0 {
		told = []string{"  (" + p.say("silence") + ")"}
	}
	p.out.WriteString(strings.Join(told, "\n") + "\n")
	p.Box.Clock().Advance(p.pause - settles)
	return p.settle(ctx)
}

// settle waits until the bot has read everything, done it, and answered each press.
func (p *Play) settle(ctx context.Context) error {
	if err := p.Box.Idle(ctx); err != nil {
		return fmt.Errorf("updates are not read: %w", err)
	}
	if err := p.rest(ctx); err != nil {
		return err
	}
	for who, n := range p.asked {
		if err := p.Box.Wait(ctx, func() bool { return len(p.Box.Notices(who)) >= n }); err != nil {
			return fmt.Errorf("a press of %s is not answered: %w", p.name(who), err)
		}
	}
	return nil
}

// rest waits until the bot has nothing to do. Nobody tells when that is, so it is
// asked again and again.
func (p *Play) rest(ctx context.Context) error {
	again := time.NewTicker(2 * time.Millisecond)
	defer again.Stop()
	for {
		busy := p.Busy()
		if busy == "" {
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("the bot does not come to rest: %s", busy)
		}
	}
}

// words picks those of the play's language and makes characters of their names.
func (p *Play) words(both string) string {
	ru, en, differ := strings.Cut(both, " | ")
	if !differ || p.Lang == "ru" {
		return unfold(ru)
	}
	return unfold(en)
}
