package trusted

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

// The same batch in other shapes.
const (
	jsonOffers = `{"reward":5,"channels":["web","email"],"difficulty":10,"duration":7,"offer_type":"bogo","id":"o1"}
{"reward":3,"channels":["email"],"difficulty":20.5,"duration":10,"offer_type":"discount","id":"o2"}
`
	jsonCustomers = `{"gender":null,"age":118,"id":"c1","became_member_on":20170212,"income":null}
{"gender":"F","age":55,"id":"c2","became_member_on":20170715,"income":112000.0}
`
	jsonEvents = `{"person":"c1","event":"offer received","value":{"offer id":"o1"},"time":0}
{"person":"c1","event":"transaction","value":{"amount":12.5},"time":6}
{"person":"c2","event":"offer completed","value":{"offer_id":"o2","reward":3},"time":6}
`
	permutedCustomers = `extra,Income, AGE,Became Member On,CUSTOMER-ID,gender
x,,118,20170212,c1,
"a,b",112000,55,20170715,c2,F
`
)

func TestShapes(t *testing.T) {
	t.Parallel()
	crlf := strings.NewReplacer("\n", "\r\n")
	want := clean(t, batch(someOffers, someCustomers, someEvents), Options{}).digests()
	for name, members := range map[string][]Member{
		"CRLF":             batch(crlf.Replace(someOffers), crlf.Replace(someCustomers), crlf.Replace(someEvents)),
		"BOM":              batch("\ufeff"+someOffers, "\ufeff"+someCustomers, "\ufeff"+someEvents),
		"BOM, CRLF":        batch("\ufeff"+crlf.Replace(someOffers), "\ufeff"+crlf.Replace(someCustomers), "\ufeff"+crlf.Replace(someEvents)),
		"other columns":    batch(someOffers, permutedCustomers, someEvents),
		"JSON lines":       batch(jsonOffers, jsonCustomers, jsonEvents),
		"JSON lines, CRLF": batch("\ufeff"+crlf.Replace(jsonOffers), crlf.Replace(jsonCustomers), crlf.Replace(jsonEvents)),
		"mixed":            batch(jsonOffers, someCustomers, jsonEvents),
		"no last line end": batch(strings.TrimSpace(jsonOffers), strings.TrimSpace(someCustomers), strings.TrimSpace(someEvents)),
		"blank lines":      batch("\n \r\n"+someOffers+"\n\n", "\r\n"+someCustomers+"\r\n", "\n"+jsonEvents+"  \n"),
		"other names":      {member("a", []byte(someEvents)), member("b", []byte(someOffers)), member("c", []byte(someCustomers))},
		"with dictionary":  append(batch(someOffers, someCustomers, someEvents), member("d.csv", []byte("Table,Field,Description\n"))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clean(t, members, Options{})
			equal(t, want, c.digests())
			if rejects := c.rejects.First(); len(rejects) > 0 {
				t.Errorf("rejected %+v", rejects)
			}
		})
	}
}

func TestUnusableFiles(t *testing.T) {
	t.Parallel()
	good := batch(someOffers, someCustomers, someEvents)
	with := func(name, text string) []Member { return append(good[:2:2], member(name, []byte(text))) }
	for name, test := range map[string]struct {
		members []Member
		want    []string // in the sentence
	}{
		"nothing":           {nil, []string{"no file with offers, customers, events"}},
		"missing table":     {good[:2], []string{"no file with events", "customer_id, event, value, time"}},
		"same table twice":  {append(good[:3:3], member("more.csv", []byte(someOffers))), []string{"offers.csv and more.csv", "one file for each table"}},
		"missing column":    {with("events.csv", "customer_id,event,time\n"), []string{"events.csv looks like events", "no column value", `"customer_id,event,time"`}},
		"missing key":       {with("e.json", `{"person":"x","event":"y","value":{}}`), []string{"e.json looks like events", "no column time"}},
		"column twice":      {with("events.csv", "customer_id,event,value,time,Time\n"), []string{"more than one column time"}},
		"two tables":        {with("all.csv", "customer_id,event,value,time,became_member_on,gender,age,income\n"), []string{"both customers and events"}},
		"unknown":           {with("notes.csv", "a,b,c\n1,2,3\n"), []string{"notes.csv is none of the expected files", `"a,b,c"`, "offers (offer_id"}},
		"semicolons":        {with("events.csv", "customer_id;event;value;time\n"), []string{"events.csv has its columns separated by semicolons", "with commas"}},
		"quoted semicolons": {with("events.csv", `"customer_id";"event";"value";"time"`+"\r\n"), []string{"events.csv has its columns separated by semicolons"}},
		"tabs":              {with("events.csv", "customer_id\tevent\tvalue\ttime\n"), []string{"events.csv has its columns separated by tabs"}},
		"CR alone":          {with("events.csv", "customer_id,event,value,time\rx,y,z,0\r"), []string{"events.csv ends its lines with CR alone"}},
		"UTF-16":            {with("events.csv", "\xff\xfec\x00u\x00s\x00t\x00"), []string{"events.csv is text in UTF-16: save it as UTF-8"}},
		"zeros":             {with("events.csv", strings.Repeat("\x00", 100_000)), []string{"events.csv is not text", "Expected CSV"}},
		"prose":             {with("README.md", "# The \"data\"\n\nSome words"), []string{"README.md", "the header of a CSV file"}},
		"binary":            {with("events.parquet", "PAR1\x00\x01\x02\xff"), []string{"events.parquet", `"PAR1\x00\x01\x02\xff"`}},
		"HTML":              {with("events.csv", "\n<!DOCTYPE html><html><script>alert(1)</script>"), []string{"events.csv is a web page", "login"}},
		"empty":             {with("events.csv", ""), []string{"events.csv is empty"}},
		"only spaces":       {with("events.csv", "\ufeff \r\n\n"), []string{"events.csv is empty"}},
		"only a header":     {with("events.csv", "customer_id,event,value,time\r\n\r\n"), []string{"events.csv has no rows"}},
		"JSON array":        {with("events.json", `[{"person":"x"}]`), []string{"events.json"}},
		"half an object":    {with("events.json", `{"person":"x",`), []string{"events.json begins like JSON lines"}},
		"pretty JSON":       {with("events.json", "{\n \"person\": \"x\"}"), []string{"first line is not a JSON object"}},
		"long header":       {with("events.csv", strings.Repeat("é", 1<<20)), []string{"events.csv is none of", "é\"…"}},
		"long JSON header":  {with("events.json", `{"person": "`+strings.Repeat("x", 1<<20)), []string{"events.json is none of"}},
		"no good offers":    {batch("offer_id,offer_type,difficulty,reward,duration,channels\n,,,,,\n", someCustomers, someEvents), []string{"No row of offers can be used, out of 1", reasonNoOfferID, "offers.csv, line 2"}},
		"too many offers":   {batch(manyOffers(maxOffers+1), someCustomers, someEvents), []string{"more than 10000 offers"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryClean(t, test.members, Options{})
			var data *DataError
			if !errors.As(err, &data) {
				t.Fatalf("got %v, want a DataError", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in: %s", want, err)
				}
			}
			if len(err.Error()) > 600 {
				t.Errorf("a sentence of %d bytes: %.700s", len(err.Error()), err)
			}
		})
	}
}

func manyOffers(n int) string {
	var b strings.Builder
	b.WriteString("offer_id,offer_type,difficulty,reward,duration,channels\n")
	for i := range n {
		b.WriteString("offer" + strings.Repeat("x", i%100) + string(rune('a'+i/100%26)) + string(rune('a'+i/2600)) + ",bogo,1,1,1,[]\n")
	}
	return b.String()
}

// TestReadErrors has what may pass: it is no DataError, and the cause can be told.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for name, open := range map[string]func(context.Context) (io.ReadCloser, error){
		"open": func(context.Context) (io.ReadCloser, error) { return nil, broken },
		"read": func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader(someEvents), failing{broken})), nil
		},
		"read on": func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader(someEvents+strings.Repeat("c1,transaction,{'amount': 1},1\n", 100_000)), failing{broken})), nil
		},
	} {
		members := append(batch(someOffers, someCustomers, "")[:2], Member{Name: "events.csv", Open: open})
		_, err := tryClean(t, members, Options{})
		var data *DataError
		if !errors.Is(err, broken) || errors.As(err, &data) || !strings.Contains(err.Error(), "events.csv") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestCancel(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Read(ctx, batch(someOffers, someCustomers, someEvents), Options{
		Buckets: 4, Scratch: t.TempDir(), Rejects: NewRejects(io.Discard), Progress: func(int64, int64) { cancel() },
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDictionary(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"Latin-1":    "Table,Field,Description\r\noffers,,Details on \xabcaf\xe9\xbb\r\nragged\r\nevents,time,\"Hours, from \"\"0\"\"\"\r\n",
		"UTF-8":      "\ufefftable,field,description\noffers,,Details on «café»\n\nevents,time,\"Hours, from \"\"0\"\"\"\n",
		"JSON lines": `{"Table":"offers","Field":null,"Description":"Details on «café»"}` + "\n" + `{"Table":"events","Field":"time","Description":"Hours, from \"0\""}`,
	} {
		c := clean(t, append(batch(someOffers, someCustomers, someEvents), member(name, []byte(text))), Options{})
		equal(t, []FieldDescription{{"offers", "", "Details on «café»"}, {"events", "time", `Hours, from "0"`}}, c.tables.Dictionary)
	}
}
