package server_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"cafe-rewards/server/tablefile"
)

const (
	excelType   = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	parquetType = "application/vnd.apache.parquet"
)

func readCSV(t *testing.T, body string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readExcel is the first sheet of a workbook, as the cells are in the file.
func readExcel(t *testing.T, body string) (*excelize.File, [][]string) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	rows, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows { // GetRows leaves out the empty cells at the end
		rows[i] = append(rows[i], make([]string, len(rows[0])-len(rows[i]))...)
	}
	return f, rows
}

// readParquet is a Parquet file with each value as Postgres would write it in a CSV.
func readParquet(t *testing.T, body string) (*parquet.File, [][]string) {
	t.Helper()
	f, err := parquet.OpenFile(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	fields := f.Schema().Fields()
	all := [][]string{nil}
	for _, field := range fields {
		all[0] = append(all[0], field.Name())
	}
	r := parquet.NewReader(f)
	defer r.Close()
	buffer := make([]parquet.Row, 64)
	for {
		n, err := r.ReadRows(buffer)
		for _, row := range buffer[:n] {
			cells := make([]string, len(row))
			for i, v := range row {
				cells[i] = plain(v, fields[i].Type())
			}
			all = append(all, cells)
		}
		if errors.Is(err, io.EOF) {
			return f, all
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func plain(v parquet.Value, declared parquet.Type) string {
	switch {
	case v.IsNull():
		return ""
	case v.Kind() == parquet.Boolean:
		return strconv.FormatBool(v.Boolean())
	case v.Kind() == parquet.Double:
		return strconv.FormatFloat(v.Double(), 'g', -1, 64)
	case v.Kind() == parquet.Int32:
		return time.Unix(int64(v.Int32())*86_400, 0).UTC().Format(time.DateOnly)
	case strings.HasPrefix(declared.String(), "DECIMAL"):
		return fmt.Sprintf("%d.%02d", v.Int64()/100, v.Int64()%100) // none is negative here
	}
	return v.String()
}

// boolean is true or false where a CSV says so, as this program or as Postgres does.
func boolean(cell string) string {
	return map[string]string{"t": "true", "true": "true", "f": "false", "false": "false"}[cell]
}

// same compares a cell of a CSV with that of another file: as numbers or booleans where both are, to the letter otherwise. Only a CSV needs
// its formulas guarded: elsewhere cells have types.
func same(a, b string) bool {
	if guarded := strings.TrimPrefix(a, "'"); guarded != a && tablefile.Guarded(guarded) == a {
		a = guarded
	}
	x, errA := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	return a == b || boolean(a) != "" && boolean(a) == boolean(b) || errA == nil && errB == nil && x == y
}

func compare(t *testing.T, what string, want, got [][]string) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s has %d rows, not %d", what, len(got), len(want))
		return
	}
	for i := range want {
		if !slices.EqualFunc(want[i], got[i], same) {
			t.Errorf("%s, row %d, wanted first:\n%s", what, i, cmp.Diff(want[i], got[i]))
			return
		}
	}
}

// TestVisualFiles: every format of every visual has the same figures, and says what they are.
func TestVisualFiles(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, name := range []string{"funnel", "overview", "age-completion", "channel-offers", "completion-by-offer", "hours-histogram", "activity-by-day"} {
		want := readCSV(t, s.get(t, "/visuals/"+name+".csv").body)
		excel := s.get(t, "/visuals/"+name+".xlsx")
		book, rows := readExcel(t, excel.body)
		for i, row := range rows {
			for j := range row {
				if i == 0 {
					row[j] = want[0][j] // Excel has the label, for people
				} else if boolean(want[i][j]) != "" {
					row[j] = map[string]string{"1": "true", "0": "false"}[row[j]]
				}
			}
		}
		compare(t, name+".xlsx", want, rows)
		if linked, target, err := linkIn(book, s.URL+"/visuals/"+name); !linked || err != nil {
			t.Errorf("%s.xlsx leads to %q (%v)", name, target, err)
		}
		columnar := s.get(t, "/visuals/"+name+".parquet")
		file, rows := readParquet(t, columnar.body)
		compare(t, name+".parquet", want, rows)
		if version, ok := file.Lookup("data_version"); !ok || version != "1" {
			t.Errorf("%s.parquet is of data version %q", name, version)
		}
		for extension, a := range map[string]answer{"xlsx": excel, "parquet": columnar} {
			if got := a.Header.Get("Content-Disposition"); got != `attachment; filename="`+name+`_v1.`+extension+`"` || a.Header.Get("X-Data-Version") != "1" {
				t.Errorf("%s.%s is sent with %v", name, extension, a.Header)
			}
		}
		if excel.Header.Get("Content-Type") != excelType || columnar.Header.Get("Content-Type") != parquetType {
			t.Errorf("%s is sent as %s and %s", name, excel.Header.Get("Content-Type"), columnar.Header.Get("Content-Type"))
		}
	}
}

// TestFilteredFiles: a file says which filters its figures are under, and leads to the page that has them.
func TestFilteredFiles(t *testing.T) {
	t.Parallel()
	s := standing(t)
	want := readCSV(t, s.get(t, "/visuals/funnel.csv?channel=web").body)
	if all := readCSV(t, s.get(t, "/visuals/funnel.csv").body); fmt.Sprint(all) == fmt.Sprint(want) {
		t.Fatal("the filter changes nothing")
	}
	book, rows := readExcel(t, s.get(t, "/visuals/funnel.xlsx?channel=web").body)
	compare(t, "funnel.xlsx", want[1:], rows[1:])
	if linked, _, err := linkIn(book, s.URL+"/visuals/funnel?channel=web"); !linked || err != nil {
		t.Errorf("the workbook does not lead to its page (%v)", err)
	}
	file, rows := readParquet(t, s.get(t, "/visuals/funnel.parquet?channel=web").body)
	compare(t, "funnel.parquet", want, rows)
	if filters, _ := file.Lookup("filters"); filters != `{"channel":["web"]}` {
		t.Errorf("the Parquet file says %s", filters)
	}
	contains(t, "the JSON", s.get(t, "/visuals/funnel.json?channel=web").body, `"filters":{"channel":["web"]}`)
}

// linkIn looks for an address among the links of the sheet About.
func linkIn(f *excelize.File, address string) (bool, string, error) {
	rows, err := f.GetRows("About")
	for i := range rows {
		if linked, target, err := f.GetCellHyperLink("About", "B"+strconv.Itoa(i+1)); linked && target == address || err != nil {
			return linked, target, err
		}
	}
	return false, "", err
}

// TestExportFiles: an export as Excel and as Parquet has the rows of its CSV, cell by cell, with types.
func TestExportFiles(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, table := range []string{"offer_receipts", "transactions", "completion_summary", "customers", "unmatched_events", "offer_completion_audited", "activity_per_day"} {
		conn, err := s.pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer // without the apostrophes that a CSV needs
		_, err = conn.Conn().PgConn().CopyTo(t.Context(), &text, "copy (select * from consumption."+table+") to stdout (format csv, header)")
		conn.Release()
		if err != nil {
			t.Fatal(err)
		}
		want := readCSV(t, text.String())

		excel := s.get(t, "/exports/"+table+".xlsx")
		book, rows := readExcel(t, excel.body)
		for i, row := range rows[1:] {
			for j, cell := range row {
				switch text := want[i+1][j]; {
				case boolean(text) != "":
					row[j] = map[string]string{"1": "true", "0": "false"}[cell]
				case cell != "" && want[0][j] == "member_since":
					days, err := strconv.Atoi(cell)
					if err != nil {
						t.Fatal(err)
					}
					row[j] = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days).Format(time.DateOnly)
				}
			}
		}
		compare(t, table+".xlsx", want, rows)
		if sheets := book.GetSheetList(); !slices.Equal(sheets, []string{table, "About"}) {
			t.Errorf("%s.xlsx has the sheets %q", table, sheets)
		}
		columnar := s.get(t, "/exports/"+table+".parquet")
		_, rows = readParquet(t, columnar.body)
		compare(t, table+".parquet", want, rows)

		csv := s.get(t, "/exports/"+table+".csv")
		for extension, a := range map[string]answer{"xlsx": excel, "parquet": columnar} {
			for _, same := range []string{"X-Row-Count", "X-Data-Version", "Last-Modified", "Cache-Control"} {
				if a.Header.Get(same) != csv.Header.Get(same) || a.Header.Get(same) == "" {
					t.Errorf("%s.%s has %s %q, the CSV %q", table, extension, same, a.Header.Get(same), csv.Header.Get(same))
				}
			}
			if a.Header.Get("X-Row-Count") != strconv.Itoa(len(want)-1) || a.Header.Get("Content-Encoding") != "" {
				t.Errorf("%s.%s is sent with %v", table, extension, a.Header)
			}
			contains(t, table+"."+extension, a.Header.Get("Content-Disposition"), fmt.Sprintf("%s_v1_%drows.%s", table, len(want)-1, extension))
			tag := a.Header.Get("ETag")
			if again := s.get(t, "/exports/"+table+"."+extension, "If-None-Match", tag); !strings.HasPrefix(tag, "W/") || tag == csv.Header.Get("ETag") || again.StatusCode != http.StatusNotModified {
				t.Errorf("%s.%s: ETag %s answers %d", table, extension, tag, again.StatusCode)
			}
			if head := s.send(t, http.MethodHead, "/exports/"+table+"."+extension); head.StatusCode != http.StatusOK || head.Header.Get("X-Row-Count") != a.Header.Get("X-Row-Count") {
				t.Errorf("HEAD %s.%s: %d, %v", table, extension, head.StatusCode, head.Header)
			}
		}
		if excel.Header.Get("Content-Type") != excelType || columnar.Header.Get("Content-Type") != parquetType {
			t.Errorf("%s is sent as %s and %s", table, excel.Header.Get("Content-Type"), columnar.Header.Get("Content-Type"))
		}
	}
	customers, _ := readExcel(t, s.get(t, "/exports/customers.xlsx").body)
	for i := 1; ; i++ {
		at := "A" + strconv.Itoa(i)
		id, err := customers.GetCellValue("customers", at)
		if err != nil || id == "" {
			t.Fatalf("there is no customer =1+1 (%v)", err)
		}
		if id != "=1+1" {
			continue
		}
		kind, err := customers.GetCellType("customers", at)
		if formula, _ := customers.GetCellFormula("customers", at); formula != "" || kind != excelize.CellTypeInlineString || err != nil {
			t.Errorf("the id =1+1 is a cell of type %v with formula %q (%v)", kind, formula, err)
		}
		break
	}
	page := s.get(t, "/exports/").body
	contains(t, "the exports page", page, `href="/exports/customers.csv"`, `href="/exports/customers.xlsx"`, `href="/exports/customers.parquet"`)
}

// TestExportTypes: amounts are exact to the cent or refused, and what has no type of its own is text.
func TestExportTypes(t *testing.T) {
	t.Parallel()
	s := published(t)
	for _, statement := range []string{
		`create view consumption.kinds as select 1234567.5::numeric as dollars, 1e-30::numeric as tiny, 7::real as real, '2026-11-24 09:00:00.123456+00'::timestamptz as at, '{1,2}'::int[] as list, 'f'::char(1) as letter, null::numeric as nothing, 5::bigint as whole`,
		`comment on column consumption.kinds.dollars is 'Sum (US dollars).'`, `comment on column consumption.kinds.nothing is 'Nothing (US dollars).'`, `comment on column consumption.kinds.whole is 'Whole (US dollars).'`,
		`create view consumption.fractions as select 0.005::numeric as amount`, `comment on column consumption.fractions.amount is 'Half a cent (US dollars).'`,
		`create view consumption.long_text as select repeat('x', 32768) as text`,
	} {
		if _, err := s.pool.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	file, rows := readParquet(t, s.get(t, "/exports/kinds.parquet").body)
	want := `message rows {
	optional int64 dollars (DECIMAL(18,2));
	optional binary tiny (STRING);
	optional double real;
	optional int64 at (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
	optional binary list (STRING);
	optional binary letter (STRING);
	optional int64 nothing (DECIMAL(18,2));
	optional int64 whole (INT(64,true));
}`
	if diff := cmp.Diff(want, file.Schema().String()); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	at := strconv.FormatInt(time.Date(2026, 11, 24, 9, 0, 0, 123456000, time.UTC).UnixMicro(), 10)
	if diff := cmp.Diff([]string{"1234567.50", "0.000000000000000000000000000001", "7", at, "{1,2}", "f", "", "5"}, rows[1]); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
	for _, extension := range []string{".xlsx", ".parquet"} {
		response, err := http.Get(s.URL + "/exports/fractions" + extension)
		if err != nil {
			continue // broken off before anything was sent
		}
		_, err = io.ReadAll(response.Body)
		response.Body.Close()
		if err == nil && response.StatusCode == http.StatusOK {
			t.Errorf("half a cent is exported as %s", extension)
		}
	}
	if a := s.get(t, "/exports/long_text.xlsx"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "32,768") || !strings.Contains(a.body, "Parquet") {
		t.Errorf("a text that Excel cannot hold answers %d: %s", a.StatusCode, a.body)
	}
	if _, rows := readParquet(t, s.get(t, "/exports/long_text.parquet").body); len(rows[1][0]) != 32768 {
		t.Errorf("a long text has %d characters in Parquet", len(rows[1][0]))
	}
	for path, want := range map[string]int{"/exports/customers.json": 404, "/exports/customers.xlsx?bom=1": 400, "/visuals/funnel.parquet?bom=1": 400, "/exports/nope.xlsx": 404, "/visuals/nope.xlsx": 404} {
		if got := s.get(t, path).StatusCode; got != want {
			t.Errorf("%s answers %d, wanted %d", path, got, want)
		}
	}
}

// TestBrokenExportFiles: when Postgres goes away in the middle, no client takes the file for whole.
func TestBrokenExportFiles(t *testing.T) {
	t.Parallel()
	s := published(t)
	// Rows that hardly compress: more than the buffers of a connection take.
	_, err := s.pool.Exec(t.Context(), "create view consumption.endless as select n, "+strings.Repeat("md5((n * random())::text) || ", 8)+"'' as text from generate_series(1, 100000) n")
	if err != nil {
		t.Fatal(err)
	}
	for _, extension := range []string{"xlsx", "parquet"} {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /exports/endless.%s HTTP/1.1\r\nHost: x\r\n\r\n", extension)
		conn.SetReadDeadline(time.Now().Add(60 * time.Second))
		first := make([]byte, 4096)
		if _, err := io.ReadFull(conn, first); err != nil || !bytes.Contains(first, []byte("200 OK")) {
			t.Fatalf("the export begins with %.100q (%v)", first, err)
		}
		s.until(t, "its query is ended", func() bool {
			var ended bool
			err := s.pool.QueryRow(t.Context(), `select coalesce(bool_or(pg_terminate_backend(pid)), false) from pg_stat_activity where query like 'select "n", "text"::text%endless%' and pid <> pg_backend_pid() and datname = current_database()`).Scan(&ended)
			return err == nil && ended
		})
		rest, _ := io.ReadAll(conn)
		if bytes.HasSuffix(rest, []byte("0\r\n\r\n")) {
			t.Errorf("a broken %s ends as a whole one does", extension)
		}
	}
	if status := s.get(t, "/livez").StatusCode; status != http.StatusOK {
		t.Errorf("after that the server answers %d", status)
	}
}
