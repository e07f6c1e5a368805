package sandbox_test

import (
	"testing"

	"veche/bot/sandbox"
)

// A bot that was here before finds the sandbox as if it had gone on: with later numbers,
// and with the files that it knows.
func TestAPast(t *testing.T) {
	s, _, _ := box(t, sandbox.Options{})
	const known = "AgACAgIAAxkAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	s.Past(500)
	s.Adopt(known)
	if ids := s.Send(sandbox.Post{As: anna, Text: "Здравствуйте"}); ids[0] != 501 {
		t.Errorf("the first message is number %d, want 501", ids[0])
	}
	if _, err := s.Press(anna, anna, 77, "a:old"); err != nil {
		t.Error(err)
	}
	if s.File(known) == nil {
		t.Error("the file that was known is not there")
	}
}
