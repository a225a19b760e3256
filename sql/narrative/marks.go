package narrative

import "cafe-rewards/sql/metrics"

// Marks are the rows whose rate or mean rests on an n below the set size, in the order of the table: to be hatched or faded, and
// not ranked. Rows without a figure, and counts and amounts, which rest on nothing, are not marked.
func Marks(s Subject) []int {
	var small []int
	for row := range s.Table.Rows {
		for _, value := range s.Chart.Values {
			at, ok := s.column(value)
			if !ok || s.Table.Columns[at].Unit == metrics.Count || !s.counts(s.Table.Columns[at].N) {
				continue
			}
			_, hasFigure := number(s.Table.Rows[row][at])
			n, hasN := number(s.cell(row, s.Table.Columns[at].N))
			if hasFigure && hasN && n < float64(s.smallN()) {
				small = append(small, row)
				break
			}
		}
	}
	return small
}
