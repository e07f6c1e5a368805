package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is what one request may carry: a file of 50 MB and something for the rest.
const maxBody = 52 << 20

type upload struct {
	name, mime string
	data       []byte
}

// request is one call of the Bot API, whichever of the four encodings it came in. Values that are objects or lists
// are JSON, as in a form.
type request struct {
	ctx    context.Context
	method string
	params map[string]string
	files  map[string]*upload
	// findings are what Telegram would let pass although no well-made bot sends it.
	findings []string
}

// errHungUp says that the caller went away in the middle of a request: nothing was asked.
var errHungUp = errors.New("the caller hung up")

// incoming notices when a body ends before it is whole.
type incoming struct {
	io.ReadCloser
	cut bool
}

func (in *incoming) Read(p []byte) (int, error) {
	n, err := in.ReadCloser.Read(p)
	in.cut = in.cut || err != nil && !errors.Is(err, io.EOF)
	return n, err
}

func readRequest(w http.ResponseWriter, r *http.Request) (*request, error) {
	q := &request{ctx: r.Context(), params: map[string]string{}}
	q.addValues(r.URL.Query())
	kind, extra, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	in := &incoming{ReadCloser: r.Body}
	body := http.MaxBytesReader(w, in, maxBody)
	var err error
	switch kind {
	case "multipart/form-data":
		err = q.readMultipart(body, extra["boundary"])
	case "application/json":
		err = q.readJSON(body)
	case "application/x-www-form-urlencoded":
		err = q.readForm(body)
	}
	if in.cut {
		return nil, errHungUp
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, &apiError{code: 413, description: "Request Entity Too Large", faulty: true}
	}
	return q, err
}

func (q *request) addValues(values url.Values) {
	for name, all := range values {
		q.params[name] = all[0]
	}
}

func (q *request) readForm(body io.Reader) error {
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(string(text))
	if err != nil {
		return bad("can't parse the form")
	}
	q.addValues(values)
	return nil
}

func (q *request) readJSON(body io.Reader) error {
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if len(text) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(text, &fields) != nil {
		return bad("can't parse JSON-encoded request parameters")
	}
	for name, value := range fields {
		if string(value) != "null" {
			q.params[name] = plainValue(value)
		}
	}
	return nil
}

// plainValue is a JSON value as a form would carry it: a string without its quotes, anything else as it is.
func plainValue(value json.RawMessage) string {
	if value[0] != '"' {
		return string(value)
	}
	if !bytes.ContainsRune(value, '\\') {
		return string(value[1 : len(value)-1])
	}
	var s string
	// The whole body was decoded before, so that a part of it cannot fail.
	_ = json.Unmarshal(value, &s)
	return s
}

// readMultipart accepts a body without a single part, which the client library sends for methods without parameters.
func (q *request) readMultipart(body io.Reader, boundary string) error {
	parts := multipart.NewReader(body, boundary)
	for {
		part, err := parts.NextPart()
		if err != nil {
			return endOfParts(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			q.params[part.FormName()] = string(data)
			continue
		}
		if q.files == nil {
			q.files = map[string]*upload{}
		}
		q.files[part.FormName()] = &upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

func endOfParts(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) || strings.HasSuffix(err.Error(), "NextPart: EOF") {
		return nil
	}
	return bad("can't parse the form")
}

func (q *request) find(text string) { q.findings = append(q.findings, text) }

func (q *request) has(name string) bool { return q.params[name] != "" }

// integer reads a whole number; absent or unreadable is 0, as the server does.
func (q *request) integer(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(q.params[name]), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (q *request) number(name string) (float64, error) {
	n, err := strconv.ParseFloat(strings.TrimSpace(q.params[name]), 64)
	if err != nil {
		return 0, bad("can't parse " + name + ": expected a number")
	}
	return n, nil
}

func (q *request) flag(name string) bool {
	switch strings.ToLower(strings.TrimSpace(q.params[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// object decodes a parameter that is JSON; an absent one leaves into as it is.
func (q *request) object(name, what string, into any) error {
	text := q.params[name]
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return bad("can't parse " + what + " JSON object")
	}
	return nil
}
