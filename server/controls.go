package server

import (
	"context"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
)

// mostOptions is how many values of a numeric dimension are offered one by one; beyond it, a range is offered.
const mostOptions = 12

// controls are what a dashboard can be filtered by, with the values that exist.
func (s *Server) controls(ctx context.Context, e *edition, st state, sheet metrics.Dashboard, path string) (views.Controls, error) {
	model := s.dashboardsIn(ctx).Model
	bar := views.Controls{Path: path, Chips: s.chips(ctx, st, path)}
	if st.asOf != 0 {
		bar.AsOf = strconv.Itoa(st.asOf)
	}
	kept := st.fromFirstPage()
	kept.where, kept.change = nil, nil
	for _, c := range st.where {
		if c.Not || !slices.Contains(sheet.Controls, c.Dimension) {
			kept.where = append(kept.where, c)
		}
		if !c.Not {
			rest := st
			rest.change = metrics.Selection{{Dimension: c.Dimension, Not: true, Values: c.Values, Ranges: c.Ranges}}
			bar.Rest = append(bar.Rest, views.Chip{Dimension: mustDimension(model, c.Dimension), Condition: rest.change[0], Address: address(path, rest.query(model))})
		}
	}
	bar.Reset = address(path, st.unfiltered().query(model))
	bar.All = make([]views.Control, len(sheet.Controls))
	var group errgroup.Group
	group.SetLimit(cardsAtOnce)
	for i, name := range sheet.Controls {
		group.Go(func() error {
			d, err := model.Dimension(name)
			if err != nil {
				return err
			}
			bar.All[i], err = unpanicked(ctx, func(ctx context.Context) (views.Control, error) { return s.control(ctx, e, st, sheet, d) })
			if err != nil {
				failed, err := s.failedPart(ctx, e, "values of "+name, err)
				if err != nil {
					return err
				}
				on := st.where.On(name)
				bar.All[i] = views.Control{Dimension: d, On: on, Ranged: len(on.Ranges) > 0, Failed: failed}
				bar.All[i].OfferChosen()
			}
			bar.All[i].Except, bar.All[i].Versus = st.where.Except(name), st.change.On(name)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return bar, err
	}
	for _, c := range st.change {
		i := slices.IndexFunc(bar.All, func(control views.Control) bool { return control.Dimension.Name == c.Dimension })
		if c.Not || i < 0 || !bar.All[i].Compares() {
			kept.change = append(kept.change, c)
		}
	}
	bar.Kept = kept.query(model)
	if len(st.change) > 0 {
		alone := st
		alone.change = nil
		bar.Alone = address(path, alone.query(model))
	}
	return bar, nil
}

func mustDimension(model *metrics.Model, name string) metrics.Dimension {
	d, _ := model.Dimension(name) // a selection was read by the model
	return d
}

func (s *Server) control(ctx context.Context, e *edition, st state, sheet metrics.Dashboard, d metrics.Dimension) (views.Control, error) {
	on := st.where.On(d.Name)
	control := views.Control{Dimension: d, On: on}
	counted := s.counted(ctx, sheet, d)
	if len(counted) == 0 {
		return control, nil
	}
	control.Counted = counted[0].Label
	values := func(of metrics.Measure) (metrics.Table, error) {
		return s.answer(ctx, e, st, metrics.Question{Measures: []string{of.Name}, By: []string{d.Name}})
	}
	table, err := values(counted[0])
	if err != nil {
		return control, err
	}
	if d.Type == metrics.Integer && len(table.Rows) > mostOptions {
		control.Ranged = true
		for _, row := range table.Rows {
			if count, ok := row[1].(int64); ok && row[0] == nil {
				control.Options = []views.Option{{Value: metrics.Unknown, Cell: metrics.Unknown, Count: count, Chosen: on.Has(metrics.Unknown)}}
			}
		}
		for _, of := range counted { // what is received on fewer days than is bought must not keep the others from being chosen
			all, err := values(of)
			if err != nil {
				return control, err
			}
			control.Reach(all)
		}
		return control, nil
	}
	for _, row := range table.Rows {
		count, _ := row[1].(int64)
		value := metrics.Unknown
		switch cell := row[0].(type) {
		case string:
			value = cell
		case int64:
			value = strconv.FormatInt(cell, 10)
		}
		control.Options = append(control.Options, views.Option{Value: value, Cell: row[0], Count: count, Chosen: on.Has(value) || inRange(on, row[0])})
	}
	control.OfferChosen()
	return control, nil
}

// inRange says whether a condition chooses a number by a range.
func inRange(on metrics.Condition, cell any) bool {
	value, ok := cell.(int64)
	return ok && slices.ContainsFunc(on.Ranges, func(r metrics.Range) bool { return r.Holds(value) })
}

// counted are the measures in which the values of a dimension can be counted: first what the sheet's figures count, purchases on that of sales.
func (s *Server) counted(ctx context.Context, sheet metrics.Dashboard, d metrics.Dimension) []metrics.Measure {
	model := s.dashboardsIn(ctx).Model
	first := ""
	if len(sheet.Figures) > 0 {
		if _, err := model.Measure(sheet.Figures[0]); err == nil { // Explore may be asked for one that there is not
			first = model.FactOf(sheet.Figures[0])
		}
	}
	var all []metrics.Measure
	for _, name := range []string{"receipts", "completions", "purchases", "members"} {
		m, err := model.Measure(name)
		if err != nil || !model.Applies(d.Name, name) {
			continue
		}
		at := len(all)
		if m.Fact == first {
			at = 0
		}
		all = slices.Insert(all, at, m)
	}
	return all
}
