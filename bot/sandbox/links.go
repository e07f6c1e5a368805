package sandbox

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// linkEntity makes e a link to href, or to what stands in the tag when href is empty; false if that is no address.
func linkEntity(e *Entity, href, inside string) bool {
	if href == "" {
		href = inside
	}
	if id, ok := strings.CutPrefix(href, "tg://user?id="); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err == nil && n > 0 {
			e.Type, e.User = "text_mention", &User{ID: n}
			return true
		}
	}
	if e.URL = checkedLink(href); e.URL == "" {
		return false
	}
	e.Type = "text_link"
	return true
}

func checkedLink(href string) string {
	href = strings.TrimSpace(href)
	if strings.ContainsAny(href, " \n\t") || href == "" {
		return ""
	}
	if !strings.Contains(href, "://") && !strings.HasPrefix(href, "mailto:") && !strings.HasPrefix(href, "tel:") {
		href = "http://" + href
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		host := u.Hostname()
		if !strings.Contains(host, ".") && host != "localhost" {
			return ""
		}
		if u.Path == "" {
			u.Path = "/"
		}
		return u.String()
	case "tg", "ton", "tonsite", "mailto", "tel":
		return u.String()
	}
	return ""
}

// plain is what clients make tappable by themselves; the first group is the entity. No pattern is tried on a text
// without needs, for patterns are slow.
var plain = []struct {
	kind, needs string
	expr        *regexp.Regexp
}{
	{"url", "://", regexp.MustCompile(`(?:^|[\s(])(https?://[^\s<>"]*[^\s<>".,;:!?)»])`)},
	{"url", "t.me", regexp.MustCompile(`(?:^|[\s(])(t\.me(?:/[^\s<>"]*[^\s<>".,;:!?)»])?)`)},
	{"url", "www.", regexp.MustCompile(`(?:^|[\s(])(www\.[a-z0-9-]+\.[a-z]{2,}(?:/[^\s<>"]*[^\s<>".,;:!?)»])?)`)},
	{"email", "@", regexp.MustCompile(`(?:^|[\s(<])([a-zA-Z0-9._%+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,})`)},
	{"bot_command", "/", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_/<>])(/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?:$|[^\p{L}\p{N}_/<>@])`)},
	{"mention", "@", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_@/])(@[a-zA-Z0-9_]{3,32})(?:$|[^\p{L}\p{N}_@])`)},
	{"hashtag", "#", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_#&])(#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)`)},
}

func find(f formatted) []Entity {
	var found []Entity
	for _, p := range plain {
		for at := 0; at < len(f.text) && strings.Contains(f.text[at:], p.needs); {
			m := p.expr.FindStringSubmatchIndex(f.text[at:])
			if m == nil {
				break
			}
			e := Entity{Type: p.kind, Offset: Units(f.text[:at+m[2]]), Length: Units(f.text[at+m[2] : at+m[3]])}
			if !slices.ContainsFunc(found, func(o Entity) bool { return meets(e, o) }) && !taken(f.entities, e) {
				found = append(found, e)
			}
			at += m[3]
		}
	}
	return found
}

// taken tells whether something found by itself stands where the bot put an entity that bears nothing inside.
func taken(entities []Entity, e Entity) bool {
	return slices.ContainsFunc(entities, func(o Entity) bool {
		return meets(e, o) && !slices.Contains(styles, o.Type) && !strings.HasSuffix(o.Type, "blockquote")
	})
}
