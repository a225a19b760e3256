package chart

import (
	"fmt"
	"testing"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// TestPointLabels: on a phone long names have two lines, and no name stands on another one, on another point, or
// beyond the drawing.
func TestPointLabels(t *testing.T) {
	t.Parallel()
	v := metrics.Visual{Name: "points", Chart: metrics.Chart{Kind: metrics.Scatter, Category: "offer", Values: []string{"x", "y", "size"}}}
	table := metrics.Table{Columns: []metrics.Column{{Name: "offer", Type: metrics.Text}, {Name: "x", Type: metrics.Integer}, {Name: "y", Type: metrics.Integer}, {Name: "size", Type: metrics.Integer}}}
	for i := range int64(12) {
		table.Rows = append(table.Rows, []any{fmt.Sprintf("Discount: spend $%d, get $5, 10 days", 10+i), i * 37 % 100, i * 61 % 100, 100 + i})
	}
	table.Rows = append(table.Rows, []any{"Crowded", int64(50), int64(50), int64(1)}, []any{"Nowhere", nil, int64(50), int64(1)})
	p := New(language.English, v, table)
	across, up := p.span(0), p.span(1)
	for _, narrow := range []bool{false, true} {
		f := p.form(narrow)
		labels, points := p.pointLabels(f, across, up), p.pointBoxes(f, across, up)
		if _, named := labels[13]; named || len(points) != 13 {
			t.Errorf("narrow %t: a point that is not drawn has a name, or %d of 13 are drawn", narrow, len(points))
		}
		if !narrow {
			continue
		}
		if len(labels) < 3 {
			t.Errorf("only %d points are named", len(labels))
		}
		for n, label := range labels {
			if n < 12 && label.lines() != 2 {
				t.Errorf("%q is not in two lines", label.text)
			}
			room := label.room(points[n])
			if room.left < 0 || room.right > f.width-40 {
				t.Errorf("%q reaches from %d to %d, of %d", label.text, room.left, room.right, f.width)
			}
			for other, point := range points {
				beside, named := labels[other]
				if other != n && (room.meets(point.beside()) || named && room.meets(beside.room(point))) {
					t.Errorf("%q stands on %q", label.text, p.Names[other].Label)
				}
			}
		}
	}
}

// TestPointsThatCrowd: two points that nearly touch, at the end of the axis, both have their names.
func TestPointsThatCrowd(t *testing.T) {
	t.Parallel()
	v := metrics.Visual{Name: "points", Chart: metrics.Chart{Kind: metrics.Scatter, Category: "offer", Values: []string{"x", "y", "size"}}}
	table := metrics.Table{Columns: []metrics.Column{{Name: "offer", Type: metrics.Text}, {Name: "x", Type: metrics.Integer}, {Name: "y", Type: metrics.Integer}, {Name: "size", Type: metrics.Integer}}}
	for i, at := range [][2]int64{{96, 70}, {96, 67}, {35, 45}, {96, 44}} {
		table.Rows = append(table.Rows, []any{fmt.Sprintf("Discount: spend $%d, get $5, 10 days", 10+i), at[0], at[1], int64(7600)})
	}
	p := New(language.English, v, table)
	if labels := p.pointLabels(p.form(false), p.span(0), p.span(1)); len(labels) != 4 {
		t.Errorf("%d of 4 points are named", len(labels))
	}
}
