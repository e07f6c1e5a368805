package sandbox

import (
	"embed"
	"io/fs"
	"net/http"
)

// pageFiles is the chat page; it speaks only to /sim/.
//
//go:embed page
var pageFiles embed.FS

func page() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err)
	}
	return http.FileServerFS(files)
}
