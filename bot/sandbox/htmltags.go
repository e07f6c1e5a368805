package sandbox

import (
	"strconv"
	"strings"
)

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	for !isSpace(p.peek(0)) && p.peek(0) != '>' {
		p.pos++
	}
	if p.done() {
		return misparsed("Unclosed start tag at byte offset %d", begin)
	}
	name := strings.ToLower(p.in[begin+1 : p.pos])
	if _, known := htmlTags[name]; !known {
		return misparsed("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	attrs, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && attrs["class"] != "tg-spoiler" {
		return misparsed("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.pos++
	p.open = append(p.open, openTag{name: name, attrs: attrs, offset: p.units, at: p.out.Len()})
	return nil
}

func (p *htmlParser) attributes(tag string, begin int) (map[string]string, error) {
	attrs := map[string]string{}
	for {
		p.skipSpace()
		if p.peek(0) == '>' {
			return attrs, nil
		}
		start := p.pos
		for c := p.peek(0); !isSpace(c) && !strings.ContainsRune(`=>/"'`, rune(c)); c = p.peek(0) {
			p.pos++
		}
		name := p.in[start:p.pos]
		if name == "" {
			return nil, misparsed("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
		}
		value, err := p.attributeValue(tag, begin)
		if err != nil {
			return nil, err
		}
		attrs[name] = value
	}
}

func (p *htmlParser) attributeValue(tag string, begin int) (string, error) {
	unclosed := misparsed("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
	p.skipSpace()
	if p.done() {
		return "", unclosed
	}
	if p.peek(0) != '=' {
		return "", nil
	}
	p.pos++
	p.skipSpace()
	if p.done() {
		return "", unclosed
	}
	if quote := p.peek(0); quote == '"' || quote == '\'' {
		value := p.quoted(quote)
		if p.done() {
			return "", unclosed
		}
		return value, nil
	}
	start := p.pos
	for c := p.peek(0); isAlpha(c) || c >= '0' && c <= '9' || c == '.' || c == '-'; c = p.peek(0) {
		p.pos++
	}
	if c := p.peek(0); !isSpace(c) && c != '>' {
		return "", misparsed("Unexpected end of name token at byte offset %d", start)
	}
	if p.done() {
		return "", unclosed
	}
	return strings.ToLower(p.in[start:p.pos]), nil
}

func (p *htmlParser) quoted(quote byte) string {
	var value strings.Builder
	for p.pos++; !p.done() && p.peek(0) != quote; {
		if p.peek(0) == '&' {
			if r := p.reference(); r != 0 {
				value.WriteRune(r)
				continue
			}
		}
		value.WriteByte(p.in[p.pos])
		p.pos++
	}
	p.pos++
	return value.String()
}

func (p *htmlParser) skipSpace() {
	for !p.done() && isSpace(p.peek(0)) {
		p.pos++
	}
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return misparsed("Unexpected end tag at byte offset %d", begin)
	}
	for !isSpace(p.peek(0)) && p.peek(0) != '>' {
		p.pos++
	}
	name := p.in[begin+2 : max(p.pos, begin+2)]
	p.skipSpace()
	if p.peek(0) != '>' {
		return misparsed("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	last := p.open[len(p.open)-1]
	if name != "" && name != last.name {
		return misparsed("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, last.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units > last.offset {
		p.close(last)
	}
	return nil
}

// close makes the entity of a tag that has ended around some text.
func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.offset, Length: p.units - tag.offset}
	switch tag.name {
	case "a":
		if !linkEntity(&e, tag.attrs["href"], p.out.String()[tag.at:]) {
			return
		}
	case "tg-emoji":
		e.CustomEmojiID = tag.attrs["emoji-id"]
	case "tg-time":
		e.UnixTime, _ = strconv.ParseInt(tag.attrs["unix"], 10, 64)
		e.DateTimeFormat = tag.attrs["format"]
	case "blockquote":
		if _, expandable := tag.attrs["expandable"]; expandable {
			e.Type = "expandable_blockquote"
		}
	case "code":
		e.Language, _ = strings.CutPrefix(tag.attrs["class"], "language-")
		if tag.attrs["class"] == e.Language {
			e.Language = ""
		}
		if p.joinCode(e, "pre", e.Language) {
			return
		}
	case "pre":
		if p.joinCode(e, "code", "") {
			return
		}
	}
	p.entities = append(p.entities, e)
}

// joinCode makes one entity of <pre><code class="language-x"> around the same text, whichever of the two is inside.
func (p *htmlParser) joinCode(e Entity, inner, language string) bool {
	if len(p.entities) == 0 {
		return false
	}
	last := &p.entities[len(p.entities)-1]
	if last.Type != inner || last.Offset != e.Offset || last.Length != e.Length {
		return false
	}
	if language == "" {
		language = last.Language
	}
	if language == "" {
		return false
	}
	last.Type, last.Language = "pre", language
	return true
}
