package views_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// evil tries to leave a text, an attribute, a script with data and a comment.
const evil = `javascript:x'"><injected onload="x">--></script></textarea></title><script>injected()</script>&lt;{{injected}}`

// TestMarkupInAnyTextIsText puts markup into every text of every page.
func TestMarkupInAnyTextIsText(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]templ.Component{
		"answers":     views.Answers(poisoned(canned.Answers(language.English))),
		"overview":    views.Dashboard(poisoned(canned.Overview(language.English))),
		"filtered":    views.Dashboard(poisoned(canned.Filtered(language.English))),
		"exports":     views.Exports(poisoned(canned.Exports(language.English))),
		"pipeline":    views.Pipeline(poisoned(canned.Pipeline(language.English))),
		"visual":      views.Visual(poisoned(views.VisualPage{Page: canned.Page(language.English, "x", "/"), Card: canned.Card(language.English, "funnel")})),
		"pivot":       views.Visual(poisoned(canned.Arranged(language.English, "channel-and-offer", views.Arrangement{}))),
		"table":       views.Visual(poisoned(canned.Arranged(language.English, "offer-table", views.Arrangement{Find: "bogo"}))),
		"offer":       views.Offer(poisoned(canned.Offer(language.English))),
		"rows":        views.Rows(poisoned(canned.Rows(language.English))),
		"lines":       views.Visual(poisoned(views.VisualPage{Card: canned.Card(language.English, "activity-by-day")})),
		"embed":       views.Embed(poisoned(views.EmbedPage{Brand: branded, Title: "x", Address: "/", Cards: []views.Card{canned.Card(language.English, "completion-by-offer")}})),
		"embed test":  views.EmbedTest(poisoned(views.EmbedTestPage{Page: canned.Page(language.English, "x", ""), Address: "x", Origin: "x", Frame: "/embed/visuals/funnel", Checks: []views.EmbedCheck{{Title: "x", Text: "x", Fix: "x", Code: "x"}}})),
		"first run":   views.FirstRun(poisoned(views.FirstRunPage{Source: "x", Failed: "x"})),
		"progress":    views.FirstRun(poisoned(views.FirstRunPage{Page: views.Page{Progress: canned.Progress()}, Source: "x"})),
		"error":       views.Error(poisoned(views.ErrorPage{Page: views.Page{Brand: branded}, Heading: "x", Message: "x", Advice: "x", RequestID: "x"})),
		"embed error": views.EmbedError(poisoned(views.ErrorPage{Heading: "x", Message: "x", Advice: "x", RequestID: "x"})),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			if err := page.Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			root, err := html.Parse(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(text(root), "<injected") {
				t.Error("the markup is nowhere on the page: this test tests nothing")
			}
			for _, n := range all(root, func(*html.Node) bool { return true }) {
				if n.Data == "injected" || attr(n, "onload") != "" || n.Data == "script" && attr(n, "type") != "application/json" && attr(n, "src") == "" {
					t.Errorf("markup from a text became <%s>", n.Data)
				}
				if href := attr(n, "href"); strings.HasPrefix(href, "javascript:") {
					t.Errorf("an address became a script: %q", href)
				}
			}
		})
	}
}

// branded has everything that a brand may have.
var branded = views.Brand{Name: "x", Logo: "/x.svg", Style: "/x.css"}

// poisoned is a deep copy of a model with every text replaced, but for those that choose what is drawn.
func poisoned[T any](model T) T {
	copied := deepCopy(reflect.ValueOf(model))
	return copied.Interface().(T)
}

func deepCopy(v reflect.Value) reflect.Value {
	to := reflect.New(v.Type()).Elem()
	to.Set(v)
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && v.Type() == reflect.TypeFor[string]() {
			to.SetString(evil)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() || keep[v.Type().String()+"."+v.Type().Field(i).Name] {
				continue
			}
			to.Field(i).Set(deepCopy(v.Field(i)))
		}
	case reflect.Slice:
		to.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			to.Index(i).Set(deepCopy(v.Index(i)))
		}
	case reflect.Interface:
		if !v.IsNil() {
			to.Set(deepCopy(v.Elem()))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			to.Set(reflect.New(v.Type().Elem()))
			to.Elem().Set(deepCopy(v.Elem()))
		}
	}
	return to
}

// keep are the names by which a chart finds its columns: without them nothing would be drawn. They are declared in the program.
var keep = map[string]bool{"metrics.Visual.Chart": true, "metrics.Column.Name": true}
