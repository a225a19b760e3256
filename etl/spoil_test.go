package etl_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// rewrite replaces a CSV file by what to makes of its rows, the header among them.
func rewrite(t *testing.T, path string, to func(rows [][]string) []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(read(t, path), []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, to(rows))
}

// swapped has the columns in the opposite order.
func swapped(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range rows {
		slices.Reverse(row)
		w.Write(row)
	}
	w.Flush()
	return out.Bytes()
}

// jsonLines has an object per row, under the names that the JSON shape of the data has. Dicts and lists become objects and arrays, and
// what reads as a number becomes one.
func jsonLines(t *testing.T, rows [][]string, names map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, row := range rows[1:] {
		object := make(map[string]any, len(row))
		for i, text := range row {
			name := rows[0][i]
			if other, ok := names[name]; ok {
				name = other
			}
			object[name] = text
			var value any
			if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "'", `"`)), &value); err == nil && name != "id" && name != "person" {
				object[name] = json.RawMessage(strings.ReplaceAll(text, "'", `"`))
			} else if text == "" {
				object[name] = nil
			}
		}
		line, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
	return out.Bytes()
}

func put(file, content string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		os.Remove(filepath.Join(folder, strings.TrimSuffix(file, ".gz")))
		write(t, filepath.Join(folder, file), []byte(content))
	}
}

func add(file, rows string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		path := filepath.Join(folder, file)
		write(t, path, append(read(t, path), rows...))
	}
}

func change(file, from, to string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		path := filepath.Join(folder, file)
		write(t, path, bytes.Replace(read(t, path), []byte(from), []byte(to), 1))
	}
}

func remove(file string) func(*testing.T, string) {
	return func(t *testing.T, folder string) { os.Remove(filepath.Join(folder, file)) }
}

func empty(t *testing.T, folder string) {
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	for _, file := range files {
		os.Remove(file)
	}
}

// pack replaces a file by its gzip, which spoil, unless nil, has had in its hands.
func pack(file string, spoil func([]byte) []byte) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		path := filepath.Join(folder, file)
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		w.Write(read(t, path))
		w.Close()
		content := packed.Bytes()
		if spoil != nil {
			content = spoil(content)
		}
		os.Remove(path)
		write(t, path+".gz", content)
	}
}

// bomb replaces a file by a gzip of a few hundred kilobytes that unpacks to 400 MB of one line's beginning.
func bomb(file string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		io.WriteString(w, "customer_id,event,value,time\n")
		for range 110 { // a little more than what is free
			w.Write(make([]byte, 1<<20))
		}
		w.Close()
		os.Remove(filepath.Join(folder, file))
		write(t, filepath.Join(folder, file+".gz"), packed.Bytes())
	}
}

// archive puts a file of the folder into a zip under another name, if it is another, and takes the file away.
func archive(name, member string, spoil func([]byte) []byte) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		var packed bytes.Buffer
		w := zip.NewWriter(&packed)
		f, err := w.Create(member)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.Base(member))
		f.Write(read(t, path))
		w.Close()
		content := packed.Bytes()
		if spoil != nil {
			content = spoil(content)
		}
		os.Remove(path)
		write(t, filepath.Join(folder, name), content)
	}
}
