package sandbox

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTags are the tags that parse_mode HTML knows, with the entity they make.
var htmlTags = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strikethrough",
	"strike": "strikethrough", "del": "strikethrough", "u": "underline", "ins": "underline", "tg-spoiler": "spoiler",
	"span": "spoiler", "tg-emoji": "custom_emoji", "pre": "pre", "code": "code", "blockquote": "blockquote",
	"tg-time": "date_time",
}

// parseError is worded as Telegram words it.
type parseError string

func (e parseError) Error() string { return string(e) }

func misparsed(format string, args ...any) error { return parseError(fmt.Sprintf(format, args...)) }

type openTag struct {
	name   string
	attrs  map[string]string
	offset int // UTF-16 units of the text before it
	at     int // bytes of the text before it
}

// htmlParser follows TDLib's do_parse_html step by step: a byte after the end reads as 0, which counts as a space.
type htmlParser struct {
	in       string
	pos      int
	out      strings.Builder
	units    int
	open     []openTag
	entities []Entity
}

// parseHTML turns the HTML of parse_mode into plain text and entities. Its errors are worded as Telegram's.
func parseHTML(in string) (string, []Entity, error) {
	p := &htmlParser{in: in}
	for p.pos < len(p.in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, misparsed("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = ""
		}
	}
	return p.out.String(), p.entities, nil
}

func (p *htmlParser) step() error {
	switch c := p.in[p.pos]; {
	case c == '&':
		if r := p.reference(); r != 0 {
			p.write(r)
			return nil
		}
		p.pos++
		p.write('&')
	case c == '<' && p.peek(1) == '/':
		return p.endTag()
	case c == '<':
		return p.startTag()
	default:
		r, size := utf8.DecodeRuneInString(p.in[p.pos:])
		p.pos += size
		p.write(r)
	}
	return nil
}

func (p *htmlParser) write(r rune) {
	p.out.WriteRune(r)
	p.units += units(r)
}

func (p *htmlParser) peek(ahead int) byte {
	if p.pos+ahead < len(p.in) {
		return p.in[p.pos+ahead]
	}
	return 0
}

func (p *htmlParser) done() bool { return p.pos >= len(p.in) }

// reference decodes the four named references and the numeric ones, with or without a semicolon; 0 if there is none.
func (p *htmlParser) reference() rune {
	rest := p.in[p.pos+1:]
	if strings.HasPrefix(rest, "#") {
		return p.numeric(rest)
	}
	end := 0
	for end < len(rest) && isAlpha(rest[end]) {
		end++
	}
	r := map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[rest[:end]]
	if r != 0 {
		p.skipReference(1 + end)
	}
	return r
}

func (p *htmlParser) numeric(rest string) rune {
	start, base, isDigit := 1, 10, func(c byte) bool { return c >= '0' && c <= '9' }
	if strings.HasPrefix(rest, "#x") {
		start, base = 2, 16
		isDigit = func(c byte) bool {
			return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
		}
	}
	end := start
	for end < len(rest) && isDigit(rest[end]) {
		end++
	}
	n, err := strconv.ParseUint(rest[start:end], base, 32)
	if err != nil || n == 0 || n >= 0x10ffff || end+1 >= 10 || !utf8.ValidRune(rune(n)) {
		return 0
	}
	p.skipReference(1 + end)
	return rune(n)
}

func (p *htmlParser) skipReference(length int) {
	p.pos += length
	if p.peek(0) == ';' {
		p.pos++
	}
}

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

func isAlpha(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == 0
}
