package sample

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// read is a sample, read back by the rules of the real files and by nothing that the simulator is made of.
type read struct {
	offers    map[string]readOffer
	customers map[string]readCustomer
	order     []string // of customers
	events    []readEvent
}

type readOffer struct {
	kind                     string
	difficulty, reward, days int
	channels                 []string
}

type readCustomer struct {
	number      int
	joined      string
	gender      string
	age, income int
}

type readEvent struct {
	customer, event, value string
	offer                  string
	reward, cents          int
	noisy                  bool
	time                   int
}

var (
	hexID       = regexp.MustCompile(`^[0-9a-f]{32}$`)
	offerDict   = regexp.MustCompile(`^\{'offer id': '([0-9a-f]{32})'\}$`)
	rewardDict  = regexp.MustCompile(`^\{'offer_id': '([0-9a-f]{32})', 'reward': ([0-9]+)\}$`)
	amountDict  = regexp.MustCompile(`^\{'amount': ([0-9]+\.[0-9]+)\}$`)
	channelList = regexp.MustCompile(`^\['[a-z]+'(, '[a-z]+')*\]$`)
)

// rows gives every row of a file behind its header to each.
func rows(t testing.TB, dir, name, header string, each func(line int, row []string)) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(content), "\n")
	if first != header {
		t.Fatalf("%s begins with %q, want %q", name, first, header)
	}
	if !strings.HasSuffix(rest, "\n") || strings.Contains(rest, "\r") {
		t.Fatalf("%s has to have LF at the end of every line", name)
	}
	r := csv.NewReader(strings.NewReader(rest))
	r.FieldsPerRecord = strings.Count(header, ",") + 1
	r.ReuseRecord = true
	all := strings.Count(rest, "\n")
	for line := 2; line < all+2; line++ {
		row, err := r.Read()
		if err != nil {
			t.Fatalf("%s line %d: %v", name, line, err)
		}
		each(line, row)
	}
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil || strconv.Itoa(n) != s {
		t.Fatalf("%q is no plain whole number", s)
	}
	return n
}

func readSample(t testing.TB, dir string) *read {
	t.Helper()
	s := &read{offers: map[string]readOffer{}, customers: map[string]readCustomer{}}
	rows(t, dir, OffersFile, "offer_id,offer_type,difficulty,reward,duration,channels", func(line int, row []string) {
		if !hexID.MatchString(row[0]) || !channelList.MatchString(row[5]) {
			t.Fatalf("%s line %d: %q", OffersFile, line, row)
		}
		channels := strings.Split(strings.Trim(row[5], "[']"), "', '")
		s.offers[row[0]] = readOffer{row[1], number(t, row[2]), number(t, row[3]), number(t, row[4]), channels}
	})
	rows(t, dir, CustomersFile, "customer_id,became_member_on,gender,age,income", func(line int, row []string) {
		if _, again := s.customers[row[0]]; again || !hexID.MatchString(row[0]) {
			t.Fatalf("%s line %d: %q is no id of its own", CustomersFile, line, row[0])
		}
		c := readCustomer{number: len(s.order), joined: row[1], gender: row[2], age: number(t, row[3])}
		if row[4] != "" {
			c.income = number(t, row[4])
		}
		s.customers[row[0]] = c
		s.order = append(s.order, row[0])
	})
	rows(t, dir, EventsFile, "customer_id,event,value,time", func(line int, row []string) {
		e := readEvent{customer: row[0], event: row[1], value: row[2], time: number(t, row[3])}
		if !e.parse() {
			t.Fatalf("%s line %d: %q is no %s", EventsFile, line, row[2], row[1])
		}
		s.events = append(s.events, e)
	})
	return s
}

func (e *readEvent) parse() bool {
	switch e.event {
	case "offer received", "offer viewed":
		m := offerDict.FindStringSubmatch(e.value)
		if m != nil {
			e.offer = m[1]
		}
		return m != nil
	case "offer completed":
		m := rewardDict.FindStringSubmatch(e.value)
		if m != nil {
			e.offer = m[1]
			e.reward, _ = strconv.Atoi(m[2])
		}
		return m != nil
	case "transaction":
		m := amountDict.FindStringSubmatch(e.value)
		if m == nil {
			return false
		}
		dollars, err := strconv.ParseFloat(m[1], 64)
		e.cents = int(dollars*100 + 0.5)
		e.noisy = len(m[1])-strings.IndexByte(m[1], '.') > 3
		return err == nil
	}
	return false
}
