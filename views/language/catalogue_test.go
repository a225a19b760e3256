package language_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"cafe-rewards/sql/checks"
	"cafe-rewards/sql/consumption"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

const root = "../.."

// texts are the Spanish texts of the files of those names, by the English ones.
func texts(t *testing.T, names ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("es", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(text, &all); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return all
}

// said are the texts that the program says: the first argument of Text and Say. One that is not written there as it is cannot be found,
// and is an error.
func said(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{} // text → where
	files := token.NewFileSet()
	look := func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "views/language") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			selected, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || selected.Sel.Name != "Text" && selected.Sel.Name != "Say" {
				return true
			}
			if of, ok := selected.X.(*ast.Ident); !ok && selected.Sel.Name == "Say" || ok && slices.Contains([]string{"narrative"}, of.Name) {
				return true
			}
			where := files.Position(call.Pos()).String()
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				t.Errorf("%s: the text is not written where it is said", where)
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			found[text] = where
			return true
		})
		return nil
	}
	for _, folder := range []string{"server", "views", "sql/metrics"} {
		if err := filepath.WalkDir(filepath.Join(root, folder), look); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

var inScript = regexp.MustCompile(`\b(?:say|words)\("((?:[^"\\]|\\.)*)"`)

// saidByScripts are the texts that scripts say.
func saidByScripts(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	files, err := filepath.Glob(root + "/static/js/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts: ", err)
	}
	for _, path := range files {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range inScript.FindAllStringSubmatch(string(script), -1) {
			if match[1] != "" { // say("") takes a message away
				found[match[1]] = path
			}
		}
	}
	return found
}

// ofModel are the texts of the semantic model and of the program's dashboards.
func ofModel(t *testing.T) map[string]string {
	t.Helper()
	model, err := metrics.LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := metrics.LoadDashboards(model, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	add := func(where string, texts ...string) {
		for _, text := range texts {
			if text != "" {
				found[text] = where
			}
		}
	}
	for _, f := range model.Facts() {
		add("fact "+f.Name, f.Label, f.Grain)
		for _, c := range f.Rows {
			add("fact "+f.Name+", column "+c.Name, c.Label, c.Description)
		}
	}
	for _, d := range model.Dimensions() {
		add("dimension "+d.Name, d.Label, d.Definition)
		if d.Without != "" {
			add("dimension "+d.Name, d.Without)
		}
	}
	for _, s := range model.Measures() {
		add("measure "+s.Name, s.Label, s.Definition)
	}
	for _, kind := range metrics.Kinds {
		add("kind "+string(kind), kind.Label())
	}
	spanish := sheets.In(language.Spanish)
	for _, sheet := range sheets.Sheets() {
		add("dashboard "+sheet.Name, sheet.Title, sheet.Sheet, sheet.Lead)
		for _, v := range sheet.Visuals {
			made, err := spanish.Visual(v.Name) // what is made of the model is in Spanish where the model is
			if err != nil {
				t.Fatal(err)
			}
			for _, pair := range [][2]string{{v.Title, made.Title}, {v.Subtitle, made.Subtitle}, {v.Definition, made.Definition}, {v.Note, made.Note}} {
				if pair[0] == pair[1] || language.Spanish.Known(pair[0]) != pair[0] {
					add("visual "+v.Name, pair[0])
				}
			}
		}
	}
	return found
}

// ofDatabase are the texts that the database has for people.
func ofDatabase() map[string]string {
	found := map[string]string{}
	for _, c := range checks.All() {
		found[c.Description] = "check " + c.Name
	}
	for _, t := range consumption.Tables() {
		found[t.Description] = "table " + t.Name
		for _, c := range t.Columns {
			found[c.Description] = "table " + t.Name + ", column " + c.Name
		}
	}
	return found
}

// TestEveryTextIsTranslated: whatever is said has Spanish words, and every Spanish text is said somewhere.
func TestEveryTextIsTranslated(t *testing.T) {
	t.Parallel()
	program, scripts, model := said(t), saidByScripts(t), ofModel(t)
	for _, part := range []struct {
		what  string
		used  []map[string]string
		files []string
	}{
		{"the program", []map[string]string{program}, []string{"pages.yaml", "model.yaml", "scripts.yaml", "values.yaml"}},
		{"scripts", []map[string]string{scripts}, []string{"scripts.yaml"}},
		{"the database", []map[string]string{ofDatabase()}, []string{"pipeline.yaml"}},
		{"the model and the dashboards", []map[string]string{model}, []string{"model.yaml", "values.yaml", "pages.yaml", "scripts.yaml"}},
	} {
		have := texts(t, part.files...)
		for _, used := range part.used {
			for text, where := range used {
				if have[text] == "" {
					t.Errorf("%s: what %s says has no Spanish words: %q", where, part.what, text)
				}
			}
		}
	}
	for _, unused := range []struct {
		file string
		used []map[string]string
	}{
		{"pages.yaml", []map[string]string{program}}, {"scripts.yaml", []map[string]string{scripts}}, {"model.yaml", []map[string]string{model}},
	} {
		for text := range texts(t, unused.file) {
			if !slices.ContainsFunc(unused.used, func(used map[string]string) bool { return used[text] != "" }) {
				t.Errorf("%s: nobody says %q", unused.file, text)
			}
		}
	}
}

var verb = regexp.MustCompile(`%(?:\[\d\])?[a-z]|\{[a-z]+\}`)

// TestTranslationsHaveTheSamePlaces: what is filled in is filled in everywhere.
func TestTranslationsHaveTheSamePlaces(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("es/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	places := func(text string) string {
		all := verb.FindAllString(text, -1)
		for i := range all {
			all[i] = regexp.MustCompile(`\[\d\]`).ReplaceAllString(all[i], "")
		}
		slices.Sort(all)
		return fmt.Sprint(all)
	}
	for _, file := range files {
		for english, spanish := range texts(t, filepath.Base(file)) {
			if places(english) != places(spanish) {
				t.Errorf("%s: %q has the places %s, its translation %s", file, english, places(english), places(spanish))
			}
			if strings.TrimSpace(spanish) != spanish || spanish == "" || strings.HasSuffix(english, ".") != strings.HasSuffix(spanish, ".") {
				t.Errorf("%s: %q ends otherwise than %q", file, spanish, english)
			}
		}
	}
}

// TestAmountsStayInOneLine: no line ends between a number and its unit.
func TestAmountsStayInOneLine(t *testing.T) {
	t.Parallel()
	apart := regexp.MustCompile(`[\d}] [$%]`)
	for english, spanish := range texts(t, "values.yaml", "patterns.yaml") {
		if apart.MatchString(spanish) {
			t.Errorf("%q: %q is no place for a line to end", english, apart.FindString(spanish))
		}
	}
}

// TestCountsAreWrittenByFormat: a number in a text is the name of something, such as that of a version. How many there are of something is written
// with what parts thousands in the language.
func TestCountsAreWrittenByFormat(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`(?i)sheet %d of %d|\b(version|run|page|day) %d`)
	for text, where := range said(t) {
		if strings.Contains(names.ReplaceAllString(text, ""), "%d") {
			t.Errorf("%s: %q has a number that is not written by package format", where, text)
		}
	}
}
