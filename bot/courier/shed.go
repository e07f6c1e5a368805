package courier

import "slices"

// shed leaves an attachment out that does not arrive, so that the words and the buttons
// do: of an album each picture is tried by itself first. It is false where there is nothing
// to leave out, or nothing would be left.
func (p *parcel) shed(l letter) bool {
	if l.kind == sendAlbum {
		p.albums = p.done // those before it have arrived
		return true
	}
	rest := *p.message
	switch l.kind {
	case sendPhoto:
		i := p.photosBefore()
		rest.Photos = slices.Delete(slices.Clone(rest.Photos), i, i+1)
	case sendVoice:
		rest.Voice = ""
	case sendFile:
		rest.File = nil
	case sendPicture, editPicture:
		rest.Picture = nil
	case sendPoint:
		rest.Point = nil
	default:
		return false
	}
	if len(plan(l.chat, &rest, p.row.Live != "", p.albums)) == 0 {
		return false
	}
	p.message, p.pared = &rest, true
	if l.kind.sends() {
		p.missing++
	}
	return true
}

// photosBefore counts the photos that have arrived.
func (p *parcel) photosBefore() (n int) {
	for _, l := range attachments(p.message, p.albums)[:p.done] {
		n += len(l.photos)
	}
	return n
}
