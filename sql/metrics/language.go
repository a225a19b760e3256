package metrics

import (
	"slices"
	"strings"

	"cafe-rewards/views/language"
)

// In is the model in a language: labels, definitions and what a row is. Names, SQL and addresses are the same in all.
func (m *Model) In(l language.Locale) *Model {
	if l == m.in {
		return m
	}
	n := *m
	n.in = l
	n.facts = reworded(m.facts, func(f *Fact) {
		f.Label, f.Grain = l.Known(f.Label), l.Known(f.Grain)
		f.Rows = slices.Clone(f.Rows)
		for i := range f.Rows {
			f.Rows[i].Label, f.Rows[i].Description = l.Known(f.Rows[i].Label), l.Known(f.Rows[i].Description)
		}
	})
	n.dimensions = reworded(m.dimensions, func(d *Dimension) {
		d.Label, d.Definition, d.Without = l.Known(d.Label), l.Known(d.Definition), l.Known(d.Without)
	})
	n.measures = reworded(m.measures, func(s *Measure) { s.Label, s.Definition = l.Known(s.Label), l.Known(s.Definition) })
	return &n
}

func reworded[T named](c catalogue[T], reword func(*T)) catalogue[T] {
	c.all = slices.Clone(c.all)
	for i := range c.all {
		reword(&c.all[i])
	}
	return c
}

// In is the dashboards in a language. What the owner's own say of themselves stays as it was written; what is made of the model for them
// is in the language too. It is made once.
func (d *Dashboards) In(l language.Locale) *Dashboards {
	if l == d.Model.in {
		return d
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if in, ok := d.languages[l]; ok {
		return in
	}
	to := d.Model.In(l)
	in := &Dashboards{Model: to}
	own := map[string]bool{}
	in.sheets = reworded(d.sheets, func(sheet *Dashboard) {
		own[sheet.Name] = sheet.Own
		if !sheet.Own {
			sheet.Title, sheet.Sheet, sheet.Lead = l.Known(sheet.Title), l.Known(sheet.Sheet), l.Known(sheet.Lead)
		}
		sheet.Visuals = slices.Clone(sheet.Visuals)
		for i, v := range sheet.Visuals {
			sheet.Visuals[i] = d.Model.reworded(v, to, sheet.Own)
		}
	})
	in.visuals = reworded(d.visuals, func(v *Visual) { *v = d.Model.reworded(*v, to, own[v.Sheet]) })
	if d.languages == nil {
		d.languages = map[language.Locale]*Dashboards{}
	}
	d.languages[l] = in
	return in
}

// reworded is a visual in the language of another model. What was made of this one is made of that.
func (m *Model) reworded(v Visual, to *Model, own bool) Visual {
	q := v.Ask(nil, nil)
	declared := func(text string) string {
		if own {
			return text
		}
		return to.in.Known(text)
	}
	out := v
	out.Columns = to.columns(q)
	if out.Title = declared(v.Title); v.Title == m.title(v) {
		out.Title = to.title(v)
	}
	if out.Subtitle = declared(v.Subtitle); v.Subtitle == m.subtitle(v) {
		out.Subtitle = to.subtitle(v)
	}
	if out.Definition = declared(v.Definition); v.Definition == m.definition(q) {
		out.Definition = to.definition(q)
	}
	out.Note = declared(v.Note)
	return out
}

// Labelled is an answer to a question with its columns in the language of the model.
func (m *Model) Labelled(t Table, q Question) Table {
	if m.in != language.English && len(t.Columns) > 0 {
		t.Columns = m.columns(q)
	}
	return t
}

func (m *Model) title(v Visual) string {
	var figures, groups []string
	for _, name := range v.Measures {
		figures = append(figures, m.measures.must(name).Label)
	}
	for _, name := range v.groups() {
		groups = append(groups, strings.ToLower(m.dimensions.must(name).Label))
	}
	title := strings.Join(figures, ", ")
	if len(groups) == 0 {
		return title
	}
	by := groups[0]
	for _, group := range groups[1:] {
		by = m.in.Text("%s and %s", by, group)
	}
	return m.in.Text("%s by %s", title, by)
}

// subtitle says what the figure is; of several, which they are: what the first one is would be read of all.
func (m *Model) subtitle(v Visual) string {
	if len(v.Measures) == 1 {
		return m.measures.must(v.Measures[0]).Definition
	}
	labels := make([]string, len(v.Measures))
	for i, name := range v.Measures {
		labels[i] = m.measures.must(name).Label
	}
	return strings.Join(labels, ", ")
}

// definition puts together what the measures and dimensions say of themselves.
func (m *Model) definition(q Question) string {
	var sentences []string
	for _, name := range q.Measures {
		s := m.measures.must(name)
		sentences = append(sentences, s.Label+": "+s.Definition)
	}
	for _, name := range q.By {
		d := m.dimensions.must(name)
		sentences = append(sentences, d.Label+": "+d.Definition)
	}
	return strings.Join(sentences, " ")
}
