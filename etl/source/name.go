package source

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest file name in bytes: file systems stop at 255, and a name gets a suffix while it is written.
const maxName = 200

// dataSuffixes are the endings of files that are taken from a folder. Whatever else lies there is none of the source.
var dataSuffixes = []string{".csv", ".json", ".jsonl", ".ndjson", ".gz", ".zip"}

// IsData tells by its name whether a file is one that a source consists of: not hidden, and with an ending of data.
func IsData(name string) bool {
	lower := strings.ToLower(name)
	for _, suffix := range dataSuffixes {
		if strings.HasSuffix(lower, suffix) && len(name) > len(suffix) && name[0] != '.' {
			return true
		}
	}
	return false
}

// CheckName says what is wrong with a base name that came from elsewhere, so that it is safe on every file system and in a
// bucket.
func CheckName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("a file has no name")
	case len(name) > maxName:
		return fmt.Errorf("the file name %.40q… is longer than %d bytes", name, maxName)
	case !utf8.ValidString(name):
		return fmt.Errorf("the file name %q is not UTF-8", name)
	case name[0] == '.' || name[0] == ' ' || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return fmt.Errorf("the file name %q starts or ends with a dot or a space", name)
	case strings.ContainsAny(name, `/\:*?"<>|`):
		return fmt.Errorf(`the file name %q holds one of / \ : * ? " < > |`, name)
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return fmt.Errorf("the file name %q holds a character that cannot be printed", name)
	case strings.Contains(name, "__0x"):
		// What the bucket of a folder would take for one of its own escapes.
		return fmt.Errorf("the file name %q holds __0x", name)
	}
	return nil
}

// nameOf names a remote file: as the server does, else by the address, else by where that led.
func nameOf(asked *url.URL, resp *http.Response) string {
	_, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
	names := []string{params["filename"], path.Base(asked.Path), path.Base(resp.Request.URL.Path)}
	for _, name := range names {
		if IsData(name) && CheckName(name) == nil {
			return name
		}
	}
	for _, name := range names {
		if CheckName(name) == nil {
			return name
		}
	}
	return "data"
}
