package civic

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// languages are those that every text of a region must have.
var languages = []struct{ code, name string }{{"ru", "Russian"}, {"en", "English"}}

// Lengths in characters: names stand on buttons, texts in one message of 4096 with something around them.
const (
	maxName = 64
	maxText = 900
	maxLong = 3000
)

var (
	idPattern      = regexp.MustCompile(`^[a-z][a-z0-9-]{1,31}$`) // short enough for a button's hidden data
	channelPattern = regexp.MustCompile(`^https://t\.me/[A-Za-z][A-Za-z0-9_]{3,31}$`)
	phonePattern   = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{1,19}$`)
	langPattern    = regexp.MustCompile(`^[a-z]{2}$`)
)

func (c *checker) region(f *regionFile) {
	if !idPattern.MatchString(f.ID) {
		c.fail("$.id", "region: id %q must be latin letters, digits and hyphens", f.ID)
	}
	c.words("$.name", "region: name", f.Name, maxName)
	c.words("$.in", "region: in", f.In, maxName)
	c.words("$.operator", "region: operator", f.Operator, maxText)
	c.zone(f)
	if q := f.Quiet; q.From < 0 || q.From > 23 || q.To < 0 || q.To > 23 {
		c.fail("$.quiet", "quiet: hours must be from 0 to 23")
	}
	if f.Consent.Version == "" || len(f.Consent.Version) > 32 {
		c.fail("$.consent", "consent: version must have 1 to 32 characters")
	}
	c.words("$.consent.text", "consent: text", f.Consent.Text, maxLong)
	emergencies := each(c, "emergency", f.Emergency, func(e Emergency) string { return e.ID }, c.emergency)
	authorities := map[string]bool{}
	if len(f.Authorities) > 0 {
		authorities = each(c, "authorities", f.Authorities, func(a Authority) string { return a.ID }, c.authority)
	}
	each(c, "refusals", f.Refusals, func(r Reason) string { return r.ID }, c.refusal)
	each(c, "official", f.Official, func(l Link) string { return l.URL }, c.link)
	each(c, "districts", f.Districts, func(d District) string { return string(d.ID) }, c.district)
	c.sameName(f.Districts)
	each(c, "categories", f.Categories, func(x Category) string { return string(x.ID) }, func(path string, x Category) {
		c.category(path, x, emergencies, authorities)
	})
	c.hints(f)
}

// each checks the members of a list, which must not be empty or hold the same key twice. It returns the keys.
func each[T any](c *checker, list string, all []T, key func(T) string, check func(path string, x T)) map[string]bool {
	if len(all) == 0 {
		c.fail("$."+list, "%s: nothing is listed", list)
	}
	seen := make(map[string]bool)
	for i, x := range all {
		path := fmt.Sprintf("$.%s[%d]", list, i)
		if k := key(x); seen[k] {
			c.fail(path, "%s: %q is listed twice", list, k)
		} else {
			seen[k] = true
		}
		check(path, x)
	}
	return seen
}

func (c *checker) id(path, kind, id string) (name string) {
	if !idPattern.MatchString(id) {
		c.fail(path+".id", "%s: id %q must be 2 to 32 small latin letters, digits and hyphens", kind, id)
	}
	return fmt.Sprintf("%s %q", kind, id)
}

func (c *checker) words(path, what string, w Words, most int) {
	for _, l := range languages {
		if strings.TrimSpace(w[l.code]) == "" {
			c.fail(path, "%s has no %s", what, l.name)
		}
	}
	for lang, s := range w {
		switch {
		case !langPattern.MatchString(lang):
			c.fail(path, "%s: %q is not a language of two letters", what, lang)
		case utf8.RuneCountInString(s) > most:
			c.fail(path, "%s is longer than %d characters (%s)", what, most, lang)
		case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }):
			c.fail(path, "%s holds an invisible control character (%s)", what, lang)
		}
	}
}

func (c *checker) emergency(path string, e Emergency) {
	name := c.id(path, "emergency", e.ID)
	c.words(path+".name", name+": name", e.Name, maxName)
	c.words(path+".text", name+": text", e.Text, maxText)
	for what, w := range map[string]Words{"ask": e.Ask, "title": e.Title} {
		if len(w) > 0 {
			c.words(path+"."+what, name+": "+what, w, maxName)
		}
	}
	if _, err := time.Parse(time.DateOnly, e.CheckedOn); e.CheckedOn != "" && err != nil {
		c.fail(path+".checked_on", "%s: checked_on must be a day like 2026-11-28", name)
	}
	if !phonePattern.MatchString(e.Phone) {
		c.fail(path+".phone", "%s: phone %q is not a number to call", name, e.Phone)
	}
	for i, s := range e.Stems {
		if err := checkStem(s); err != nil {
			c.fail(fmt.Sprintf("%s.stems[%d]", path, i), "%s: %v", name, err)
		}
	}
}

func (c *checker) refusal(path string, r Reason) {
	name := c.id(path, "refusal", r.ID)
	c.words(path+".name", name+": name", r.Name, maxName)
	c.words(path+".text", name+": text", r.Text, maxText)
}

func (c *checker) link(path string, l Link) {
	c.words(path+".name", "official: name", l.Name, maxName)
	c.url(path+".url", "official", l.URL)
}

func (c *checker) url(path, what, link string) {
	if u, err := url.Parse(link); err != nil || u.Scheme != "https" || !strings.Contains(u.Host, ".") || u.User != nil {
		c.fail(path, "%s: url %q is not a link that begins with https://", what, link)
	}
}

func (c *checker) authority(path string, a Authority) {
	name := c.id(path, "authority", a.ID)
	c.words(path+".name", name+": name", a.Name, maxName)
	c.words(path+".for", name+": for", a.For, maxText)
	c.words(path+".how", name+": how", a.How, maxText)
	if a.URL != "" {
		c.url(path+".url", name, a.URL)
	}
	if a.Phone != "" && !phonePattern.MatchString(a.Phone) {
		c.fail(path+".phone", "%s: phone %q is not a number to call", name, a.Phone)
	}
}

func (c *checker) category(path string, x Category, emergencies, authorities map[string]bool) {
	name := c.id(path, "category", string(x.ID))
	c.words(path+".name", name+": name", x.Name, maxName)
	if len(x.Outside) > 0 {
		c.words(path+".outside", name+": outside", x.Outside, maxText)
	}
	if n := utf8.RuneCountInString(x.Emoji); n < 1 || n > 8 {
		c.fail(path+".emoji", "%s: emoji must be one sign", name)
	}
	n := x.Norm
	if n.FirstAnswerHours < 1 || n.FirstAnswerHours > 270 || n.FinalDays < 1 || n.MaxDays < n.FinalDays || n.MaxDays > 365 {
		c.fail(path+".norm", "%s: norm needs first_answer_hours from 1 to 270, final_days from 1, max_days from final_days to 365", name)
	}
	if s := x.Season; s != (Season{}) && !(monthDay(s.From) && monthDay(s.To)) {
		c.fail(path+".season", "%s: season from %q to %q: write days like 11-01 and 04-15", name, s.From, s.To)
	}
	if x.Authority != "" && !authorities[x.Authority] {
		c.fail(path+".authority", "%s: authority %q is not listed under authorities", name, x.Authority)
	}
	if x.Emergency != "" && !emergencies[x.Emergency] {
		c.fail(path+".emergency", "%s: emergency %q is not listed under emergency", name, x.Emergency)
	}
}

// hints wants a question for each danger at which a topic hints.
func (c *checker) hints(f *regionFile) {
	for i, x := range f.Categories {
		e, found := find(f.Emergency, func(e Emergency) bool { return e.ID == x.Emergency })
		if found && len(e.Ask) == 0 {
			c.fail(fmt.Sprintf("$.categories[%d].emergency", i), "category %s: emergency %q has no ask, the question for those who told of nothing yet", x.ID, e.ID)
		}
	}
}

func monthDay(s string) bool {
	_, err := time.Parse(time.DateOnly, "2000-"+s) // a leap year: 02-29 is a day
	return err == nil
}
