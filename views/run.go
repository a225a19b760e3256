package views

import (
	"strconv"
	"strings"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

func (r Run) took(l language.Locale) string {
	if r.FinishedAt.IsZero() {
		return format.None
	}
	return format.Took(l, r.FinishedAt.Sub(r.StartedAt))
}

func (r Run) version() string {
	if r.Version == 0 {
		return format.None
	}
	return strconv.Itoa(r.Version)
}

// summary is what a step took, in the units it has: 1.2 s · 306,534 rows · 12.3 MB.
func (s RunStage) summary(l language.Locale) string {
	parts := []string{format.Took(l, s.Took)}
	if s.Rows > 0 {
		parts = append(parts, rowsText(l, int(s.Rows)))
	}
	if s.Bytes > 0 {
		parts = append(parts, format.Bytes(l, s.Bytes))
	}
	if s.Rejects > 0 {
		parts = append(parts, l.Text("%s rejected", format.Count(l, s.Rejects)))
	}
	return strings.Join(parts, " · ")
}

// missing is how many rows are not accounted for; 0 when all are.
func (r RowCount) missing() int64 { return r.Landed - r.Loaded - r.Duplicate - r.Rejected }

func (r RowCount) adds() bool { return r.missing() == 0 }

func (p PipelinePage) rejectsAddress() string {
	return "/pipeline/runs/" + strconv.FormatInt(p.Latest.RunID, 10) + "/rejects.csv"
}
