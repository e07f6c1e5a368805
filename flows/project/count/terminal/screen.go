package terminal

import (
	"io"
	"os"
)

// screen is where a command speaks to.
type screen struct {
	out, err io.Writer
	width    int   // columns of out; 0 if it is no terminal
	live     bool  // err is a terminal: a line there can be drawn again
	style    style // out shows bold and faint
}

// here is the screen of this process.
func here() screen {
	s := screen{out: os.Stdout, err: os.Stderr}
	s.width, _ = size(os.Stdout)
	_, s.live = size(os.Stderr)
	s.style = s.width > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return s
}
