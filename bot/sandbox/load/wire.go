package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
)

// A server of package net/http would cost about as much as half the bot: this one knows only POST with a length,
// on connections that stay.

// handler answers a call of a method.
type handler func(method string, body []byte) []byte

func serve(l net.Listener, h handler) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go converse(conn, h)
	}
}

func converse(conn net.Conn, h handler) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 16<<10)
	var body, out []byte
	for {
		method, length, err := head(in)
		if err != nil {
			return
		}
		if cap(body) < length {
			body = make([]byte, length)
		}
		if _, err := io.ReadFull(in, body[:length]); err != nil {
			return
		}
		answer := h(method, body[:length])
		out = fmt.Appendf(out[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(answer))
		out = append(out, answer...)
		if _, err := conn.Write(out); err != nil {
			return
		}
	}
}

var errHead = errors.New("not a request that this server knows")

// head reads a request up to its body: the last part of its path, and how long the body is.
func head(in *bufio.Reader) (method string, length int, err error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return "", 0, err
	}
	words := bytes.Fields(line)
	if len(words) != 3 || string(words[0]) != "POST" {
		return "", 0, errHead
	}
	method = string(words[1][bytes.LastIndexByte(words[1], '/')+1:])
	for {
		if line, err = in.ReadSlice('\n'); err != nil {
			return "", 0, err
		}
		name, value, more := bytes.Cut(line, []byte(":"))
		if !more {
			return method, length, nil
		}
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil || length < 0 || length > 64<<20 {
				return "", 0, errHead
			}
		}
	}
}
