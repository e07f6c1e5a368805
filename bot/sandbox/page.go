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

// pagePolicy lets the page load nothing from elsewhere and run nothing but its own files.
const pagePolicy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'"

func page() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err)
	}
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		server.ServeHTTP(w, r)
	})
}
