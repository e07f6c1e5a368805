package neighbours

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/piglig/go-qr"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	pixels "golang.org/x/image/math/fixed"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/cards"
)

// qr is a picture for the noticeboard: the link to a report, and two lines below it.
type qr struct {
	Person civic.PersonID `json:"person"`
	Report civic.ReportID `json:"report"`
	Link   string         `json:"link"`
	What   string         `json:"what"` // the category, in the words of who asked
	Where  string         `json:"where,omitempty"`
	Data   []byte         `json:"data,omitempty"` // PNG
}

// The measures of the picture, in pixels: it is printed on half a page.
const (
	qrSide   = 1000
	qrFoot   = 180
	qrMargin = 60
	qrLetter = 48
	qrQuiet  = 4 // modules of white around the code: the standard asks for them
)

func askQR(t *flows.Turn, v flows.Values) error {
	r, err := checkInvite(t, cards.ID(v))
	if err != nil {
		return ExcuseJoin(t, r, err)
	}
	c, _ := t.Region.Category(r.Category)
	begun, err := t.Once("qr", qr{Person: t.Input.Person, Report: r.ID, Link: cards.JoinLink.URL(t, r.ID), What: c.Name.In(t.Language()), Where: r.Place.Words})
	if begun {
		t.Tell("qr.wait", nil)
	}
	return err
}

// drawQR makes the picture beside the rounds.
func drawQR(_ context.Context, w flows.Work) (any, error) {
	var q qr
	if err := json.Unmarshal(w.Args, &q); err != nil {
		return nil, err
	}
	picture := image.NewGray(image.Rect(0, 0, qrSide, qrSide+qrFoot))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	if err := drawCode(picture, q.Link); err != nil {
		return nil, fmt.Errorf("draw the code of report %d: %w", q.Report, err)
	}
	if err := caption(picture, fmt.Sprintf("№ %d · %s", q.Report, q.What), q.Where); err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		return nil, err
	}
	q.Data = data.Bytes()
	return q, nil
}

// drawCode draws the link as a code in the middle of the square above the foot. A module
// is a whole number of pixels wide, so that edges are sharp in print.
func drawCode(picture draw.Image, link string) error {
	code, err := go_qr.EncodeText(link, go_qr.Medium)
	if err != nil {
		return err
	}
	drawn, err := code.ToImage(go_qr.NewQrCodeImgConfig(qrSide/(code.Size()+2*qrQuiet), qrQuiet))
	if err != nil {
		return err
	}
	rest := (qrSide - drawn.Bounds().Dx()) / 2
	draw.Draw(picture, drawn.Bounds().Add(image.Pt(rest, rest)), drawn, image.Point{}, draw.Src)
	return nil
}

// caption writes lines under the code, cut where they do not fit.
func caption(picture draw.Image, lines ...string) error {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: qrLetter, DPI: 72})
	if err != nil {
		return err
	}
	defer face.Close()
	for i, line := range lines {
		letters := []rune(line)
		for font.MeasureString(face, string(letters)) > pixels.I(qrSide-2*qrMargin) {
			letters = append(letters[:len(letters)-2], '…')
		}
		d := font.Drawer{Dst: picture, Src: image.NewUniform(color.Black), Face: face, Dot: pixels.P(qrMargin, qrSide+qrLetter/2+i*qrLetter*3/2)}
		d.DrawString(string(letters))
	}
	return nil
}

func giveQR(t *flows.Turn) error {
	var q qr
	if err := t.Args(&q); err != nil {
		return err
	}
	t.Say(flows.To(q.Person), flows.Message{Key: "qr.title", Args: flows.Args{"ID": q.Report}, Haste: flows.Prompt,
		With: flows.File{Name: fmt.Sprintf("veche-%d.png", q.Report), Data: q.Data}})
	return nil
}
