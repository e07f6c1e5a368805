package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// description is the Bot API in machine-readable form: methods and types with their fields.
type description struct {
	Methods map[string]described `json:"methods"`
	Types   map[string]described `json:"types"`
}

type described struct {
	Fields   []field  `json:"fields"`
	Subtypes []string `json:"subtypes"`
}

type field struct {
	Name     string   `json:"name"`
	Types    []string `json:"types"`
	Required bool     `json:"required"`
}

func mustDescribe(path string) *description {
	text, err := os.ReadFile(path)
	if err != nil {
		panic("sandbox: read Bot API description: " + err.Error())
	}
	d := &description{}
	if err := json.Unmarshal(text, d); err != nil || len(d.Methods) == 0 {
		panic(fmt.Sprintf("sandbox: read Bot API description %s: no methods in it (%v)", path, err))
	}
	return d
}

// obsolete are parameters that the common Go library always sends although the Bot API no longer knows them.
var obsolete = map[string]string{"sendPoll": "correct_option_id"}

// check finds what in a request does not fit the description.
func (s *Sandbox) check(q *request) {
	if s.spec == nil {
		return
	}
	m, ok := s.spec.Methods[q.method]
	if !ok {
		return
	}
	for _, f := range m.Fields {
		value, sent := q.params[f.Name]
		_, uploaded := q.files[f.Name]
		switch {
		case uploaded && !slices.Contains(f.Types, "InputFile"):
			q.find(fmt.Sprintf("%s: a file where %s is expected", f.Name, strings.Join(f.Types, " or ")))
		case !sent && !uploaded && f.Required:
			q.find(f.Name + ": required, but missing")
		case sent:
			q.findings = append(q.findings, s.spec.param(f, value)...)
		}
	}
	q.checkNames(m)
}

func (q *request) checkNames(m described) {
	var names []string
	for name := range q.params {
		names = append(names, name)
	}
	for name := range q.files {
		if !q.attached(name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		known := slices.ContainsFunc(m.Fields, func(f field) bool { return f.Name == name })
		if !known && obsolete[q.method] != name {
			q.find(name + ": unknown parameter")
		}
	}
}

// attached tells whether a parameter refers to the file by attach://.
func (q *request) attached(file string) bool {
	for _, value := range q.params {
		if strings.Contains(value, "attach://"+file) {
			return true
		}
	}
	return false
}

// param checks a parameter, which comes as text whatever its type.
func (d *description) param(f field, text string) []string {
	var value any = text
	if !slices.Contains(f.Types, "String") && !slices.Contains(f.Types, "InputFile") {
		dec := json.NewDecoder(strings.NewReader(text))
		dec.UseNumber()
		if err := dec.Decode(&value); err != nil {
			return []string{fmt.Sprintf("%s: %q is not %s", f.Name, clip(text), strings.Join(f.Types, " or "))}
		}
	}
	return d.union(f.Name, f.Types, value)
}

func clip(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// union accepts a value that fits one of the types, or tells what keeps it from the one that it comes nearest to.
func (d *description) union(path string, types []string, value any) []string {
	var best []string
	for i, t := range types {
		found := d.fits(path, t, value)
		if len(found) == 0 {
			return nil
		}
		if i == 0 || len(found) < len(best) {
			best = found
		}
	}
	return best
}

func (d *description) fits(path, kind string, value any) []string {
	wrong := []string{fmt.Sprintf("%s: %v is not %s", path, clip(fmt.Sprint(value)), kind)}
	if item, ok := strings.CutPrefix(kind, "Array of "); ok {
		list, ok := value.([]any)
		if !ok {
			return wrong
		}
		var found []string
		for i, one := range list {
			found = append(found, d.fits(path+"["+strconv.Itoa(i)+"]", item, one)...)
		}
		return found
	}
	ok := false
	switch v := value.(type) {
	case string:
		// A key of a reply keyboard may be a plain string.
		ok = kind == "String" || kind == "InputFile" || kind == "KeyboardButton"
	case bool:
		ok = kind == "Boolean" || kind == "True"
	case json.Number:
		_, err := v.Int64()
		ok = kind == "Float" || kind == "Integer" && err == nil
	case map[string]any:
		return d.object(path, kind, v)
	}
	if ok {
		return nil
	}
	return wrong
}

func (d *description) object(path, kind string, value map[string]any) []string {
	t, known := d.Types[kind]
	switch {
	case !known:
		return []string{fmt.Sprintf("%s: an object is not %s", path, kind)}
	case len(t.Subtypes) > 0:
		return d.union(path, t.Subtypes, value)
	}
	forgiveCopyText(kind, value)
	var found []string
	for _, f := range t.Fields {
		inner, sent := value[f.Name]
		switch {
		case sent:
			found = append(found, d.union(path+"."+f.Name, f.Types, inner)...)
		case f.Required:
			found = append(found, fmt.Sprintf("%s.%s: required, but missing", path, f.Name))
		}
	}
	for name := range value {
		if !slices.ContainsFunc(t.Fields, func(f field) bool { return f.Name == name }) {
			found = append(found, fmt.Sprintf("%s.%s: unknown field", path, name))
		}
	}
	return found
}

// forgiveCopyText drops the empty copy_text that the common Go library sends with every button.
func forgiveCopyText(kind string, value map[string]any) {
	if kind != "InlineKeyboardButton" {
		return
	}
	if inner, ok := value["copy_text"].(map[string]any); ok && inner["text"] == "" {
		delete(value, "copy_text")
	}
}
