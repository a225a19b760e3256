package trusted

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

type table int

const (
	offers table = iota
	customers
	events
	dictionary
	tables // how many there are
)

// required are the tables without which there is nothing to do.
const required = dictionary

// A row's fields are handed on in these orders, whatever the order in the file.
const (
	offerID = iota
	offerType
	offerDifficulty
	offerReward
	offerDuration
	offerChannels
)
const (
	customerID = iota
	customerSince
	customerGender
	customerAge
	customerIncome
)
const (
	eventCustomer = iota
	eventName
	eventValue
	eventTime
)
const (
	dictionaryTable = iota
	dictionaryField
	dictionaryText
)

const maxFields = 6

// fields are those of one row, in the order of its table's columns. They point into the block or into a worker's scratch
// space: whoever keeps one copies it.
type fields [maxFields][]byte

// shapes says how the columns of each table are called: in the CSV files first, then in the JSON lines of the same data.
var shapes = [tables]struct {
	name    string
	columns [][]string
}{
	offers:     {"offers", [][]string{{"offer_id", "id"}, {"offer_type"}, {"difficulty"}, {"reward"}, {"duration"}, {"channels"}}},
	customers:  {"customers", [][]string{{"customer_id", "id"}, {"became_member_on"}, {"gender"}, {"age"}, {"income"}}},
	events:     {"events", [][]string{{"customer_id", "person"}, {"event"}, {"value"}, {"time"}}},
	dictionary: {"data_dictionary", [][]string{{"table"}, {"field"}, {"description"}}},
}

func (t table) String() string { return shapes[t].name }

// layout says how to read one file: which table it is, and where its columns are.
type layout struct {
	table  table
	json   bool
	target []int // of a CSV: for each column of the file, its place in fields, or -1
}

// place returns where in fields a column of that name goes, or -1.
func (t table) place(name []byte) int {
	for i, names := range shapes[t].columns {
		for _, n := range names {
			if sameName(name, n) {
				return i
			}
		}
	}
	return -1
}

// sameName compares names of columns without regard to case, spaces, underscores and hyphens.
func sameName(b []byte, name string) bool {
	i := 0
	for _, c := range b {
		switch {
		case c == ' ' || c == '\t' || c == '_' || c == '-':
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		for i < len(name) && (name[i] == '_' || name[i] == ' ') {
			i++
		}
		if i == len(name) || name[i] != c {
			return false
		}
		i++
	}
	return i == len(name)
}

// sniffed is how much of a file is looked at to recognise it.
const sniffed = 64 << 10

var byteOrderMark = []byte("\xef\xbb\xbf")

// recognise opens a member and tells by its first row which table it is.
func recognise(ctx context.Context, m Member) (layout, error) {
	r, err := m.Open(ctx)
	if err != nil {
		return layout{}, fmt.Errorf("open %s: %w", m.Name, err)
	}
	defer r.Close()
	start, err := io.ReadAll(io.LimitReader(r, sniffed))
	if err != nil {
		return layout{}, readError(m.Name, err)
	}
	return recogniseStart(m.Name, start)
}

func recogniseStart(name string, start []byte) (layout, error) {
	start = bytes.TrimLeft(bytes.TrimPrefix(start, byteOrderMark), " \t\r\n")
	if len(start) == 0 {
		return layout{}, dataErrorf("%s is empty. Expected %s.", name, expected)
	}
	if err := foreign(name, start); err != nil {
		return layout{}, err
	}
	if start[0] == '<' {
		return layout{}, dataErrorf("%s is a web page (it begins with %s), not data: the address it came from may need a "+
			"login, or have moved.", name, excerpt(start))
	}
	if start[0] == '{' {
		return recogniseJSON(name, start)
	}
	return recogniseHeader(name, start)
}

func recogniseJSON(name string, start []byte) (layout, error) {
	first, _, _ := bytes.Cut(start, []byte("\n"))
	var keys [][]byte
	l := literal{b: first}
	l.open('{')
	for l.more('}') {
		key := bytes.Clone(l.text())
		l.colon()
		l.value()
		keys = append(keys, key)
	}
	if !l.end() && len(first) < sniffed {
		return layout{}, dataErrorf("%s begins like JSON lines, but its first line is not a JSON object: %s", name, excerpt(start))
	}
	t, _, err := match(name, start, keys)
	return layout{table: t, json: true}, err
}

func recogniseHeader(name string, start []byte) (layout, error) {
	r := csv.NewReader(bytes.NewReader(start))
	header, err := r.Read()
	if err != nil {
		return layout{}, dataErrorf("%s does not begin with the header of a CSV file, but with: %s. Expected %s.", name, excerpt(start), expected)
	}
	names := make([][]byte, len(header))
	for i, h := range header {
		names[i] = []byte(h)
	}
	t, target, err := match(name, start, names)
	return layout{table: t, target: target}, err
}

// match finds the table whose columns are all among names.
func match(name string, start []byte, names [][]byte) (table, []int, error) {
	closest, closestFound, closestMissing := table(-1), 0, ""
	found := table(-1)
	var target []int
	for t := range tables {
		places := make([]int, len(names))
		seen := make([]int, len(shapes[t].columns))
		for i, n := range names {
			places[i] = t.place(n)
			if places[i] >= 0 {
				seen[places[i]]++
			}
		}
		var missing, twice []string
		for i, n := range seen {
			switch column := shapes[t].columns[i][0]; {
			case n == 0:
				missing = append(missing, column)
			case n > 1:
				twice = append(twice, column)
			}
		}
		switch {
		case len(missing) > 0:
			if have := len(seen) - len(missing); have > closestFound {
				closest, closestFound, closestMissing = t, have, strings.Join(missing, ", ")
			}
		case len(twice) > 0:
			return 0, nil, dataErrorf("%s has more than one column %s: %s", name, strings.Join(twice, ", "), excerpt(start))
		case found >= 0:
			return 0, nil, dataErrorf("%s has the columns of both %s and %s: %s", name, found, t, excerpt(start))
		default:
			found, target = t, places
		}
	}
	switch {
	case found >= 0:
		return found, target, nil
	case closestFound > 1:
		return 0, nil, dataErrorf("%s looks like %s, but has no column %s. It begins with: %s", name, closest, closestMissing, excerpt(start))
	}
	return 0, nil, dataErrorf("%s is none of the expected files. It begins with: %s. Expected %s.", name, excerpt(start), expected)
}

// expected ends a sentence on files that are not recognised.
var expected = func() string {
	var b strings.Builder
	b.WriteString("CSV with a header, or JSON lines, with the columns of ")
	for t := range required {
		if t > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s (", t)
		for i, names := range shapes[t].columns {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(names[0])
		}
		b.WriteString(")")
	}
	return b.String()
}()

// excerpt quotes the first line of a file, so that it fits in a sentence.
func excerpt(b []byte) string {
	b, _, _ = bytes.Cut(b, []byte("\n"))
	const most = 200
	dots := ""
	if len(b) > most {
		end := most
		for end > 0 && !utf8.RuneStart(b[end]) {
			end--
		}
		b, dots = b[:end], "…"
	}
	return fmt.Sprintf("%q%s", bytes.TrimSpace(b), dots)
}
