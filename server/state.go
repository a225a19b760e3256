package server

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Parameters of a state, beside the dimensions.
const (
	versusPrefix = "vs."   // conditions of the selection that is compared with: those of the first, with these in their place
	asOfParam    = "as_of" // the data version that is shown, instead of the current one
	drillSuffix  = ".by"   // behind a visual's name: the dimension by which it is grouped instead of its own
)

// state is what an address says about a page besides its path: what is selected, what that is compared with, what is drilled into, and
// which version is shown. Pages, files and frames parse it in the same way.
type state struct {
	where  metrics.Selection
	versus *metrics.Selection // the whole of the second selection; nil for none
	change metrics.Selection  // how it differs from the first
	drills map[string]string  // visual → dimension
	asOf   int                // 0 for the current version
	locale string             // named by the address; may be empty

	arranged map[string]views.Arrangement // visual → how its rows are sorted, searched and paged

	theme string // of a frame: light or dark; empty: as the reader's system
	pass  *pass  // what a signed address may show; nil for one that is not signed
}

// state parses the address of a request. Unknown parameters are refused by name, see onlyParams.
func (s *Server) state(c echo.Context, own ...string) (state, error) {
	query, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return state{}, unreadable(err)
	}
	return s.parseState(c.Request().Context(), query, own...)
}

func (s *Server) parseState(ctx context.Context, query url.Values, own ...string) (state, error) {
	sheets := s.dashboardsIn(ctx)
	model := sheets.Model
	st := state{drills: map[string]string{}, arranged: map[string]views.Arrangement{}}
	var left []string
	var err error
	if st.where, left, err = model.ParseSelection(query, ""); err != nil {
		return st, badValue(err)
	}
	if st.change, _, err = model.ParseSelection(query, versusPrefix); err != nil {
		return st, badValue(err)
	}
	if len(st.change) > 0 {
		whole := st.where
		for _, c := range st.change {
			whole = whole.Without(c.Dimension)
		}
		whole = whole.And(st.change)
		st.versus = &whole
	}
	visualNamed := sheets.Visual
	if slices.Contains(own, exploreParams[0]) {
		visualNamed = explorable(sheets, exploredIn(model, language.Of(ctx), query))
	}
	for _, name := range left { // sorted, so that a visual's drill comes before its arrangement
		value := query.Get(name)
		visual, isDrill := strings.CutSuffix(name, drillSuffix)
		arranged, suffix, isArrangement := cutArrangement(name)
		switch {
		case name == asOfParam:
			if st.asOf, err = strconv.Atoi(value); err != nil || st.asOf < 1 || len(query[name]) > 1 {
				return st, &problem{status: http.StatusBadRequest, heading: language.Say("as_of is the number of a data version."),
					message: language.Say("%q is not one.", shorten(value)), advice: language.Say("Leave it out for the current version.")}
			}
		case name == language.Parameter:
			if _, ok := language.Named(value); !ok && value != "" || len(query[name]) > 1 {
				return st, unknownLocale(value)
			}
			st.locale = value
		case isDrill:
			v, err := sheets.Visual(visual)
			if err != nil {
				return st, unknownParamBut(name, err)
			}
			if _, err := regrouped(model, v, value); err != nil {
				return st, &problem{status: http.StatusBadRequest, heading: language.Say("This visual cannot be grouped in that way."), message: reason(err), cause: err}
			}
			st.drills[visual] = value
		case isArrangement:
			if err := st.arrange(model, visualNamed, arranged, suffix, query[name]); err != nil {
				return st, err
			}
		case strings.HasPrefix(name, versusPrefix) && isDimension(model, strings.TrimSuffix(strings.TrimPrefix(name, versusPrefix), "!")):
		case slices.Contains(own, name):
		default:
			return st, unknownParam(model, name)
		}
	}
	return st, nil
}

func isDimension(model *metrics.Model, name string) bool {
	_, err := model.Dimension(name)
	return err == nil
}

// query writes the state in its canonical form: equal states have the same address.
func (st state) query(model *metrics.Model) url.Values {
	query := model.Address(st.where, "")
	for name, values := range model.Address(st.change, versusPrefix) {
		query[name] = values
	}
	for visual, dimension := range st.drills {
		query.Set(visual+drillSuffix, dimension)
	}
	for visual, a := range st.arranged {
		maps.Copy(query, a.Address(visual))
	}
	if st.locale != "" {
		query.Set(language.Parameter, st.locale)
	}
	if st.asOf != 0 {
		query.Set(asOfParam, strconv.Itoa(st.asOf))
	}
	return query
}

// unfiltered is the state with everything selected, at the same version and in the same language.
func (st state) unfiltered() state { return state{asOf: st.asOf, locale: st.locale} }

// with returns the state with another selection.
func (st state) with(where metrics.Selection) state {
	st.where = where
	return st
}

// regrouped is the visual grouped by another dimension: drilled down or up. Its title and descriptions are then generated from the model.
func regrouped(model *metrics.Model, v metrics.Visual, dimension string) (metrics.Visual, error) {
	if len(v.By) != 1 {
		return v, errors.New("only a visual with one dimension can be grouped by another")
	}
	if v.By[0] == dimension {
		return v, nil
	}
	v.By = []string{dimension}
	v.Title, v.Subtitle, v.Definition = "", "", ""
	if len(v.Declared) == 0 {
		v.Note = "" // it is about the original groups; with Declared conditions it may say what the visual leaves out
	}
	if d, err := model.Dimension(dimension); err == nil && !d.Ordered() && (v.Kind == metrics.Line || v.Kind == metrics.Area || v.Kind == metrics.Histogram) {
		v.Kind = metrics.Bar // a line needs groups with an order of their own
	}
	if d, err := model.Dimension(dimension); err == nil && d.Type == metrics.Integer && v.Kind == metrics.Bar {
		v.Kind = metrics.Columns // there may be many numbers, more than bars fit under each other
	}
	return model.Resolve(v)
}

// badValue tells the reader what is wrong with a filter.
func badValue(err error) error {
	var value *metrics.ValueError
	if !errors.As(err, &value) {
		return err
	}
	heading := language.Say("This filter is not valid: %s.", language.Data(value.Reason))
	if value.Dimension.Label != "" {
		heading = language.Say("%s cannot be %q: %s.", value.Dimension.Label, shorten(value.Text), language.Data(value.Reason))
	}
	return &problem{status: http.StatusBadRequest, heading: heading, advice: language.Say("Correct the address, or leave the filter out."), cause: err}
}

func unknownParam(model *metrics.Model, name string) error {
	plain := strings.TrimSuffix(strings.TrimPrefix(name, versusPrefix), "!")
	_, err := model.Dimension(plain)
	return unknownParamBut(name, err)
}

// unknownParamBut refuses a parameter, and suggests the nearest known name.
func unknownParamBut(name string, err error) error {
	p := unknownParams([]string{name}).(*problem)
	var unknown *metrics.UnknownNameError
	if errors.As(err, &unknown) && unknown.Nearest != "" {
		p.message = language.Say("Did you mean %s?", unknown.Nearest)
	}
	return p
}

// sentence is an error as a sentence: it begins with a capital and ends with a full stop.
func sentence(err error) language.Message {
	return language.Say("%s.", language.Data(format.Capital(err.Error())))
}

// chips are the active conditions, each with the address that removes it.
func (s *Server) chips(ctx context.Context, st state, path string) []views.Chip {
	model := s.dashboardsIn(ctx).Model
	st = st.fromFirstPage()
	var chips []views.Chip
	for _, set := range []struct {
		of      metrics.Selection
		compare bool
	}{{st.where, false}, {st.change, true}} {
		for _, c := range set.of {
			d, _ := model.Dimension(c.Dimension)
			without := st
			if set.compare {
				without.change = st.change.With(metrics.Condition{Dimension: c.Dimension, Not: c.Not})
			} else {
				without.where = st.where.With(metrics.Condition{Dimension: c.Dimension, Not: c.Not})
			}
			chips = append(chips, views.Chip{Dimension: d, Condition: c, Compare: set.compare, Address: address(path, without.query(model))})
		}
	}
	return chips
}

// address joins a path and a query.
func address(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}
