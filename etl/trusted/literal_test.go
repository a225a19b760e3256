package trusted

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestValue(t *testing.T) {
	t.Parallel()
	nested := func(depth int) string {
		return "{'x': " + strings.Repeat("[", depth) + strings.Repeat("]", depth) + ", 'amount': 1}"
	}
	for text, want := range map[string]struct {
		offer, amount string
		ok            bool
	}{
		`{'offer id': 'x'}`:                                     {"x", "", true},
		`{'offer_id': 'x', 'reward': 2}`:                        {"x", "", true},
		`{"offer_id": "x", "reward": 2.5e3}`:                    {"x", "", true},
		`{'reward': 2, "offer id": "it's"}`:                     {"it's", "", true},
		`{'amount': 0.8300000000000001}`:                        {"", "0.8300000000000001", true},
		`{"amount":1e-05}`:                                      {"", "1e-05", true},
		`{'amount': '12.5'}`:                                    {"", "12.5", true},
		`{'amount': nan}`:                                       {"", "nan", true},
		`{'offer id': None, 'amount': null}`:                    {"", "", true},
		` { 'amount' : 1 , } `:                                  {"", "1", true},
		`{}`:                                                    {"", "", true},
		`{'amount': 1, 'amount': 2}`:                            {"", "2", true},
		`{'offer id': 'a\'b\\c\x41é\U0001F600\n"'}`:             {"a'b\\cAé😀\n\"", "", true},
		`{"offer id": "\ud83d\ude00 \ud83d \/"}`:                {"😀 \uFFFD /", "", true},
		`{'a': [1, 'x', {'b': (None, True)}, []], 'amount': 3}`: {"", "3", true},
		nested(maxDepth):                                        {"", "1", true},
		nested(maxDepth + 1):                                    {},
		"":                                                      {},
		"{":                                                     {},
		"}":                                                     {},
		"null":                                                  {},
		"{'amount': 1":                                          {},
		"{'amount': }":                                          {},
		"{'amount' 1}":                                          {},
		"{'amount: 1}":                                          {},
		"{amount: 1}":                                           {},
		"{'amount': 1} x":                                       {},
		"{'amount': 1}}":                                        {},
		"{,}":                                                   {},
		"{'a': 1,, 'amount': 2}":                                {},
		"{'a': 1 'amount': 2}":                                  {},
		"{'a': [1, 'amount': 2}":                                {},
		"{'a': [1}, 'amount': 2}":                               {},
		"{'a': __import__('os')}":                               {},
		"{'a': x}":                                              {},
		"{'a': -}":                                              {},
		`{'offer id': 'x\q'}`:                                   {},
		`{'offer id': 'x\`:                                      {},
		`{'offer id': 'x\u12'}`:                                 {},
		"{'x': '" + strings.Repeat("x", maxValue) + "'}": {},
		"['offer id']": {},
		"{'a': 1}\x00": {},
	} {
		var w worker
		got, ok := w.value([]byte(text))
		if ok != want.ok || ok && (string(got.offer) != want.offer || string(got.amount) != want.amount) {
			t.Errorf("%.100s: offer %q, amount %q, %v", text, got.offer, got.amount, ok)
		}
	}
}

// FuzzValue holds the parser against encoding/json: every JSON object is read, and as the same.
func FuzzValue(f *testing.F) {
	for _, text := range []string{
		`{"offer id": "x"}`, `{"offer_id": "x", "reward": 2}`, `{"amount": 0.83}`, `{'offer id': 'x'}`, `{"a": [1, {"b": null}]}`,
		`{"offer id": "\u00e9\ud83d\ude00\n"}`, `{"amount": "1", "amount": [1, 2]}`, `{'a': (1,), "b": {}}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var w worker
		got, ok := w.value([]byte(text))
		if !utf8.ValidString(text) || strings.Count(text, "{")+strings.Count(text, "[") > maxDepth || len(text) > maxValue {
			return
		}
		var object map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &object) != nil || object == nil {
			return
		}
		if !ok {
			t.Fatalf("%q is not read", text)
		}
		for key, have := range map[string][]byte{"amount": got.amount, "offer_id": got.offer} {
			raw := object[key]
			if key == "offer_id" && object["offer id"] != nil {
				if raw != nil {
					continue // the last of them counts, and a map does not tell which
				}
				raw = object["offer id"]
			}
			want := string(raw)
			var s *string
			if raw != nil && json.Unmarshal(raw, &s) == nil {
				want = ""
				if s != nil {
					want = *s
				}
			}
			if string(have) != want {
				t.Errorf("%s of %q is %q, want %q", key, text, have, want)
			}
		}
	})
}

func TestChannels(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`['web', 'email', 'mobile']`:           {"email", "mobile", "web"},
		`["Web", " email ", "WEB"]`:            {"email", "web"},
		`('sms',)`:                             nil,
		`[]`:                                   {},
		``:                                     {},
		`  `:                                   {},
		`[1]`:                                  nil,
		`['']`:                                 nil,
		`['a', 'b'`:                            nil,
		`web`:                                  nil,
		`['a\u0000b']`:                         nil,
		`['` + strings.Repeat("x", 129) + `']`: nil,
		`[` + strings.Repeat(`'x',`, 65) + `]`: nil,
	} {
		got, ok := channels([]byte(text))
		if ok != (want != nil) || ok && !cmp.Equal(want, got) {
			t.Errorf("%.60s: %q, %v", text, got, ok)
		}
	}
}

func TestScanJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		n      int
		fields []string
		reason string
	}{
		`{"person": "p", "event": "offer received", "value": {"offer id": "x"}, "time": 6}` + "\nrest": {82, []string{"p", "offer received", `{"offer id": "x"}`, "6"}, ""},
		`{"time":null,"other":[{}],"Person":"a\"b"}`:                                                   {42, []string{`a"b`, "", "", ""}, ""},
		`{"person":"a","person":"b"}`:                                                                  {27, []string{"b", "", "", ""}, ""},
		"\r\n{}":                                                                                       {2, nil, blank},
		"{}\r\n":                                                                                       {4, []string{"", "", "", ""}, ""},
		"[]":                                                                                           {2, nil, reasonJSON},
		`{"person": "a` + "\n" + `b"}`:                                                                 {14, nil, reasonJSON},
		`{"person": "a"}{"person": "b"}`:                                                               {30, nil, reasonJSON},
	} {
		f := fields{{'o'}, {'l'}, {'d'}, {'!'}}
		var scratch []byte
		n, reason := scanJSON([]byte(text), events, &f, &scratch)
		if n != want.n || reason != want.reason {
			t.Errorf("%q: %d bytes, reason %q", text, n, reason)
		}
		for i, field := range want.fields {
			if string(f[i]) != field {
				t.Errorf("%q: field %d is %q, want %q", text, i, f[i], field)
			}
		}
	}
}

// FuzzScanJSON holds the scanner against encoding/json: every JSON object on a line is read, and as the same.
func FuzzScanJSON(f *testing.F) {
	f.Add(`{"person": "p", "event": "offer received", "value": {"offer id": "x"}, "time": 6}`)
	f.Add(`{"time":null,"other":[{}],"person":"a\"b"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var row fields
		var scratch []byte
		n, reason := scanJSON([]byte(text), events, &row, &scratch)
		if n < 1 && text != "" || n > len(text) {
			t.Fatalf("%d bytes of %q", n, text)
		}
		text = text[:n]
		if !utf8.ValidString(text) || strings.Count(text, "{")+strings.Count(text, "[") > maxDepth {
			return
		}
		var object map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &object) != nil || object == nil {
			return
		}
		if reason != "" {
			t.Fatalf("%q is not read: %s", text, reason)
		}
		raw, there := object["event"]
		for key := range object {
			if key != "event" && events.place([]byte(key)) == eventName {
				return // another spelling of the same name
			}
		}
		want := string(raw)
		var s *string
		if there && json.Unmarshal(raw, &s) == nil {
			want = ""
			if s != nil {
				want = *s
			}
		}
		if string(row[eventName]) != want {
			t.Errorf("event of %q is %q, want %q", text, row[eventName], want)
		}
	})
}
