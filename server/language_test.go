package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"cafe-rewards/etl/sample"
)

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func parsed(t testing.TB, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestLanguageOfAnAnswer: the address has the last word, then what the client understands.
func TestLanguageOfAnAnswer(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, c := range []struct {
		path, accept, want string
		varies             bool
	}{
		{"/dashboards/overview", "", "en", true},
		{"/dashboards/overview", "es-MX,es;q=0.9,en;q=0.8", "es", true},
		{"/dashboards/overview", "en-GB,es;q=0.9", "en", true},
		{"/dashboards/overview", "fr, es;q=0.5", "es", true},
		{"/dashboards/overview", "de", "en", true},
		{"/dashboards/overview", ";;q=,,\x80", "en", true},
		{"/dashboards/overview", strings.Repeat("es-", 2000), "en", true},
		{"/dashboards/overview?locale=es", "en", "es", false},
		{"/dashboards/overview?locale=en", "es", "en", false},
		{"/dashboards/overview?locale=", "es", "es", true},
		{"/?locale=es", "", "es", false},
		{"/explore?locale=es", "", "es", false},
		{"/dashboards?locale=es", "", "es", false},
		{"/exports/?locale=es", "", "es", false},
		{"/pipeline?locale=es", "", "es", false},
		{"/pipeline", "es", "es", true},
		{"/embed/visuals/funnel?locale=es", "", "es", false},
		{"/embed/dashboards/overview", "es", "es", true},
		{"/rows/receipts?locale=es", "", "es", false},
		{"/nowhere?locale=es", "", "es", false},
		{"/visuals/chanels", "es", "es", true},
	} {
		a := s.get(t, c.path, "Accept-Language", c.accept, "Accept", "text/html")
		match := regexp.MustCompile(`<html lang="(\w+)"`).FindStringSubmatch(a.body)
		if match == nil || match[1] != c.want {
			t.Errorf("%s for %.40q is in %v, want %s", c.path, c.accept, match, c.want)
		}
		if varies := slices.Contains(a.Header.Values("Vary"), "Accept-Language"); varies != c.varies {
			t.Errorf("%s varies by language: %t", c.path, varies)
		}
		if a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", c.path)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/?locale=fr", "/dashboards/overview?locale=ES", "/pipeline?locale=es&locale=en", "/visuals/funnel.csv?locale=%00", "/static/nothing?locale=x"} {
		if a := s.get(t, path, "Accept", "text/html"); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "locale can only be en or es.") {
			t.Errorf("%s answers %d", path, a.StatusCode)
		}
	}
	a := s.get(t, "/dashboards/overview.xlsx?locale=fr", "Accept", "application/json", "Accept-Language", "es")
	if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "locale solo puede ser en o es.") {
		t.Errorf("a program is told %d %s", a.StatusCode, a.body)
	}
}

// inSpanish are pages in states, whose own links are to stay in Spanish.
var inSpanish = []string{
	"/?locale=es", "/dashboards/overview?channel=web&locale=es&vs.gender=Men", "/dashboards/offers?locale=es&offer-table.sort=-receipts", "/explore?by=channel&locale=es&measure=sales",
	"/explore?by=day&locale=es&measure=receipts", "/dashboards?locale=es", "/exports/?locale=es", "/pipeline?locale=es", "/visuals/funnel?day=3..14&locale=es", "/visuals/cohorts?locale=es",
	"/visuals/offer-completion?locale=es", "/rows/receipts?gender=Women&locale=es", "/nowhere?locale=es",
}

// TestLinksKeepTheLanguage: whatever a page in a language leads to is in that language, where its address names it; where it does not,
// nothing names one.
func TestLinksKeepTheLanguage(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range inSpanish {
		for _, named := range []bool{true, false} {
			address := path
			if !named {
				address = strings.NewReplacer("?locale=es&", "?", "?locale=es", "", "&locale=es", "").Replace(path)
			}
			page := parsed(t, s.get(t, address, "Accept", "text/html", "Accept-Language", "es", "X-Charts", "script").body)
			links := 0
			check := func(what, target string) {
				if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "/static/") || strings.HasPrefix(target, "/brand/") {
					return
				}
				links++
				u, err := url.Parse(target)
				if err != nil {
					t.Errorf("%s: %s %q: %v", address, what, target, err)
					return
				}
				if got := u.Query()["locale"]; named != slices.Equal(got, []string{"es"}) || !named && len(got) > 0 {
					t.Errorf("%s: %s leads to %s", address, what, target)
				}
			}
			for n := range page.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				switch {
				case n.Data == "a" && attribute(n, "hreflang") != "":
					if want := strings.ReplaceAll(path, "locale=es", "locale=en"); attribute(n, "href") != want {
						t.Errorf("%s: the other language is at %s, want %s", address, attribute(n, "href"), want)
					}
				case n.Data == "a":
					check("a link", attribute(n, "href"))
				case n.Data == "form" && attribute(n, "method") == "post":
					check("a form", attribute(n, "action"))
				case n.Data == "form":
					kept := 0
					for input := range n.Descendants() {
						if attribute(input, "name") == "locale" && attribute(input, "value") == "es" {
							kept++
						}
					}
					if named != (kept == 1) || kept > 1 {
						t.Errorf("%s: a form has the locale %d times", address, kept)
					}
				case attribute(n, "data-copy-link") != "":
					check("a link to copy", attribute(n, "data-copy-link"))
				case n.Data == "textarea" && strings.Contains(n.FirstChild.Data, "<iframe"):
					if named != strings.Contains(n.FirstChild.Data, "locale=es") {
						t.Errorf("%s: what is embedded is %s", address, n.FirstChild.Data)
					}
				}
			}
			if links < 10 {
				t.Errorf("%s has only %d links", address, links)
			}
		}
	}
}

// TestFormsKeepTheLanguage: what a form does leads back to a page in the language, and so does a short address.
func TestFormsKeepTheLanguage(t *testing.T) {
	t.Parallel()
	s := standing(t)
	if a := s.post(t, "/pipeline/run?locale=es", nil); a.Header.Get("Location") != "/pipeline?locale=es" {
		t.Errorf("a run leads to %s", a.Header.Get("Location"))
	}
	a := s.post(t, "/shared?locale=es", url.Values{"address": {"/visuals/funnel?locale=es&gender=Women"}}, "Accept", "text/html")
	if !strings.Contains(a.body, "Dirección corta") {
		t.Errorf("the short address is told as %.300s", a.body)
	}
	if to := s.get(t, a.Header.Get("Location")).Header.Get("Location"); to != "/visuals/funnel?gender=Women&locale=es" {
		t.Errorf("it leads to %s", to)
	}
	if a := s.post(t, "/shared", url.Values{"address": {"/visuals/funnel?locale=fr"}}, "Accept", "application/json"); a.StatusCode != http.StatusBadRequest {
		t.Errorf("an address in no language is shared: %d", a.StatusCode)
	}
}

// TestLanguageOfFiles: files for programs are the same in every language; workbooks are for people.
func TestLanguageOfFiles(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/visuals/gender-completion.csv", "/visuals/gender-completion.json", "/visuals/gender-completion.parquet", "/explore.csv", "/explore.json", "/rows/members.csv", "/rows/members.json", "/exports/customers.csv"} {
		english, spanish := s.get(t, path), s.get(t, path+"?locale=es", "Accept-Language", "es")
		if english.StatusCode != http.StatusOK || english.body != spanish.body {
			t.Errorf("%s differs in Spanish (%d)", path, english.StatusCode)
		}
		if slices.Contains(english.Header.Values("Vary"), "Accept-Language") {
			t.Errorf("%s is said to vary by language", path)
		}
	}
	for path, want := range map[string][2]string{
		"/visuals/gender-completion.xlsx": {"Género", "Mujeres"}, "/dashboards/customers.xlsx": {"Género", "Mujeres"}, "/rows/members.xlsx": {"Género", "Mujeres"}, "/explore.xlsx": {"Grupo de edad", "Menos de 25"},
	} {
		a := s.get(t, path, "Accept-Language", "es")
		f, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
		if err != nil {
			t.Fatalf("%s: %d %v", path, a.StatusCode, err)
		}
		defer f.Close()
		var label, value, number bool
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				label = label || i == 0 && slices.Contains(row, want[0])
				if value = value || slices.Contains(row, want[1]); slices.Contains(row, want[1]) {
					for column := range row {
						at, _ := excelize.CoordinatesToCellName(column+1, i+1)
						kind, err := f.GetCellType(sheet, at)
						number = number || err == nil && (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) && row[column] != ""
					}
				}
			}
		}
		if !label || !value || !number || !slices.Contains(f.GetSheetList(), "Acerca de") {
			t.Errorf("%s: its head is Spanish: %t, its groups: %t, its figures are numbers: %t, its sheets are %q", path, label, value, number, f.GetSheetList())
		}
		if !slices.Contains(a.Header.Values("Vary"), "Accept-Language") {
			t.Errorf("%s is not said to vary by language", path)
		}
	}
}

// TestSpanishPages: what stands on them, be it of the model, of the data, or said by the program.
func TestSpanishPages(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for path, want := range map[string][]string{
		"/dashboards/overview?channel!=web&channel!=social": {"Sin las ofertas que salen por redes sociales, web"},
		"/dashboards/overview?gender=Women&channel=web":     {"Resumen", "Género: Mujeres", "Tasa de finalización por canal", "redes sociales", "Compras: sin dato de canal"},
		"/":                                 {"¿Qué canal es más eficaz?", "va en cabeza", "En qué difieren, y por qué"},
		"/visuals/age-completion":           {"Menos de 25", "intervalo del 95\u00a0%", "el método auditado"},
		"/pipeline":                         {"Ejecutar ahora", "Se publicó la versión 1.", "Ninguna fila se pierde en la limpieza", "petición"},
		"/exports/":                         {"Una fila por compra, con el método auditado.", "Importe de la compra (dólares estadounidenses)."},
		"/explore?measure=sales&by=channel": {"Ventas no se puede agrupar por canal: lo que cuenta no tiene canal."},
		"/explore?measure=receipts&by=channel&chart=line":                          {"Un gráfico del tipo Líneas necesita grupos con un orden propio, como los días; canal no lo tiene."},
		"/explore?measure=receipts&measure=completion_rate&by=age_group&chart=bar": {"Un gráfico del tipo Barras tiene un solo eje, que no comparten cifras de unidades distintas."},
		"/explore?measure=reciepts":                                                {"No existe: medida &#34;reciepts&#34;; ¿quería decir &#34;receipts&#34;?"},
		"/dashboards/overview?day=14..1":                                           {"Día no puede ser &#34;14..1&#34;: un intervalo va del número menor al mayor."},
		"/visuals/funel":                                                           {"No existe el elemento visual &#34;funel&#34;.", "¿Quería decir funnel?"},
		"/dashboards/overview?as_of=99":                                            {"No existe la versión 99 de los datos."},
	} {
		a := s.get(t, path, "Accept", "text/html", "Accept-Language", "es")
		contains(t, path, a.body, want...)
	}
	contains(t, "an error for programs", s.get(t, "/nowhere.json", "Accept-Language", "es").body, "No hay nada en esta dirección.")
}

// TestFailureInSpanish: what went wrong with a run is said in the language of the page that shows it, and stays English in the history.
func TestFailureInSpanish(t *testing.T) {
	t.Parallel()
	s := published(t)
	if err := os.WriteFile(filepath.Join(s.folder, sample.EventsFile), []byte("customer_id,event,value,time\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.pipeline.Run(t.Context(), "request"); err == nil {
		t.Fatal("the run succeeds")
	}
	const english, spanish = "events.csv has no rows, only a header. Version 1 stays published.", "events.csv no tiene filas, solo una cabecera. La versión 1 sigue publicada."
	contains(t, "the history in Spanish", s.get(t, "/pipeline?locale=es").body, spanish)
	contains(t, "the history in English", s.get(t, "/pipeline").body, english)
	s.until(t, "pages say so", func() bool { return strings.Contains(s.get(t, "/dashboards/overview").body, english) })
	contains(t, "a page in Spanish", s.get(t, "/dashboards/overview?locale=es").body, "La última ejecución falló", spanish)
	contains(t, "the status in Spanish", s.get(t, "/pipeline/status.json?locale=es").body, spanish)
}
