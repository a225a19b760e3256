package etl_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cafe-rewards/etl"
	"cafe-rewards/etl/lake"
	"cafe-rewards/etl/sample"
)

// TestBadInput: whatever comes instead of good files, a run says what is wrong and where, the version before it stays, and the
// next good files are loaded as if nothing had been.
func TestBadInput(t *testing.T) {
	t.Parallel()
	events := sample.EventsFile
	for name, c := range map[string]struct {
		spoil func(t *testing.T, folder string)
		says  []string
	}{
		"HTML instead of CSV": {put(events, "<!DOCTYPE html><html><body>Sign in</body></html>"), []string{"events.csv is a web page"}},
		"wrong header":        {put(events, "a,b,c\n1,2,3\n"), []string{"events.csv", "customer_id"}},
		"missing column":      {change(events, "customer_id,event,value,time", "customer_id,event,value,hour"), []string{"events.csv", "time"}},
		"empty file":          {put(events, ""), []string{"events.csv"}},
		"only a header":       {put(events, "customer_id,event,value,time\n"), []string{"events"}},
		"missing file":        {remove(sample.OffersFile), []string{"offers"}},
		"no files":            {empty, []string{"no "}},
		"truncated gzip":      {pack(events, func(b []byte) []byte { return b[:len(b)/2] }), []string{"events.csv.gz"}},
		"broken gzip":         {pack(events, func(b []byte) []byte { b[len(b)/2] ^= 0xff; return b }), []string{"events.csv.gz"}},
		"gzip bomb":           {bomb(events), []string{"events.csv.gz"}},
		"not a gzip":          {put("events.csv.gz", "customer_id"), []string{"events.csv"}},
		"truncated zip":       {archive("all.zip", events, func(b []byte) []byte { return b[:len(b)-40] }), []string{"all.zip"}},
		"path in a zip":       {archive("all.zip", "../../etc/cron.d/events.csv", nil), []string{"all.zip", "../"}},
		"the same table twice": {func(t *testing.T, folder string) {
			write(t, filepath.Join(folder, "more.csv"), read(t, filepath.Join(folder, events)))
		}, []string{"events.csv", "more.csv"}},
		"too many rejects": {add(events, strings.Repeat("nobody,transaction,{'amount': 1.00},0\n", 2000)), []string{"events", "more than 1 %", "line"}},
		"Latin-1 everywhere": {func(t *testing.T, folder string) {
			path := filepath.Join(folder, events)
			write(t, path, bytes.ReplaceAll(read(t, path), []byte("transaction"), []byte("transacci\xf3n")))
		}, []string{"events", "line"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := sampleFolder(t, 120)
			good := map[string][]byte{}
			for _, file := range []string{sample.CustomersFile, sample.OffersFile, sample.EventsFile, sample.DictionaryFile} {
				good[file] = read(t, filepath.Join(folder, file))
			}
			p := newProgramme(t, folder)
			if err := p.Run(t.Context(), "start"); err != nil {
				t.Fatal(err)
			}
			sales := figure[int64](t, p.pool, "select sum(amount_cents)::bigint from live.fact_transaction")
			c.spoil(t, folder)
			err := p.Run(t.Context(), "schedule")
			if err == nil {
				t.Fatal("the run succeeds")
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("it says %q, and not %q", err, part)
				}
			}
			if etl.Temporary(err) {
				t.Errorf("it would be tried again: %v", err)
			}
			if got := figure[int64](t, p.pool, "select sum(amount_cents)::bigint from live.fact_transaction"); got != sales {
				t.Errorf("sales are %d, were %d", got, sales)
			}
			if message := figure[string](t, p.pool, "select message from pipeline.run where state = 'failed'"); !strings.Contains(message, "Version 1 stays published.") {
				t.Errorf("the history says %q", message)
			}
			left, _ := filepath.Glob(filepath.Join(folder, "*"))
			for _, path := range left {
				os.Remove(path)
			}
			for file, content := range good {
				write(t, filepath.Join(folder, file), content)
			}
			addPurchase(t, folder, 123)
			if err := p.Run(t.Context(), "schedule"); err != nil {
				t.Fatalf("the next good files fail: %v", err)
			}
			if got := figure[int64](t, p.pool, "select sum(amount_cents)::bigint from live.fact_transaction"); got != sales+123 {
				t.Errorf("then sales are %d, want %d", got, sales+123)
			}
		})
	}
}

// TestBadRows: single rows that are no good are rejected with file, line and reason; the rest is loaded, and every row is accounted for.
func TestBadRows(t *testing.T) {
	t.Parallel()
	folder := sampleFolder(t, 400)
	path := filepath.Join(folder, sample.EventsFile)
	first := strings.Split(strings.SplitN(string(read(t, path)), "\n", 3)[1], ",")[0]
	before := int64(bytes.Count(read(t, path), []byte("\n")))
	bad := []string{
		"nobody,transaction,{'amount': 1.00},0", first + ",offer received,{'offer id': 'no such offer'},0", first + ",transaction,{'amount': -3.00},0",
		first + ",transaction,{'amount': 1e300},0", first + ",transaction,{'amount': nan},0", first + ",transaction,{'amount': 1.005},0", first + ",transaction,{'amount': 1.00},-6",
		first + ",transaction,{'amount': 1.00},99999999999", first + ",transaction,not a dict,0", first + ",refund,{'amount': 1.00},0", first + ",transaction", "\x00\x00,\x00,\x00,\x00",
		first + ",transaction,{'amount': 1.00},0\xff", "'; drop table events; --,transaction,{'amount': 1.00},0", strings.Repeat("x", 3<<20) + ",transaction,{'amount': 1.00},0",
	}
	add(sample.EventsFile, strings.Join(bad, "\n")+"\n")(t, folder)
	add(sample.CustomersFile, "late,29990101,F,30,50000\nold,20170101,F,900,50000\nnodate,20171399,F,30,50000\n")(t, folder)
	p := newProgramme(t, folder)
	if err := p.Run(t.Context(), "start"); err != nil {
		t.Fatal(err)
	}
	if got := figure[int64](t, p.pool, "select count(*) from pipeline.reject where table_name = 'events'"); got != int64(len(bad)) {
		t.Errorf("%d events are rejected, want %d", got, len(bad))
	}
	if got := figure[int64](t, p.pool, "select count(*) from pipeline.reject where table_name = 'customers'"); got != 3 {
		t.Errorf("%d customers are rejected, want 3", got)
	}
	if got := figure[bool](t, p.pool, "select bool_and(file <> '' and line > 0 and reason <> '') from pipeline.reject"); !got {
		t.Error("a reject lacks its file, line or reason")
	}
	if got := figure[int64](t, p.pool, "select min(line) from pipeline.reject where table_name = 'events'"); got != before+1 {
		t.Errorf("the first rejected line is %d, want %d", got, before+1)
	}
	if got := figure[int64](t, p.pool, "select count(*) from pipeline.row_count where landed <> loaded + duplicate + rejected"); got != 0 {
		t.Errorf("%d tables do not add up", got)
	}
	files, err := p.lake.List(t.Context(), "trusted/rejects/")
	if err != nil || len(files) != 1 {
		t.Errorf("the lake has %v of rejects (%v)", files, err)
	}
}

// TestSameRowsInOtherFiles: CRLF, a byte order mark, gzip, zip, another order of columns and JSON lines make no other version.
func TestSameRowsInOtherFiles(t *testing.T) {
	t.Parallel()
	folder := sampleFolder(t, 120)
	p := newProgramme(t, folder)
	if err := p.Run(t.Context(), "start"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, sample.EventsFile)
	good := map[string][]byte{}
	for _, file := range []string{sample.CustomersFile, sample.OffersFile, sample.EventsFile} {
		good[file] = read(t, filepath.Join(folder, file))
	}
	for _, again := range []func(){
		func() { write(t, path, bytes.ReplaceAll(read(t, path), []byte("\n"), []byte("\r\n"))) },
		func() { write(t, path, append([]byte("\xef\xbb\xbf"), read(t, path)...)) },
		func() { rewrite(t, path, swapped) },
		func() { pack(sample.EventsFile, nil)(t, folder) },
		func() { archive("customers.zip", sample.CustomersFile, nil)(t, folder) },
		func() {
			empty(t, folder)
			for file, content := range good {
				write(t, filepath.Join(folder, file), content)
			}
			for file, names := range map[string]map[string]string{
				sample.OffersFile: {"offer_id": "id"}, sample.CustomersFile: {"customer_id": "id"}, sample.EventsFile: {"customer_id": "person"},
			} {
				rewrite(t, filepath.Join(folder, file), func(rows [][]string) []byte { return jsonLines(t, rows, names) })
				if err := os.Rename(filepath.Join(folder, file), filepath.Join(folder, strings.TrimSuffix(file, ".csv")+".json")); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		again()
		if err := p.Run(t.Context(), "schedule"); err != nil {
			t.Fatal(err)
		}
		if got := figure[int](t, p.pool, "select version from warehouse.current_version"); got != 1 {
			t.Errorf("version %d was made of the same rows", got)
		}
		for _, zone := range []lake.Zone{lake.Trusted, lake.Enriched} {
			if versions, err := p.lake.Versions(t.Context(), zone); err != nil || len(versions) != 1 {
				t.Errorf("%s has versions %v (%v)", zone, versions, err)
			}
		}
		// Now that they are known, they need not be read again.
		if err := p.Run(t.Context(), "schedule"); err != nil {
			t.Fatal(err)
		}
		if got := figure[string](t, p.pool, "select string_agg(stage, ' ' order by position) from pipeline.stage where run_id = (select max(run_id) from pipeline.run)"); got != "land" {
			t.Errorf("the same files once more took the stages %s", got)
		}
	}
	if got := figure[int](t, p.pool, "select count(*) from pipeline.run where state = 'unchanged'"); got != 12 {
		t.Errorf("%d of 12 runs found nothing new", got)
	}
}

// TestOtherProgramme: nothing is wired to the data set: other channels, terms, hours, several purchases in an hour.
func TestOtherProgramme(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "a.csv"), []byte("channels,offer_id,duration,reward,difficulty,offer_type\n\"['push', 'sms']\",o1,1,2.50,5,cashback\n\"['sms']\",o2,3,0,0,informational\n"))
	write(t, filepath.Join(folder, "b.csv"), []byte("age,customer_id,income,gender,became_member_on\n118,c1,,,20200101\n33,c2,45000,X,20210101\n"))
	write(t, filepath.Join(folder, "c.csv"), []byte(strings.Join([]string{
		"time,customer_id,value,event",
		"1,c1,{'offer id': 'o1'},offer received", "2,c1,{'offer id': 'o1'},offer viewed",
		`7,c1,"{'offer_id': 'o1', 'reward': 2.5}",offer completed`, "7,c1,{'amount': 3.00},transaction", "7,c1,{'amount': 2.00},transaction",
		"1,c2,{'offer id': 'o1'},offer received", `40,c2,"{'offer_id': 'o1', 'reward': 2.5}",offer completed`, // too late: it ran out after 24 hours
		`0,c2,"{'offer_id': 'o1', 'reward': 2.5}",offer completed`, // before it was received
		"900,c2,{'amount': 9.99},transaction", "",
	}, "\n")))
	p := newProgramme(t, folder)
	if err := p.Run(t.Context(), "start"); err != nil {
		t.Fatal(err)
	}
	for sql, want := range map[string]int64{
		"select count(*) from consumption.offer_receipts":                                                                                                             2,
		"select count(*) from consumption.offer_receipts where completed_time_id = 7 and completed_after_view":                                                        1,
		"select count(*) from consumption.unmatched_events":                                                                                                           2,
		"select count(*) from consumption.offer_receipts where channels = 'push|sms' and age is null":                                                                 1,
		"select count(*) from consumption.transactions where offers_completed = 1":                                                                                    2,
		"select count(*) from live.dim_time where time_id = 900":                                                                                                      1,
		"select count(*) from consumption.channel_effectiveness_audited where channel in ('push', 'sms')":                                                             2,
		"select (100 * sum(amount))::bigint from consumption.transactions":                                                                                            1499,
		"select count(*) from live.fact_events where offer_key is not null and customer_key in (select customer_key from live.dim_customer where customer_id = 'c1')": 2,
	} {
		if got := figure[int64](t, p.pool, sql); got != want {
			t.Errorf("%s = %d, want %d", sql, got, want)
		}
	}
}

// TestSourceAway: a server that does not answer is worth another try; one that says no for good is not.
func TestSourceAway(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	p := newProgramme(t, server.URL+"/cafe.zip")
	if err := p.Run(t.Context(), "start"); err == nil || etl.Temporary(err) || !strings.Contains(err.Error(), "404") {
		t.Errorf("404 gives %v, temporary %t", err, etl.Temporary(err))
	}
	folder := filepath.Join(t.TempDir(), "unplugged")
	if err := os.Rename(sampleFolder(t, 120), folder); err != nil {
		t.Fatal(err)
	}
	gone := newProgramme(t, folder)
	if err := gone.Run(t.Context(), "start"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(folder, folder+".away"); err != nil {
		t.Fatal(err)
	}
	if err := gone.Run(t.Context(), "schedule"); err == nil || !strings.Contains(err.Error(), "unplugged does not exist") {
		t.Errorf("a folder that is gone gives %v", err)
	}
	if message := figure[string](t, gone.pool, "select message from pipeline.run where state = 'failed'"); !strings.Contains(message, "Version 1 stays published.") {
		t.Errorf("the history says %q", message)
	}
	if err := os.Rename(folder+".away", folder); err != nil {
		t.Fatal(err)
	}
	if err := gone.Run(t.Context(), "schedule"); err != nil {
		t.Errorf("once it is back: %v", err)
	}
}

// TestClockTurnedBack: what is newest is told by what is there, not by the clock.
func TestClockTurnedBack(t *testing.T) {
	t.Parallel()
	folder := sampleFolder(t, 120)
	p := newProgramme(t, folder)
	for version := 1; version <= 3; version++ {
		if err := p.Run(t.Context(), "start"); err != nil {
			t.Fatal(err)
		}
		if got := figure[int](t, p.pool, "select version from warehouse.current_version"); got != version {
			t.Fatalf("version %d, want %d", got, version)
		}
		addPurchase(t, folder, version)
		past := time.Now().AddDate(-version, 0, 0)
		if err := os.Chtimes(filepath.Join(folder, sample.EventsFile), past, past); err != nil {
			t.Fatal(err)
		}
	}
}
