package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func brief(entities []Entity) string {
	var all []string
	for _, e := range entities {
		more := e.URL + e.Language + e.CustomEmojiID
		if e.User != nil {
			more += fmt.Sprint(e.User.ID)
		}
		if e.UnixTime != 0 {
			more += fmt.Sprint(e.UnixTime, e.DateTimeFormat)
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %d+%d %s", e.Type, e.Offset, e.Length, more)))
	}
	return strings.Join(all, ", ")
}

func htmlRequest(text string) *request {
	return &request{params: map[string]string{"text": text, "parse_mode": "HTML"}}
}

// htmlCases have the error in the place of the entities where there is no text.
var htmlCases = []struct{ in, text, entities string }{
	{"plain", "plain", ""},
	{"<b>bold</b>", "bold", "bold 0+4"},
	{"<STRONG>bold</STRONG>", "", "Unmatched end tag at byte offset 12, expected \"</strong>\", found \"</STRONG>\""},
	{"👍 <i>x</i>", "👍 x", "italic 3+1"},
	{"<b>a<i>b</i></b>", "ab", "bold 0+2, italic 1+1"},
	{"<b>a</b><b>b</b>", "ab", "bold 0+2"},
	{"<b><code>x</code>y</b>", "xy", "code 0+1, bold 1+1"},
	{"<b></b>x", "x", ""},
	{"<b>x</>", "x", "bold 0+1"},
	{"<pre><code class=\"language-go\">x := 1</code></pre>", "x := 1", "pre 0+6 go"},
	{"<code class=\"language-go\">x</code>", "x", "code 0+1"},
	{"<a href=\"https://example.org/?a=1&amp;b=2\">l</a>", "l", "text_link 0+1 https://example.org/?a=1&b=2"},
	{"<a href=\"tg://user?id=7\">Анна</a>", "Анна", "text_mention 0+4 7"},
	{"<a href=\"no address\">l</a>", "l", ""},
	{"<a href=https://x.org>l</a>", "", "Unexpected end of name token at byte offset 8"},
	{"<span class=\"tg-spoiler\">s</span>", "s", "spoiler 0+1"},
	{"<span class=\"red\">s</span>", "", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"},
	{"<blockquote expandable>q</blockquote>", "q", "expandable_blockquote 0+1"},
	{"<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", "blockquote 0+2"},
	{"<tg-emoji emoji-id=\"5368\">👍</tg-emoji>", "👍", "custom_emoji 0+2 5368"},
	{"<tg-time unix=\"1700000000\" format=\"dt\">then</tg-time>", "then", "date_time 0+4 1700000000dt"},
	{"&lt;b&gt; &amp; &quot;&#39;&#x41;&nbsp; &", "<b> & \"'A&nbsp; &", ""},
	{"&#0; &#1114111; &amp x", "&#0; &#1114111; & x", ""},
	{"  <b> x </b>  ", " x", "bold 0+2"},
	{"a\r\nb\tc", "a\nb c", ""},
	{"a < b", "", "Unsupported start tag \"\" at byte offset 2"},
	{"a <b", "", "Unclosed start tag at byte offset 2"},
	{"<p>x</p>", "", "Unsupported start tag \"p\" at byte offset 0"},
	{"x<br/>", "", "Unsupported start tag \"br/\" at byte offset 1"},
	{"<b>x", "", "Can't find end tag corresponding to start tag \"b\""},
	{"<b>x</i>", "", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""},
	{"x</b>", "", "Unexpected end tag at byte offset 1"},
	{"<b>x</b", "", "Unclosed end tag at byte offset 4"},
	{"<b =>x</b>", "", "Empty attribute name in the tag \"b\" at byte offset 0"},
	{"<a href=\"x", "", "Unclosed start tag \"a\" at byte offset 0"},
	{"/help и @veche_bot, #яма https://smolensk.ru/x.", "/help и @veche_bot, #яма https://smolensk.ru/x.",
		"bot_command 0+5, mention 8+10, hashtag 20+4, url 25+21"},
	{"а/б и/или 1/2", "а/б и/или 1/2", ""},
	{"<code>/help</code>", "/help", "code 0+5"},
}

func TestHTMLBecomesEntities(t *testing.T) {
	for _, c := range htmlCases {
		f, err := htmlRequest(c.in).formatted("text", "parse_mode", "entities")
		if err != nil {
			want := "Bad Request: can't parse entities: " + c.entities
			if c.text != "" || err.Error() != want {
				t.Errorf("%q: error %q, want %q", c.in, err, want)
			}
			continue
		}
		if diff := cmp.Diff([]string{c.text, c.entities}, []string{f.text, brief(f.entities)}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestRenderIsSafeAndNested(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a & <b>", "a &amp; &lt;b&gt;"},
		{"bold italic", "<b>bold<i> </i></b><i>italic</i>"},
	} {
		entities := []Entity{{Type: "bold", Offset: 0, Length: 5}, {Type: "italic", Offset: 4, Length: 7}}
		if strings.Contains(c.in, "&") {
			entities = nil
		}
		if got := renderHTML(c.in, entities); got != c.want {
			t.Errorf("%q: %s, want %s", c.in, got, c.want)
		}
	}
	link := []Entity{{Type: "text_link", Offset: 0, Length: 1, URL: "javascript:alert(1)"}}
	if got := renderHTML("x", link); strings.Contains(got, "javascript") {
		t.Errorf("a script got through: %s", got)
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "<a href='x'>&lt;</a>", "👍<pre><code class=\"language-c\">x", "&#x1F600;</", "<tg-time unix=1>", "\u202e<i> </i>\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := htmlRequest(in).formatted("text", "parse_mode", "entities")
		if err != nil {
			return
		}
		if !utf8.ValidString(got.text) {
			t.Fatalf("%q became invalid text %q", in, got.text)
		}
		end := Units(got.text)
		for _, e := range got.entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > end {
				t.Fatalf("%q: %v lies outside the %d units of %q", in, e, end, got.text)
			}
		}
		renderHTML(got.text, got.entities)
	})
}
