package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Card is a visual with the rows it shows.
type Card struct {
	Visual  metrics.Visual
	Table   metrics.Table
	Version int           // the data version of the rows
	Span    int           // columns of the grid of 12; 0 leaves it to the kind of chart
	Large   bool          // on a page of its own
	Drawing chart.Drawing // of Plot, for Width; without it the script draws
	Origin  string        // scheme and host of this server, for the embed snippet: https://example.org
	Signed  bool          // in a frame whose address is signed: no link leads out of it
	Failed  string        // why there are no rows, as a sentence; empty otherwise
	Request string        // the number of the request under which the log tells more of that; may be empty

	Place       string                  // where it stands alone; empty: /visuals/ and its name
	Compares    bool                    // there is a control on the page to compare with
	Reset       string                  // the state without filters, as it stands in an address
	SQL         string                  // the statement behind the rows
	Query       string                  // the state that the rows answer, as it stands in an address
	Dimensions  []metrics.Dimension     // that the rows are grouped by
	DrillTo     metrics.Dimension       // the dimension below; without a name where there is none
	Restricted  []Chip                  // what the visual is itself restricted to
	DrilledFrom metrics.Dimension       // the dimension that the visual has of its own, where it is grouped by another
	Facts       map[string]metrics.Fact // what each figure counts: its rows can be seen
	Counted     map[string]string       // which of the fact's rows it counts, as in an address
	Behind      string                  // where they are, under the same filters
	BehindOther string                  // and those of the second selection; empty where there is none
	Sentences   []string                // what the figures say
	Asides      []string                // and what one has to know with that, but does not stand out: how many are unknown
	Speaks      bool                    // other figures of this visual could have sentences
	Tested      bool                    // these were tested, so that chance can explain what no sentence says
	Clustered   bool                    // on receipts or the like, of which several belong to one customer
	Silent      []Silence               // figures that a filter does not apply to

	Path     string            // of the page that the card is on, where its rows can be arranged and its marks chosen; empty where they cannot
	Kept     url.Values        // the state of that page but for the arrangement of this card
	Arranged Arrangement       // how the rows are shown
	Totals   metrics.Table     // the same figures over all groups; without rows where they say nothing
	Pivot    Pivot             // of a visual of that kind
	Offers   map[string]string // the pages of the offers that the rows name
}

// Silence are figures that say nothing under a filter: what they count does not have its dimension.
type Silence struct {
	Measures  []metrics.Measure
	Counted   string // what they count: Purchases
	Dimension metrics.Dimension
}

// maxCardRows is how many rows a card's table has; the exports have them all.
const maxCardRows = 100

// Address is where the visual stands alone in the same state, or with an ending such as .csv, its figures as a file.
func (c Card) Address(ending string) string {
	if ending == "" {
		return c.ImageAddress(ending)
	}
	return c.path() + ending + suffix(c.Query) // files have all rows, in the order of the groups
}

// ImageAddress is where the visual is a picture, with an ending such as .png: of its rows, as they are arranged.
func (c Card) ImageAddress(ending string) string {
	query := c.Query
	if own := c.Arranged.Address(c.Visual.Name).Encode(); own != "" {
		query = strings.TrimPrefix(query+"&"+own, "&")
	}
	return c.path() + ending + suffix(query)
}

func (c Card) path() string {
	if c.Place != "" {
		return c.Place
	}
	return VisualsPath + c.Visual.Name
}

// AddressWith is the same with one more parameter.
func (c Card) AddressWith(ending, parameter string) string {
	if c.Query == "" {
		return c.Address(ending) + "?" + parameter
	}
	return c.Address(ending) + "&" + parameter
}

// suffix is what follows a path, with the question mark.
func suffix(query string) string {
	if query == "" {
		return ""
	}
	return "?" + query
}

func (c Card) id(of string) string { return c.Visual.Name + "-" + of }

// Plot is the card's chart, measured and worded.
func (c Card) Plot(l language.Locale) chart.Plot {
	p := chart.New(l, c.Visual, c.Table).Within(c.Width())
	if c.Large {
		return p.Large()
	}
	return p
}

// Width is how wide the card's chart is, in pixels, in a window of 1366.
func (c Card) Width() int {
	const page, gap, padding = 1366 - 2*24, 16, 2*16 + 2
	columns := c.columns()
	if c.Large {
		columns = 8
	}
	return columns*(page-11*gap)/12 + (columns-1)*gap - padding
}

// columns is how many of the 12 columns the card takes.
func (c Card) columns() int {
	switch {
	case c.Span >= 1 && c.Span <= 12:
		return c.Span
	case isTable(c.Visual.Chart.Kind) || c.Visual.Chart.Kind == metrics.KPI:
		return 12
	}
	return 6
}

func (c Card) span() string { return "span-" + strconv.Itoa(c.columns()) }

// frameSpan is the same in a frame, of which a visual alone takes the whole width.
func (c Card) frameSpan(alone bool) string {
	if alone {
		return "span-12"
	}
	return c.span()
}

// isTable says whether a visual is a table itself, rather than a drawing with one behind it.
func isTable(k metrics.Kind) bool { return k == metrics.TableOnly || k == metrics.Pivot }

// empty says that there is nothing to draw, though nothing failed.
func (c Card) empty() bool {
	if c.Failed != "" {
		return false
	}
	return !slices.ContainsFunc(c.Table.Rows, func(row []any) bool {
		return c.Visual.Kind != metrics.Funnel || slices.ContainsFunc(row, func(cell any) bool { return cell != nil && cell != int64(0) })
	})
}

// valueless says that there are groups, but not what is drawn of them: rates of offers that cannot be completed.
func (c Card) valueless() bool {
	kind := c.Visual.Chart.Kind
	if len(c.Table.Rows) == 0 || isTable(kind) || kind == metrics.KPI {
		return false
	}
	lacking := len(c.lacking())
	return lacking == len(c.Visual.Chart.Values) || kind == metrics.Scatter && lacking > 0
}

// lacking are the labels of the drawn figures that no group has.
func (c Card) lacking() (labels []string) {
	for i, column := range c.Table.Columns {
		has := func(row []any) bool { return row[i] != nil }
		if slices.Contains(c.Visual.Chart.Values, column.Name) && !slices.ContainsFunc(c.Table.Rows, has) {
			labels = append(labels, column.Label)
		}
	}
	return labels
}

// silent says that no figure that is drawn applies to what is chosen.
func (c Card) silent() bool {
	drawn := slices.Clone(c.Visual.Chart.Values)
	for _, s := range c.Silent {
		for _, m := range s.Measures {
			drawn = slices.DeleteFunc(drawn, func(name string) bool { return name == m.Name })
		}
	}
	return len(c.Silent) > 0 && len(drawn) == 0
}

// drawn says that the card shows more than a table or a sentence.
func (c Card) drawn() bool {
	kind := c.Visual.Chart.Kind
	return c.Failed == "" && !c.empty() && !c.silent() && kind != metrics.TableOnly && kind != metrics.Pivot
}

// counted is what the card's first figure counts: its rows are those behind the card.
func (c Card) counted() metrics.Fact {
	if len(c.Visual.Measures) == 0 {
		return metrics.Fact{}
	}
	return c.Facts[c.Visual.Measures[0]]
}

// only says what the visual is itself restricted to: Only Gender: Women. It is empty where that is nothing.
func (c Card) only(l language.Locale) string {
	if len(c.Restricted) == 0 {
		return ""
	}
	texts := make([]string, len(c.Restricted))
	for i, chip := range c.Restricted {
		texts[i] = chip.text(l)
	}
	return l.Text("Only %s.", strings.Join(texts, "; "))
}

// SubtitleRestricted is the visual's subtitle with what it is restricted to.
func (c Card) SubtitleRestricted(l language.Locale) string {
	only := c.only(l)
	if subtitle := strings.TrimSuffix(c.Visual.Subtitle, "."); only != "" && subtitle != "" {
		return subtitle + ". " + only
	}
	return only + c.Visual.Subtitle
}

// says is all that the card says of its figures.
func (c Card) says() []string { return slices.Concat(c.Sentences, c.Asides) }

// emptyText says why there is nothing.
func (c Card) emptyText(l language.Locale) string {
	if c.valueless() {
		return l.Text("What is selected has no %s.", format.Lower(strings.Join(c.lacking(), ", ")))
	}
	if !c.Signed && c.Query == c.Reset || c.counted().Label == "" {
		return l.Text("There is nothing to show in this version of the data.")
	}
	return l.Text("No %s match these filters.", format.Lower(c.counted().Label))
}

// snippet is the HTML that shows the visual on somebody else's page. Its height is what the card needs at usual widths.
func (c Card) snippet(l language.Locale) string {
	return Iframe(c.frameAddress(), c.Visual.Title, "100%", c.FrameHeight(l))
}

// frameAddress is the whole address of the visual in a frame.
func (c Card) frameAddress() string { return c.Origin + "/embed" + c.Address("") }

// FrameHeight is how many pixels a frame of the visual needs: its drawing, and the words around it.
func (c Card) FrameHeight(l language.Locale) int {
	const words = 170 // title, subtitle, note, table's handle, source
	height := c.Plot(l).Height(false)
	switch c.Visual.Chart.Kind {
	case metrics.KPI:
		height = 110
	case metrics.TableOnly, metrics.Pivot:
		height = 40 + 33*min(len(c.Table.Rows), 12)
	}
	return (words + height + 9) / 10 * 10
}

// text says which figures are not shown, and why: Not shown: Sales. Purchases have no channel.
func (s Silence) text(l language.Locale) string {
	labels := make([]string, len(s.Measures))
	for i, m := range s.Measures {
		labels[i] = m.Label
	}
	return l.Text("Not shown: %s. %s.", strings.Join(labels, ", "), s.reason(l))
}

// reason says why: Purchases have no channel.
func (s Silence) reason(l language.Locale) string {
	return l.Text("%s have no %s", s.Counted, format.Lower(s.Dimension.Label))
}
