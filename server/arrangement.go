package server

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Limits of an arrangement.
const (
	maxPage      = 10_000 // of a table: an answer has fewer
	maxPathBytes = 1000   // of a group of a pivot
)

var arrangementSuffixes = []string{views.SortSuffix, views.FindSuffix, views.PageSuffix, views.ClosedSuffix, views.ShadeSuffix}

// cutArrangement splits a parameter's name into the name of a visual and the suffix that says what is arranged.
func cutArrangement(name string) (visual, suffix string, ok bool) {
	for _, suffix := range arrangementSuffixes {
		if visual, ok := strings.CutSuffix(name, suffix); ok {
			return visual, suffix, true
		}
	}
	return "", "", false
}

// arrange reads a parameter of an arrangement into the state. Drills must have been read before, since they decide which columns a visual has.
func (st *state) arrange(model *metrics.Model, named func(string) (metrics.Visual, error), visual, suffix string, values []string) error {
	v, err := named(visual)
	if err != nil {
		return unknownParamBut(visual+suffix, err)
	}
	if by, ok := st.drills[visual]; ok {
		if v, err = regrouped(model, v, by); err != nil {
			return err // parseState has refused it already
		}
	}
	if (v.Kind == metrics.Pivot) != (suffix == views.ClosedSuffix || suffix == views.ShadeSuffix) {
		return unknownParams([]string{visual + suffix})
	}
	values = slices.DeleteFunc(slices.Clone(values), func(value string) bool { return value == "" }) // fields that were left empty
	if len(values) == 0 {
		return nil
	}
	if len(values) > 1 && suffix != views.ClosedSuffix {
		return badArrangement(visual+suffix, language.Say("It is in the address twice."))
	}
	a := st.arranged[visual]
	switch suffix {
	case views.SortSuffix:
		a.Sort, a.Down = strings.CutPrefix(values[0], "-")
		if st.versus == nil || a.Sort != metrics.SelectionColumn {
			if _, err := v.Column(a.Sort); err != nil {
				return badArrangement(visual+suffix, reason(err))
			}
		}
	case views.FindSuffix:
		a.Find = strings.TrimSpace(values[0])
		if utf8.RuneCountInString(a.Find) > views.MaxFind || !plainText(a.Find) {
			return badArrangement(visual+suffix, language.Say("It is a plain text of at most %s characters.", format.Counted(views.MaxFind)))
		}
	case views.PageSuffix:
		if a.Page, err = strconv.Atoi(values[0]); err != nil || a.Page < 1 || a.Page > maxPage {
			return badArrangement(visual+suffix, language.Say("It is the number of a page, from 1 to %s.", format.Counted(maxPage)))
		}
	case views.ClosedSuffix:
		if len(values) > views.MaxClosed || slices.ContainsFunc(values, func(value string) bool { return len(value) > maxPathBytes || !plainText(value) }) {
			return badArrangement(visual+suffix, language.Say("It names at most %s groups.", format.Counted(views.MaxClosed)))
		}
		a.Closed = slices.Compact(slices.Sorted(slices.Values(values)))
	case views.ShadeSuffix:
		if a.Shaded = values[0] == "yes"; !a.Shaded {
			return badArrangement(visual+suffix, language.Say("It can only be yes."))
		}
	}
	st.arranged[visual] = a
	return nil
}

func plainText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

func badArrangement(parameter string, message language.Message) error {
	return &problem{status: http.StatusBadRequest, heading: language.Say("%s has an invalid value.", shorten(parameter)), message: message,
		advice: language.Say("Correct the address, or leave it out.")}
}

// fromFirstPage is the state with every table on its first page, for links to other rows.
func (st state) fromFirstPage() state {
	st.arranged = maps.Clone(st.arranged)
	for visual, a := range st.arranged {
		st.arranged[visual] = a.FromFirstPage()
	}
	return st
}

// figures is the state without arrangements, which do not change any figure.
func (st state) figures() state {
	st.arranged = nil
	return st
}

// place tells cards which page they are on, so that the links that sort, search and page their rows lead back to it.
func (s *Server) place(cards []views.Card, path string, st state) {
	model := s.dashboards().Model
	for i := range cards {
		name := cards[i].Visual.Name
		others := st
		others.arranged = maps.Clone(st.arranged)
		delete(others.arranged, name)
		cards[i].Path, cards[i].Kept, cards[i].Arranged = path, s.links(st, st.withTheme(others.query(model))), st.arranged[name]
	}
}
