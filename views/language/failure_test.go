package language_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cafe-rewards/sql/checks"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// failing are the files of the pipeline whose errors users meet: what comes from outside is no good, or is not there. Those of the others say that
// the program or its database is at fault.
var failing = []string{
	"etl/errors.go", "etl/build.go", "etl/source/*.go", "etl/trusted/*.go", "etl/enriched/*.go", "etl/warehouse/check.go",
	"etl/lake/land.go", "etl/lake/limits.go", "etl/lake/members.go", "etl/lake/unpack.go", "etl/lake/zip.go", "etl/lake/kind.go",
}

// forOperators are errors in these files that say the same of the program or its database.
var forOperators = regexp.MustCompile(`^(take bucket|write offers as Parquet|read raw files|remove rows|check version|make version|\{\}\.sql|attach the|take the tables|record what|load the offers|the directory is too long)`)

// elsewhere are sentences of other files that a failure may be made of, and those of the system and of quantity, which counts.
var elsewhere = []string{
	"the file name {} is taken by the lake's own manifest", "there are two files named {}", "{} {} in the lake: {}", "{} {} in the lake: its disk is full: make room, or move the lake: {}",
	"another load of the warehouse is going on", "It is tried again in a while.", "1 other reason", "{} other reasons", "{} rows", "{}; {}", "{} (check {}; for example {}) {}",
	"no space left on device", "permission denied", "connection refused", "context deadline exceeded",
}

// sentences are the texts in a file that errors are made of, with {} for what is filled in.
func sentences(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch of := n.Fun.(type) {
			case *ast.SelectorExpr:
				name = of.Sel.Name
			case *ast.Ident:
				name = of.Name
			}
			switch {
			case len(n.Args) == 0:
			case slices.Contains([]string{"Errorf", "dataErrorf", "Sprintf", "New", "errRedirect"}, name):
				found = append(found, written(n.Args[0]))
			case name == "Fprintf":
				found = append(found, continued(written(n.Args[1])))
			case name == "WriteString":
				found = append(found, continued(written(n.Args[0])))
			}
		case *ast.CompositeLit:
			if len(n.Elts) == 3 && strings.HasSuffix(path, "kind.go") {
				found = append(found, written(n.Elts[0]))
			}
		case *ast.ValueSpec:
			if of, ok := n.Type.(*ast.Ident); ok && of.Name == "kind" {
				found = append(found, written(n.Values[0]))
			}
		}
		return true
	})
	for i, text := range found {
		found[i] = strings.TrimSpace(filledIn(text))
	}
	return slices.DeleteFunc(found, func(text string) bool { return !words.MatchString(text) })
}

// written is a text in a file, which may be in several lines; empty for what is no text.
func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return written(e.X) + written(e.Y)
	}
	return ""
}

// continued is what is written to a sentence that goes on, unless it ends there.
func continued(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, ")") {
		return text
	}
	return strings.TrimSpace(text) + " %s"
}

// words tells a sentence from the like of {'amount': 5.00}.
var words = regexp.MustCompile(`^[^']*\pL+ .*\pL|\pL \{\}|\{\}: \{\}\.`)

var verbs = regexp.MustCompile(`%%|%[.0-9]*[a-z]`)

func filledIn(text string) string {
	return verbs.ReplaceAllStringFunc(text, func(verb string) string {
		if verb == "%%" {
			return "%"
		}
		return "{}"
	})
}

// longestPart is the longest of what stands between the places of a text.
func longestPart(text string) string {
	return slices.MaxFunc(strings.Split(text, "{}"), func(a, b string) int { return len(a) - len(b) })
}

// TestEveryFailureIsTranslated: whatever error a run may end with because of its input has Spanish words, and no Spanish words are of an error
// that is not there.
func TestEveryFailureIsTranslated(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for english := range texts(t, "failures.yaml") {
		have[regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(english, "{}")] = true
	}
	used := map[string]bool{}
	for _, text := range elsewhere {
		used[text] = true
	}
	for _, pattern := range failing {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s (%v)", pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, text := range sentences(t, file) {
				used[text] = true
				if forOperators.MatchString(text) {
					continue
				}
				shown := language.Spanish.Failure(format.Capital(strings.ReplaceAll(text, "{}", "x.csv")) + ". Version 1 stays published.")
				if !have[text] || len(text) > 12 && strings.Contains(shown, longestPart(text)) {
					t.Errorf("%s: a failure has no Spanish words: %q, shown as %q", file, text, shown)
				}
			}
		}
	}
	for text := range have {
		if !used[text] && strings.Contains(text, " ") {
			t.Errorf("failures.yaml: no error says %q", text)
		}
	}
}

// TestFailure: sentences within sentences, with what happens next behind them; paths and the words of other programs stay.
func TestFailure(t *testing.T) {
	t.Parallel()
	for english, want := range map[string]string{
		"The source /data/cafe does not exist: put the raw files there, or name another source. Version 7 stays published.":                                                                    "El origen /data/cafe no existe: ponga allí los archivos o indique otro origen. La versión 7 sigue publicada.",
		"events.csv is empty. Expected CSV with a header, or JSON lines, with the columns of offers (offer_id); customers (customer_id). Version 1 stays published.":                           "events.csv está vacío. Se esperaba CSV con cabecera, o líneas JSON, con las columnas de offers (offer_id); customers (customer_id). La versión 1 sigue publicada.",
		"1,234 of 9,000 rows of events (13.71 %) cannot be used, and more than 1 % are too many: the value is not a dictionary (1,200 rows, first in events.csv, line 7); and 1 other reason.": "1.234 de 9.000 filas de events (13,71 %) no se pueden usar, y más del 1 % son demasiadas: value no es un diccionario (1.200 filas, la primera en events.csv, línea 7); y otro motivo.",
		"https://example.org/x.zip cannot be reached: connection refused. It is tried again in a while. Version 3 stays published.":                                                            "no se llega a https://example.org/x.zip: conexión rechazada. Se intentará de nuevo dentro de un rato. La versión 3 sigue publicada.",
		"The disk is full: make room, and the run is tried again (write raw/1/events.csv in the lake: no space left on device).":                                                               "El disco está lleno: haga sitio y la ejecución se intentará de nuevo (write raw/1/events.csv en el lago: no queda espacio en el disco).",
		"The database went away, or was too busy for this run; the cause is in the log, under run 12. It is tried again in a while. Version 3 stays published.":                                "La base de datos dejó de responder, o estaba demasiado ocupada para esta ejecución; la causa está en el registro, bajo la ejecución 12. Se intentará de nuevo dentro de un rato. La versión 3 sigue publicada.",
		"The database refused a step of this run, for which the data are not to blame: look into the log, under run 12. Version 3 stays published.":                                            "La base de datos rechazó un paso de esta ejecución, de lo que los datos no tienen la culpa: consulte el registro, bajo la ejecución 12. La versión 3 sigue publicada.",
		"Version 4 was published.": "Se publicó la versión 4.",
		"sum up version 3: ERROR: division by zero (SQLSTATE 22012). Version 2 stays published.": "sum up version 3: ERROR: division by zero (SQLSTATE 22012). La versión 2 sigue publicada.",
		"Boom": "Boom", "": "",
	} {
		if got := language.Spanish.Failure(english); got != want {
			t.Errorf("%q becomes\n%q, want\n%q", english, got, want)
		}
		if got := language.English.Failure(english); got != english {
			t.Errorf("in English, %q becomes %q", english, got)
		}
	}
	check := checks.All()[0]
	broken := "Version 9 was not published, as it breaks what every version promises: " + check.Description + " (check " + check.Name + "; for example 7)."
	if got := language.Spanish.Failure(broken); !strings.HasPrefix(got, "La versión 9 no se publicó") || !strings.Contains(got, language.Spanish.Known(check.Description)) {
		t.Errorf("a broken check becomes %q", got)
	}
	for _, hostile := range []string{strings.Repeat("a; ", 1300), strings.Repeat("read x: ", 490), strings.Repeat("(", 3999)} {
		language.Spanish.Failure(hostile) // ends
	}
}

// TestEveryRejectIsTranslated: so has every reason for which a row is rejected.
func TestEveryRejectIsTranslated(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "etl/trusted/reasons.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var reasons []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if strings.HasPrefix(n.Names[0].Name, "reason") {
				reasons = append(reasons, written(n.Values[0]))
			}
		case *ast.CallExpr:
			if of, ok := n.Fun.(*ast.Ident); ok && of.Name == "numberReasons" {
				field := "the " + written(n.Args[0])
				reasons = append(reasons, field+" is missing", field+" is not a number", field+" is over 1000000000", field+" is not "+written(n.Args[1]))
			}
		}
		return true
	})
	if len(reasons) < 50 {
		t.Errorf("only %d reasons were found", len(reasons))
	}
	for _, reason := range reasons {
		if language.Spanish.Known(reason) == reason {
			t.Errorf("a reason has no Spanish words: %q", reason)
		}
	}
}
