package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// leastCompressed is the size in bytes below which compression saves less than its headers cost.
const leastCompressed = 1024

// body is a whole response, ready to be sent in each encoding.
type body struct {
	contentType  string
	disposition  string // Content-Disposition; may be empty
	cacheControl string
	tag          string // of the content, without quotes; the encoding is appended
	version      int    // the data version that it shows; 0 for none
	modified     time.Time
	plain        []byte
	gzip, brotli func() []byte // the content compressed, when it is first asked for; nil where that saves too little
}

// size is what the body takes when it was asked for in every encoding, each at most half as long as the content.
func (b *body) size() int {
	if b.gzip == nil {
		return len(b.plain)
	}
	return 2 * len(b.plain)
}

// newBody is content that can be compressed, with a tag derived from it. Caches may store it, but must revalidate it, which costs no query.
func newBody(contentType string, plain []byte, e *edition) *body {
	return plainBody(contentType, plain, e).compressible()
}

// plainBody is the same for content that is already compressed.
func plainBody(contentType string, plain []byte, e *edition) *body {
	return &body{
		contentType:  contentType,
		cacheControl: "no-cache",
		tag:          tagOf(plain),
		version:      e.version,
		modified:     e.publishedAt,
		plain:        plain,
	}
}

// compressible lets each encoding be made when it is first asked for: most pages under filters are read once, in one of them.
func (b *body) compressible() *body {
	b.gzip, b.brotli = nil, nil
	if plain := b.plain; len(plain) >= leastCompressed {
		b.gzip = sync.OnceValue(func() []byte { return halved(plain, compressGzip(plain)) })
		b.brotli = sync.OnceValue(func() []byte { return halved(plain, compressBrotli(plain)) })
	}
	return b
}

// replaced is a copy of the body with one text in place of another, and a tag of its own.
func (b *body) replaced(text, with string) *body {
	if !bytes.Contains(b.plain, []byte(text)) {
		return b
	}
	other := *b
	other.plain = bytes.ReplaceAll(b.plain, []byte(text), []byte(with))
	other.tag = tagOf(other.plain)
	return other.compressible()
}

func tagOf(plain []byte) string {
	sum := sha256.Sum256(plain)
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// halved is the compressed content where it is at most half as long.
func halved(plain, compressed []byte) []byte {
	if 2*len(compressed) <= len(plain) {
		return compressed
	}
	return nil
}

// Compressors are pooled: making one takes longer than compressing a page with it.
var (
	gzips   = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, 5) }}
)

func compressGzip(plain []byte) []byte {
	w := gzips.Get().(*gzip.Writer)
	defer gzips.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	w.Write(plain) // a bytes.Buffer takes everything
	w.Close()
	return bytes.Clone(out.Bytes())
}

func compressBrotli(plain []byte) []byte {
	w := brotlis.Get().(*brotli.Writer)
	defer brotlis.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	w.Write(plain)
	w.Close()
	return bytes.Clone(out.Bytes())
}

// send answers with the body, or with 304 when the client has it already.
func send(c echo.Context, b *body) error {
	header := c.Response().Header()
	header.Set("Cache-Control", b.cacheControl)
	header.Add("Vary", "Accept-Encoding")
	if b.version > 0 {
		header.Set("X-Data-Version", strconv.Itoa(b.version))
	}
	if !b.modified.IsZero() {
		header.Set("Last-Modified", b.modified.UTC().Format(http.TimeFormat))
	}
	content, encoding, suffix := b.plain, "", ""
	accepted := c.Request().Header.Get("Accept-Encoding")
	for _, of := range []struct {
		coding, suffix string
		content        func() []byte
	}{{"br", "-br", b.brotli}, {"gzip", "-gz", b.gzip}} {
		if of.content == nil || !accepts(accepted, of.coding) {
			continue
		}
		if compressed := of.content(); compressed != nil {
			content, encoding, suffix = compressed, of.coding, of.suffix
			break
		}
	}
	header.Set("ETag", `"`+b.tag+suffix+`"`)
	if unchanged(c.Request(), b.tag, b.modified) {
		return c.NoContent(http.StatusNotModified)
	}
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	if b.disposition != "" {
		header.Set("Content-Disposition", b.disposition)
	}
	header.Set("Content-Type", b.contentType)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	if _, err := c.Response().Write(content); err != nil {
		return fmt.Errorf("send %d bytes: %w", len(content), err)
	}
	return nil
}

// accepts tells whether an Accept-Encoding allows a coding: named, or covered by *, and not with a weight of zero.
func accepts(header, coding string) bool {
	any := false
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name != coding && name != "*" {
			continue
		}
		weight, found := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		allowed := !found || err == nil && q > 0
		if name == coding {
			return allowed
		}
		any = allowed
	}
	return any
}

// unchanged tells whether the client has the content of that tag, in whichever encoding. If-None-Match decides where it is sent,
// If-Modified-Since otherwise (RFC 9110, section 13.2.2).
func unchanged(r *http.Request, tag string, modified time.Time) bool {
	if match := r.Header.Values("If-None-Match"); len(match) > 0 {
		for candidate := range strings.SplitSeq(strings.Join(match, ","), ",") {
			candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
			if candidate == "*" || candidate == `"`+tag+`"` || candidate == `"`+tag+`-gz"` || candidate == `"`+tag+`-br"` {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.IsZero() && !modified.Truncate(time.Second).After(since)
}
