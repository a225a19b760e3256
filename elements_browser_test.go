package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cafe-rewards/server/signed"
	"cafe-rewards/static"
)

// intranet is a second server, whose pages embed what p shows under a policy that lets in nothing else. Its script writes down the events.
func intranet(t *testing.T, cafe func() string) *httptest.Server {
	t.Helper()
	const events = `window.events = [];
for (const element of document.querySelectorAll("cafe-visual, cafe-dashboard"))
  for (const type of ["loaded", "error", "parameters", "selection", "resize"])
    element.addEventListener(type, ({ detail }) => events.push({ type, id: element.id, detail }));
window.of = (id, type) => events.filter((e) => e.id === id && e.type === type).map((e) => e.detail);
document.addEventListener("securitypolicyviolation", (e) => console.error(e.violatedDirective, e.blockedURI));`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events.js" {
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, events)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; script-src 'self' %[1]s; frame-src %[1]s; img-src 'self' %[1]s; style-src 'self'; base-uri 'none'", cafe()))
		body := map[string]string{
			"/": `<cafe-visual id="a" name="funnel" gender="Women|Men" theme="dark"></cafe-visual>
<cafe-dashboard id="b" name="overview"></cafe-dashboard>
<cafe-visual id="c" name="offer-table"></cafe-visual>
<img id="d" src="CAFE/embed/visuals/funnel.svg" alt="From received to completed"><img id="e" src="CAFE/embed/visuals/funnel.png?theme=dark" alt="">
<iframe id="f" src="CAFE/embed/visuals/funnel" width="600" height="420" title="From received to completed"></iframe>`,
			"/one":   `<cafe-visual id="a" name="funnel"></cafe-visual>`,
			"/wrong": `<cafe-visual id="a" name="nope"></cafe-visual><cafe-visual id="b"></cafe-visual><cafe-visual id="c" name="funnel" chanel="web"></cafe-visual>`,
			"/ten":   strings.Repeat(`<cafe-visual name="funnel"></cafe-visual>`, 10),
			"/token": `<cafe-visual id="a" name="funnel" token="` + r.URL.RawQuery + `"></cafe-visual>`,
		}[r.URL.Path]
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Intranet</title><script src="%s/embed.js"></script>%s<script src="/events.js"></script>`,
			cafe(), strings.ReplaceAll(body, "CAFE", cafe()))
	}))
	t.Cleanup(server.Close)
	return server
}

// inFrames is what an expression comes to in each frame of the page, in their order.
func inFrames(t *testing.T, b *tab, expression string) []string {
	t.Helper()
	tree, err := chromedp.Call(b.Context, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, frame := range tree.FrameTree.ChildFrames {
		world, err := chromedp.Call(b.Context, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame.Frame.ID})
		if err != nil {
			t.Fatal(err)
		}
		result, err := chromedp.Call(b.Context, runtime.Evaluate, runtime.EvaluateParams{Expression: "String(" + expression + ")", ContextID: world.ExecutionContextID})
		if err != nil {
			t.Fatal(err)
		}
		var text string
		if err := json.Unmarshal(result.Result.Value, &text); err != nil {
			t.Fatalf("%s: %v", expression, err)
		}
		all = append(all, text)
	}
	return all
}

// TestElements: on an intranet page with a strict policy, the elements are as high as what is in them, take parameters and themes while they
// run, and say what happens; frames and pictures are there as well.
func TestElements(t *testing.T) {
	t.Parallel()
	var p *program
	host := intranet(t, func() string { return p.url })
	p = start(t, tempHome(t), "serve", "--source", few(t), "--embed-origins", host.URL).ready(t)
	b := newTab(t)
	b.do(t, chromedp.EmulateViewport(1000, 900), chromedp.Navigate(host.URL))
	b.becomes(t, `["a", "b", "c"].every(id => of(id, "loaded").length > 0 && of(id, "resize").length > 0)`)

	fits := func(when string) {
		t.Helper()
		const exactly = `[...document.querySelectorAll("cafe-visual, cafe-dashboard")].map(e => e.shadowRoot.querySelector("iframe").clientHeight)`
		var outside, inside []float64
		until(t, 10*time.Second, "the frames fit "+when, func() bool {
			outside = value(t, b, chromedp.Evaluate[[]float64](exactly))
			inside = nil
			for i, text := range inFrames(t, b, `document.body.getBoundingClientRect().height + " " + document.documentElement.scrollHeight + " " + innerHeight`) {
				var body, scroll, inner float64
				fmt.Sscan(text, &body, &scroll, &inner)
				if i < len(outside) {
					inside = append(inside, body)
					if outside[i]-body >= 1 || outside[i] < body || scroll > inner {
						return false
					}
				}
			}
			return len(inside) == len(outside)
		})
	}
	fits("at first")
	if bad := value(t, b, chromedp.Evaluate[int](`[...document.images].filter(i => !i.complete || i.naturalWidth === 0).length`)); bad > 0 {
		t.Errorf("%d pictures are not shown", bad)
	}
	if title := value(t, b, chromedp.Evaluate[string](`document.querySelector("#a").shadowRoot.querySelector("iframe").title`)); title != "From received to completed" {
		t.Errorf("the frame is called %q", title)
	}
	b.becomes(t, `JSON.stringify(of("a", "loaded")[0].parameters) === '{"gender":["Women","Men"]}' || JSON.stringify(of("a", "loaded")[0].parameters)`)
	if themes := inFrames(t, b, `document.documentElement.dataset.theme + getComputedStyle(document.body).backgroundColor`); themes[0] != "darkrgb(26, 31, 39)" || strings.HasPrefix(themes[1], "dark") {
		t.Errorf("the themes are %v", themes)
	}

	// Another language comes into the same document.
	spoken := func() []string {
		return inFrames(t, b, `[document.documentElement.lang, document.body.dataset.same, document.querySelectorAll("#words").length, document.querySelector(".embed-foot a, .card-subtitle").textContent.trim()].join(" ")`)
	}
	inFrames(t, b, `document.body.dataset.same = "same"`)
	english := spoken()
	value(t, b, chromedp.Evaluate[int](`a.setAttribute("locale", "es"), c.setAttribute("locale", "es"), 0`))
	b.becomes(t, `["a", "c"].every(id => of(id, "parameters").at(-1)?.parameters.locale === "es")`)
	if spanish := spoken(); !strings.HasPrefix(spanish[0], "es same 1 ") || !strings.HasPrefix(spanish[2], "es same 1 ") || spanish[1] != english[1] || spanish[0][10:] == english[0][10:] {
		t.Errorf("in Spanish the frames are %q, after %q", spanish, english)
	}
	fits("in Spanish")
	value(t, b, chromedp.Evaluate[int](`a.removeAttribute("locale"), 0`))
	b.becomes(t, `of("a", "parameters").at(-1)?.parameters.locale === undefined`)
	if again := spoken(); again[0] != english[0] {
		t.Errorf("back in English the frame is %q, not %q", again[0], english[0])
	}

	// A mark that is clicked.
	var x, y, left, top float64
	fmt.Sscan(inFrames(t, b, `(() => { const box = (document.querySelector("figure.chart") ?? document.body).getBoundingClientRect(); return (box.left + box.width / 2) + " " + (box.top + 20); })()`)[0], &x, &y)
	fmt.Sscan(value(t, b, chromedp.Evaluate[string](`(() => { scrollTo(0, 0); const box = a.getBoundingClientRect(); return box.left + " " + box.top; })()`)), &left, &top)
	b.do(t, chromedp.MouseClickXY(left+x, top+y))
	b.becomes(t, `of("a", "selection").at(-1)?.selection.visual === "funnel"`)

	// While it runs: nothing is loaded anew.
	loads := value(t, b, chromedp.Evaluate[int](`of("a", "loaded").length + of("c", "loaded").length`))
	value(t, b, chromedp.Evaluate[int](`a.parameters = {gender: "Women", "vs.gender": "Men"}, 0`))
	b.becomes(t, `JSON.stringify(of("a", "parameters").at(-1)?.parameters) === '{"gender":"Women","vs.gender":"Men"}'`)
	fits("after a filter")
	value(t, b, chromedp.Evaluate[int](`c.setAttribute("offer_type", "Informational"), 0`))
	b.becomes(t, `of("c", "parameters").at(-1)?.parameters.offer_type === "Informational"`)
	fits("after a filter that leaves two rows")
	value(t, b, chromedp.Evaluate[int](`a.theme = "light", b.theme = "dark", 0`))
	until(t, 5*time.Second, "the themes change", func() bool {
		themes := inFrames(t, b, `document.documentElement.dataset.theme`)
		return themes[0] == "light" && themes[1] == "dark"
	})
	inFrames(t, b, `document.documentElement.style.setProperty("--nothing", "1"), document.body.style.fontSize = "30px"`)
	value(t, b, chromedp.Evaluate[int](`document.body.style.width = "500px", 0`))
	fits("after another width, and larger letters")
	if again := value(t, b, chromedp.Evaluate[int](`of("a", "loaded").length + of("c", "loaded").length`)); again != loads {
		t.Errorf("the frames were loaded %d times, not %d", again, loads)
	}

	b.quiet(t, "the intranet page")

	// What cannot be shown.
	b.do(t, chromedp.Navigate(host.URL+"/wrong"))
	b.becomes(t, `["a", "b", "c"].every(id => of(id, "error").length > 0)`)
	said := value(t, b, chromedp.Evaluate[string](`["a", "b", "c"].map(id => { const {code, what, advice} = of(id, "error")[0]; return [code, what, advice].join("|"); }).join("\n")`))
	for _, part := range []string{`404|There is no visual called "nope".`, "name|The element has no name.", `400|Unknown in the address: "chanel".`} {
		if !strings.Contains(said, part) {
			t.Errorf("the errors are\n%s\nand not %s", said, part)
		}
	}
	value(t, b, chromedp.Evaluate[int](`c.removeAttribute("chanel"), c.setAttribute("channel", "web"), 0`))
	b.becomes(t, `of("c", "parameters").at(-1)?.parameters.channel === "web"`)
}

// TestElementOnOtherOrigin: a page of an origin that is not allowed is told what to do, and nothing else.
func TestElementOnOtherOrigin(t *testing.T) {
	t.Parallel()
	p := shown(t)
	host := intranet(t, func() string { return p.url })
	b := newTab(t)
	b.do(t, chromedp.Navigate(host.URL+"/one"))
	b.becomes(t, `of("a", "error").some(e => e.code === "refused" && e.advice.includes("CAFE_EMBED_ORIGINS"))`)
	if heard := value(t, b, chromedp.Evaluate[int](`of("a", "loaded").length + of("a", "resize").length`)); heard > 0 {
		t.Errorf("%d things were told to a page that may know none", heard)
	}
}

// TestEmbedScript: what other pages load is small, and ten elements load what they share once.
func TestEmbedScript(t *testing.T) {
	t.Parallel()
	if size := len(static.All()["embed.js"].Brotli); size == 0 || size > 5000 {
		t.Errorf("embed.js takes %d bytes", size)
	}
	var p *program
	host := intranet(t, func() string { return p.url })
	p = start(t, tempHome(t), "serve", "--source", few(t), "--embed-origins", host.URL).ready(t)
	response, err := http.Get(p.url + "/embed.js")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	for name, want := range map[string]string{"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Set-Cookie": ""} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	request, _ := http.NewRequest(http.MethodGet, p.url+"/embed.js", nil)
	request.Header.Set("If-None-Match", response.Header.Get("ETag"))
	if again, err := http.DefaultClient.Do(request); err != nil || again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again it answers %v, %v", again, err)
	}
	b := newTab(t)
	b.do(t, chromedp.Navigate(host.URL+"/ten"))
	b.becomes(t, `window.events?.length === 0 || [...document.querySelectorAll("cafe-visual")].every(e => e.shadowRoot.querySelector("iframe").title !== "funnel")`)
	var fetched, distinct = 0, map[string]bool{}
	for _, text := range inFrames(t, b, `performance.getEntriesByType("resource").filter(e => e.name.includes("/static/")).map(e => e.name + " " + (e.transferSize > 0)).join("\n")`) {
		for line := range strings.Lines(text) {
			name, over, _ := strings.Cut(strings.TrimSpace(line), " ")
			distinct[name] = true
			if over == "true" {
				fetched++
			}
		}
	}
	if len(distinct) < 5 || fetched > len(distinct) {
		t.Errorf("ten frames fetched %d parts, of %d that there are", fetched, len(distinct))
	}
}

// TestElementToken: a token that has expired is told, and shows nothing more; another one goes on in the same frame.
func TestElementToken(t *testing.T) {
	t.Parallel()
	var p *program
	host := intranet(t, func() string { return p.url })
	secret := strings.Repeat("0123456789abcdef", 2)
	keys, err := signed.ParseKeys("main:" + secret)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	filters := "gender=Women"
	token := func(from, until time.Duration) string {
		text, err := keys.Sign(signed.Grant{Visual: "funnel", Origin: host.URL, Filters: filters, From: now.Add(from), Until: now.Add(until)})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	good, over, renewed := token(-time.Hour, time.Hour), token(-2*time.Hour, -time.Hour), token(-time.Minute, 2*time.Hour)
	p = start(t, tempHome(t), "serve", "--source", few(t), "--embed-origins", host.URL, "--embed-keys", "main:"+secret, "--embed-signed", "required").ready(t)
	b := newTab(t)
	b.do(t, chromedp.Navigate(host.URL+"/token?"+good))
	b.becomes(t, `of("a", "loaded").length === 1`)
	value(t, b, chromedp.Evaluate[int](`a.token = "`+renewed+`", a.setAttribute("day", "1..14"), 0`))
	b.becomes(t, `of("a", "parameters").at(-1)?.parameters.day === "1..14"`)
	if shown := inFrames(t, b, `new URLSearchParams(location.search).get("token")`); shown[0] != renewed {
		t.Errorf("the next request had the token %s", shown[0])
	}
	b.quiet(t, "renewal")
	value(t, b, chromedp.Evaluate[int](`a.token = "`+over+`", a.setAttribute("day", "1..7"), 0`))
	b.becomes(t, `of("a", "error").at(-1)?.code === "expired"`)
	if shown := inFrames(t, b, `document.querySelector("h1").textContent + document.querySelectorAll(".chart").length`); shown[0] != "This address is no longer valid.0" {
		t.Errorf("with a token that has expired the frame shows %q", shown[0])
	}
	value(t, b, chromedp.Evaluate[int](`a.token = "`+good+`", 0`))
	b.becomes(t, `of("a", "parameters").at(-1)?.parameters.day === "1..7"`)
	filters = "gender=Men"
	value(t, b, chromedp.Evaluate[int](`window.before = of("a", "parameters").length, a.token = "`+token(-time.Hour, time.Hour)+`", 0`))
	b.becomes(t, `of("a", "parameters").length > before`) // it allows something else, which is shown at once
	if loads := value(t, b, chromedp.Evaluate[int](`of("a", "loaded").length`)); loads != 1 {
		t.Errorf("the frame was loaded %d times", loads)
	}
}
