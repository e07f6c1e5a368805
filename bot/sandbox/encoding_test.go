package sandbox_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"testing"

	"veche/bot/sandbox"
)

func TestEveryEncodingIsUnderstood(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	base := url + "/bot" + sandbox.DefaultToken
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	_ = parts.WriteField("chat_id", "501")
	_ = parts.WriteField("text", "a & b")
	_ = parts.Close()
	for _, c := range []struct{ name, path, kind, body, want string }{
		{"query string", "/sendMessage?chat_id=501&text=a+%26+b", "", "", `"text":"a \u0026 b"`},
		{"form", "/sendMessage", "application/x-www-form-urlencoded", "chat_id=501&text=a+%26+b", `"text":"a \u0026 b"`},
		{"JSON", "/sendMessage", "application/json", `{"chat_id":501,"text":"a & b","parse_mode":null}`, `"text":"a \u0026 b"`},
		{"multipart", "/sendMessage", parts.FormDataContentType(), form.String(), `"text":"a \u0026 b"`},
		{"multipart without a part", "/getMe", "multipart/form-data; boundary=x", "--x--\r\n", `"is_bot":true`},
		{"multipart without a byte", "/getMe", "multipart/form-data; boundary=x", "", `"is_bot":true`},
		{"broken JSON", "/sendMessage", "application/json", `{"chat_id":`, `can't parse JSON`},
		{"broken multipart", "/sendMessage", "multipart/form-data; boundary=x", "--x\r\nnonsense", `Bad Request`},
	} {
		resp, err := http.Post(base+c.path, c.kind, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if got := strings.ReplaceAll(string(body), `\u0027`, "'"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// A bot that stops hangs up in the middle of a call: that is no mistake of its own.
func TestACallThatIsCutOffIsNone(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	address := strings.TrimPrefix(url, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST /bot%s/getMe HTTP/1.1\r\nHost: %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 90\r\n\r\n--x\r\n",
		sandbox.DefaultToken, address)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil {
		t.Fatal(err)
	}
	if p := s.Problems(); len(p) > 0 {
		t.Errorf("noted as %v", p)
	}
}

func TestToken(t *testing.T) {
	_, _, url := box(t, sandbox.Options{})
	for path, want := range map[string]string{
		"/bot1:wrong/getMe":                   "Unauthorized",
		"/botrubbish/getMe":                   "Unauthorized: invalid token specified",
		"/bot" + sandbox.DefaultToken + "/":   "Not Found",
		"/file/bot1:wrong/photos/file_1.jpg":  "Unauthorized",
		"/bot" + sandbox.DefaultToken + "/xx": "Not Found: method not found",
	} {
		resp, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if !strings.Contains(string(body), `"description":"`+want+`"`) {
			t.Errorf("%s: %s", path, body)
		}
	}
}
