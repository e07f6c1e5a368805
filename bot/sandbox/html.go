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

func isAlpha(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == 0
}
