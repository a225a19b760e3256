package brand

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const cup = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" style="fill:#c8102e"/></svg>`

func TestCheckName(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]string{
		"Café Rewards": "", "x": "", strings.Repeat("é", 40): "", "<script>alert(1)</script>": "", "كافيه": "", "☕ Bean & Co.": "",
		"": "is empty", " \t": "is empty", strings.Repeat("é", 41): "41 characters", "a\nb": "control", "a\x00": "control", "a\u0085b": "control", "a\u2028b": "line break", "\xff": "UTF-8",
	} {
		if err := CheckName(name); (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v, want %q", name, err, wrong)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	b, err := Load("Bean & Co.", written(t, "cup.SVG", []byte(cup)), "#c8102e")
	if err != nil {
		t.Fatal(err)
	}
	if b.Name != "Bean & Co." || b.Logo.Type != "image/svg+xml" || string(b.Logo.Body) != cup || !strings.HasPrefix(b.Logo.Address(), "/brand/") || !strings.HasSuffix(b.Logo.Address(), ".svg") {
		t.Errorf("the brand is %+v with the logo %+v", b, b.Logo)
	}
	if other, err := Load("Bean & Co.", "", "#c8102f"); err != nil || other.Logo.Address() != "" || other.Style.Address() == b.Style.Address() {
		t.Errorf("another colour has the address %s, %v", other.Style.Address(), err)
	}
	plain, err := Load("Café Rewards", "", "")
	if err != nil || plain.Logo != nil || plain.Style != nil {
		t.Errorf("a name alone makes %+v, %v", plain, err)
	}
	for _, wrong := range [][3]string{{"", "", ""}, {"x", "", "red"}, {"x", filepath.Join(t.TempDir(), "none.svg"), ""}} {
		if _, err := Load(wrong[0], wrong[1], wrong[2]); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestLogo(t *testing.T) {
	t.Parallel()
	small := picture(t, 40, 20)
	for _, c := range []struct {
		about, file string
		body        []byte
		wrong       string // part of the message; empty: it is taken
	}{
		{"a PNG", "a.png", small, ""},
		{"the largest PNG", "a.png", picture(t, 2048, 1), ""},
		{"an SVG with what may stand before it", "a.svg", []byte("\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n" + cup + "\n"), ""},
		{"an SVG with a script, which never runs", "a.svg", []byte(strings.Replace(cup, "<circle", "<script>alert(1)</script><circle", 1)), ""},
		{"an SVG of exactly 256 KB", "a.svg", []byte(cup + strings.Repeat(" ", 256<<10-len(cup))), ""},
		{"one byte more", "a.svg", []byte(cup + strings.Repeat(" ", 256<<10-len(cup)+1)), "256 KB"},
		{"another kind of file", "a.jpg", small, ".svg or a .png"},
		{"no extension", "logo", small, ".svg or a .png"},
		{"a page", "a.svg", []byte(`<html xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"/></html>`), "<html>"},
		{"no name space", "a.svg", []byte(`<svg viewBox="0 0 1 1"/>`), "xmlns"},
		{"two pictures", "a.svg", []byte(cup + cup), "<svg>"},
		{"an SVG that ends early", "a.svg", []byte(cup[:60]), "plain SVG"},
		{"an SVG in another encoding", "a.svg", []byte(`<?xml version="1.0" encoding="ISO-8859-1"?>` + cup), "UTF-8"},
		{"entities of its own", "a.svg", []byte(`<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`), "plain SVG"},
		{"a PNG called SVG", "a.svg", small, "plain SVG"},
		{"an SVG called PNG", "a.png", []byte(cup), "not a PNG"},
		{"a PNG that ends early", "a.png", small[:len(small)-20], "whole PNG"},
		{"a PNG that is too wide", "a.png", picture(t, 2049, 1), "2049 × 1"},
		{"nothing", "a.svg", nil, "no element"},
	} {
		_, err := readLogo(written(t, c.file, c.body))
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s: %v, want %q", c.about, err, c.wrong)
		}
	}
	folder := filepath.Join(t.TempDir(), "a.svg")
	device := filepath.Join(t.TempDir(), "b.svg")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(os.DevNull, device); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, device} {
		if _, err := readLogo(path); err == nil || !strings.Contains(err.Error(), "no file") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// FuzzCheckSVG: whatever is in the file, it is taken or refused.
func FuzzCheckSVG(f *testing.F) {
	for _, text := range []string{cup, "", "<svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + cup, cup + cup, "<a:svg xmlns:a='http://www.w3.org/2000/svg'/>"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if err := checkSVG(body); err == nil && !bytes.Contains(body, []byte("svg")) {
			t.Errorf("%q is taken for an SVG", body)
		}
	})
}

func written(t *testing.T, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
