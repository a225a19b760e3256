package views

import (
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// OverviewFigures gives the key figures of the programme from the visual "overview": each with the one comparison that makes it
// readable. The table of "activity-by-day" adds what happened per day; it may be empty.
func OverviewFigures(overview, activity metrics.Table) []Figure {
	var all []Figure
	for _, name := range []string{
		"receipts", "viewed", "completed", "completion_rate", "completed_without_view", "reward_cost", "sales", "sales_at_completions",
	} {
		f, ok := figureOf(overview, name)
		if !ok {
			continue
		}
		switch name {
		case "receipts":
			f.Trend = trend(activity, "received")
		case "viewed":
			f.Detail = share(overview, "viewed_rate", "of receipts")
			f.Trend = trend(activity, "viewed")
		case "completed":
			f.Detail = counted(overview, "completable", "of", "completable")
			f.Trend = trend(activity, "completed")
		case "completion_rate":
			f.Low, f.High = cellOf(overview, "completion_low"), cellOf(overview, "completion_high")
			f.N, _ = cellOf(overview, "completable").(int64)
		case "completed_without_view":
			f.Detail = share(overview, "without_view_rate", "of completed")
		case "reward_cost":
			f.Detail = perCompletion(overview)
		case "sales":
			f.Detail = counted(overview, "transactions", "", "purchases")
		case "sales_at_completions":
			f.Detail = share(overview, "sales_share", "of sales")
		}
		f.Address = "/visuals/overview"
		all = append(all, f)
	}
	return all
}

// trend is a column of a table as a series.
func trend(t metrics.Table, name string) []int64 {
	var days []int64
	for i, column := range t.Columns {
		if column.Name != name {
			continue
		}
		for _, row := range t.Rows {
			n, _ := row[i].(int64)
			days = append(days, n)
		}
	}
	return days
}

func share(t metrics.Table, name, of string) string {
	if x, ok := cellOf(t, name).(float64); ok {
		return format.Share(x) + " " + of
	}
	return ""
}

func counted(t metrics.Table, name, before, after string) string {
	n, ok := cellOf(t, name).(int64)
	if !ok {
		return ""
	}
	text := format.Count(n) + " " + after
	if before != "" {
		text = before + " " + text
	}
	return text
}

func perCompletion(t metrics.Table) string {
	cost, hasCost := cellOf(t, "reward_cost").(int64)
	completed, hasCompleted := cellOf(t, "completed").(int64)
	if !hasCost || !hasCompleted || completed == 0 {
		return ""
	}
	return format.USD(float64(cost)/float64(completed)) + " per completion"
}
