package trusted

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

func TestMemberSince(t *testing.T) {
	t.Parallel()
	lastDay := dayOf(today) + 1
	for text, want := range map[string]struct {
		date   string
		reason string
	}{
		"20170212": {"2017-02-12", ""}, "20170212.0": {"2017-02-12", ""}, "19000101": {"1900-01-01", ""}, "20000229": {"2000-02-29", ""},
		"19691231": {"", ""}, "19691230": {"1969-12-30", ""}, "": {"", ""}, "  ": {"", ""},
		"18991231": {"", sinceReasons[uneven]}, "20170230": {"", sinceReasons[uneven]}, "20170000": {"", sinceReasons[uneven]},
		"20171301": {"", sinceReasons[uneven]}, "19000229": {"", sinceReasons[uneven]}, "-20170212": {"", sinceReasons[uneven]},
		"20170212.5": {"", sinceReasons[uneven]}, "2017": {"", sinceReasons[uneven]}, "120170212": {"", sinceReasons[uneven]},
		"2017-02-12": {"", sinceReasons[notANumber]}, "today": {"", sinceReasons[notANumber]}, "201702120000": {"", sinceReasons[tooLarge]},
		"20260115": {"2026-01-15", ""}, "20260116": {"2026-01-16", ""}, "20260117": {"", reasonFuture}, "99991231": {"", reasonFuture},
	} {
		day, reason := memberSince([]byte(text), lastDay)
		got := ""
		if reason == "" && day != Unknown {
			got = time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.DateOnly)
		}
		if got != want.date || reason != want.reason {
			t.Errorf("%q: %q, reason %q", text, got, reason)
		}
	}
}

// FuzzDate holds dates against package time.
func FuzzDate(f *testing.F) {
	f.Add(2017, 2, 12)
	f.Add(1900, 2, 29)
	f.Add(1969, 12, 31)
	f.Fuzz(func(t *testing.T, year, month, day int) {
		if year < 0 || year > 9999 || month < 0 || month > 99 || day < 0 || day > 99 {
			return
		}
		text := fmt.Sprintf("%04d%02d%02d", year, month, day)
		want, err := time.Parse("20060102", text)
		got, reason := memberSince([]byte(text), 1<<30)
		if valid := err == nil && year >= 1900; valid != (reason == "") {
			t.Fatalf("%s: %v, reason %q", text, err, reason)
		}
		if reason == "" && got == Unknown && text == "19691231" {
			return
		}
		if reason == "" && !time.Unix(int64(got)*24*60*60, 0).Equal(want) {
			t.Errorf("%s is day %d", text, got)
		}
	})
}

func TestBadText(t *testing.T) {
	t.Parallel()
	for text, bad := range map[string]bool{
		"78afa995795e4d85b5d9ceeca43f5fef": false, "x": false, "Café Größe 客户": false, "<b>&\"'{}": false, "a b": false,
		"a\tb": true, "a\x00b": true, "abcdefg\x1f": true, "abcdefgh\x7f": true, "abcdefgh\x80": true, "a\u0085b": true, "a\xffb": true,
	} {
		if got := badText([]byte(text)); got != bad {
			t.Errorf("%q: %v", text, got)
		}
	}
	for n, bad := range map[int]bool{maxText: false, maxText + 1: true} {
		if got := badText(bytes.Repeat([]byte("x"), n)); got != bad {
			t.Errorf("%d bytes: %v", n, got)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("78afa995795e4d85b5d9ceeca43f5fef")
	f.Add("a\x7fbcdefgh\x1f!")
	f.Fuzz(func(t *testing.T, text string) {
		want := true
		for i := range len(text) {
			want = want && text[i] >= ' ' && text[i] < 0x7f
		}
		if got := printable([]byte(text)); got && !want || !got && want {
			t.Errorf("%q: %v", text, got)
		}
	})
}
