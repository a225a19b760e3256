package views_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// render gives a story's page, parsed.
func render(t *testing.T, story canned.Story) *html.Node {
	t.Helper()
	var page strings.Builder
	if err := story.Page.Render(context.Background(), &page); err != nil {
		t.Fatalf("render %s: %v", story.Path, err)
	}
	root, err := html.Parse(strings.NewReader(page.String()))
	if err != nil {
		t.Fatalf("parse %s: %v", story.Path, err)
	}
	return root
}

// story renders the story at that path.
func story(t *testing.T, path string) *html.Node {
	t.Helper()
	stories := canned.Stories(language.English)
	i := slices.IndexFunc(stories, func(s canned.Story) bool { return s.Path == path })
	if i < 0 {
		t.Fatalf("there is no story at %s", path)
	}
	return render(t, stories[i])
}

// all gives the elements under a node for which the condition holds, in order.
func all(root *html.Node, holds func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && holds(node) {
			found = append(found, node)
		}
	}
	return found
}

func tag(names ...string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(names, n.Data) }
}

func class(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "class")), name) }
}

// attr is the value of an attribute; empty where there is none.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is what a node says, with single spaces.
func text(root *html.Node) string {
	var b strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "script" {
			b.WriteString(node.Data + " ")
		}
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "\u00a0", " ")), " ")
}

// only gives the one element for which the condition holds.
func only(t *testing.T, root *html.Node, what string, holds func(*html.Node) bool) *html.Node {
	t.Helper()
	found := all(root, holds)
	if len(found) != 1 {
		t.Fatalf("%d elements are %s, want 1", len(found), what)
	}
	return found[0]
}
