package neighbours

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/piglig/go-qr"
	"golang.org/x/image/draw"

	"veche/flows"
)

const longLink = "https://t.me/a_bot_with_a_name_of_32_signs_bot?start=" + "j_7_0123456789012345678901234567890123456789012345678901234567890"

// The code on the picture leads to the report: as it is sent, and as a phone sees it that
// stands far off, in bad light, with a poor lens.
func TestTheCodeReads(t *testing.T) {
	for _, link := range []string{"https://t.me/veche_bot?start=j_1", longLink} {
		sent := drawn(t, qr{Report: 7, Link: link, What: "Дороги и тротуары", Where: "улица Ленина, 5"})
		for name, seen := range map[string]image.Image{"as sent": sent, "far off": farOff(t, sent)} {
			if got, err := go_qr.Decode(seen); err != nil || got != link {
				t.Errorf("%s: %q, %v, want %q", name, got, err, link)
			}
		}
	}
}

// The same is read by a program that shares nothing with the one that draws.
func TestTheCodeReadsElsewhere(t *testing.T) {
	program, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed (Debian: apt install zbar-tools)")
	}
	for _, link := range []string{"https://t.me/veche_bot?start=j_1", longLink} {
		file := filepath.Join(t.TempDir(), "code.png")
		var data bytes.Buffer
		if err := png.Encode(&data, farOff(t, drawn(t, qr{Report: 7, Link: link, What: "Дороги"}))); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(program, "--quiet", "--raw", file).Output()
		if got := strings.TrimSpace(string(out)); err != nil || got != link {
			t.Errorf("it reads %q, %v, want %q", got, err, link)
		}
	}
}

// drawn is the picture as it is sent.
func drawn(t *testing.T, q qr) image.Image {
	t.Helper()
	args, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	result, err := drawQR(t.Context(), flows.Work{Args: args})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(result.(qr).Data))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// farOff is the picture a third as large, grey, and compressed until it shows.
func farOff(t *testing.T, sent image.Image) image.Image {
	t.Helper()
	const times = 3
	small := image.NewGray(image.Rect(0, 0, sent.Bounds().Dx()/times, sent.Bounds().Dy()/times))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), sent, sent.Bounds(), draw.Src, nil)
	for i, v := range small.Pix {
		small.Pix[i] = 60 + v/2
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, small, &jpeg.Options{Quality: 40}); err != nil {
		t.Fatal(err)
	}
	seen, err := jpeg.Decode(&data)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}
