package views

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// TestSnippets: what is copied shows the same state in all of its forms, whatever stands in it.
func TestSnippets(t *testing.T) {
	t.Parallel()
	query := url.Values{"channel": {"web", `"><script>alert(1)</script>`}, "vs.gender!": {"Men & Women"}, "as_of": {"3"}}
	c := Card{Visual: metrics.Visual{Name: "funnel", Title: `From "received" <b>`}, Origin: "https://rewards.example.com", Query: query.Encode()}
	all := c.snippets(language.English)
	if len(all) != 3 {
		t.Fatalf("there are %d forms", len(all))
	}
	for i, element := range []string{"iframe", "cafe-visual", "img"} {
		found := map[string]string{}
		var scripts []string
		tokens := html.NewTokenizer(strings.NewReader(all[i].Text))
		for tokens.Next() != html.ErrorToken {
			token := tokens.Token()
			for _, a := range token.Attr {
				switch token.Data {
				case element:
					found[a.Key] = a.Val
				case "script":
					scripts = append(scripts, a.Key+"="+a.Val)
				}
			}
		}
		switch element {
		case "cafe-visual":
			if found["name"] != "funnel" || found["channel"] != "web|"+query["channel"][1] || found["vs.gender!"] != "Men & Women" || found["as_of"] != "3" || len(found) != 4 {
				t.Errorf("the element has %q", found)
			}
			if strings.Join(scripts, " ") != "src=https://rewards.example.com/embed.js async=" {
				t.Errorf("the scripts are %q", scripts)
			}
		default:
			u, err := url.Parse(found["src"])
			if err != nil || u.Query().Encode() != query.Encode() || !strings.HasPrefix(u.Path, "/embed/visuals/funnel") || len(scripts) > 0 {
				t.Errorf("the %s shows %q, with the scripts %q", element, found["src"], scripts)
			}
		}
	}
	c.Query = url.Values{"offer": {"a|b"}}.Encode()
	if all := c.snippets(language.English); len(all) != 2 {
		t.Errorf("an element is offered that would part %q", "a|b")
	}
}
