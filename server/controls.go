package server

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
)

// mostOptions is up to how many values of a dimension of numbers are offered one by one; of more, a range.
const mostOptions = 12

// controls are what a sheet can be filtered by, with the values that there are.
func (s *Server) controls(ctx context.Context, e *edition, st state, sheet metrics.Dashboard, path string) (views.Controls, error) {
	model := s.dashboards().Model
	bar := views.Controls{Path: path, Chips: s.chips(st, path)}
	if st.asOf != 0 {
		bar.AsOf = strconv.Itoa(st.asOf)
	}
	kept := st.fromFirstPage()
	kept.where = nil
	for _, c := range st.where {
		if c.Not || !slices.Contains(sheet.Controls, c.Dimension) {
			kept.where = append(kept.where, c)
		}
	}
	bar.Kept = kept.query(model)
	bar.Reset = address(path, state{asOf: st.asOf}.query(model))
	bar.All = make([]views.Control, len(sheet.Controls))
	var group errgroup.Group
	group.SetLimit(cardsAtOnce)
	for i, name := range sheet.Controls {
		group.Go(func() error {
			d, err := model.Dimension(name)
			if err != nil {
				return err
			}
			if bar.All[i], err = s.control(ctx, e, d, st.where.On(name)); err != nil {
				return fmt.Errorf("offer the values of %s: %w", name, err)
			}
			return nil
		})
	}
	return bar, group.Wait()
}

func (s *Server) control(ctx context.Context, e *edition, d metrics.Dimension, on metrics.Condition) (views.Control, error) {
	control := views.Control{Dimension: d, On: on}
	counted, ok := s.countedBy(d)
	if !ok {
		return control, nil
	}
	control.Counted = counted.Label
	table, err := s.answer(ctx, e, metrics.Question{Measures: []string{counted.Name}, By: []string{d.Name}})
	if err != nil {
		return control, err
	}
	if d.Type == metrics.Integer && len(table.Rows) > mostOptions {
		control.Ranged = true
		for _, row := range table.Rows {
			if value, ok := row[0].(int64); ok {
				if control.Least == nil {
					control.Least = &value
				}
				control.Most = &value
			}
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
		control.Options = append(control.Options, views.Option{Value: value, Cell: row[0], Count: count, Chosen: on.Has(value)})
	}
	return control, nil
}

// countedBy is what the values of a dimension are counted in: receipts where it has any.
func (s *Server) countedBy(d metrics.Dimension) (metrics.Measure, bool) {
	model := s.dashboards().Model
	for _, name := range []string{"receipts", "completions", "purchases", "members"} {
		if model.Applies(d.Name, name) {
			m, err := model.Measure(name)
			return m, err == nil
		}
	}
	return metrics.Measure{}, false
}
