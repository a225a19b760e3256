package canned

import (
	"time"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// Pipeline is the sheet of that name, after a run with a few rejects.
func Pipeline(l language.Locale) views.PipelinePage {
	latest := views.Run{
		RunID: 30, Trigger: "schedule", State: views.Published, StartedAt: published.Add(-2 * time.Second), FinishedAt: published,
		Version: 12, Rows: 323_544, Bytes: 31_457_280, Rejects: 3,
		Message: "Version 12 is published: 323,544 rows read, 3 rejected.",
		Stages: []views.RunStage{
			{Name: "land", State: views.Done, Took: 210 * time.Millisecond, Bytes: 31_457_280},
			{Name: "clean", State: views.Done, Took: 480 * time.Millisecond, Rows: 323_544, Rejects: 3},
			{Name: "enrich", State: views.Done, Took: 350 * time.Millisecond, Rows: 581_002},
			{Name: "load", State: views.Done, Took: 870 * time.Millisecond, Rows: 581_002},
			{Name: "check", State: views.Done, Took: 90 * time.Millisecond},
			{Name: "publish", State: views.Done, Took: 8 * time.Millisecond},
		},
	}
	return views.PipelinePage{
		Page:     Page(l, "Pipeline", views.PipelineSheet),
		Source:   "s3://cafe-landing/rewards/",
		Schedule: "0 * * * *",
		NextRun:  published.Add(time.Hour),
		Latest:   latest,
		Rows: []views.RowCount{
			{Zone: "trusted", Table: "offers", Landed: 10, Loaded: 10},
			{Zone: "trusted", Table: "customers", Landed: 17_000, Loaded: 17_000},
			{Zone: "trusted", Table: "events", Landed: 306_534, Loaded: 306_134, Duplicate: 397, Rejected: 3},
			{Zone: "enriched", Table: "receipts", Landed: 76_277, Loaded: 76_277},
			{Zone: "warehouse", Table: "fact_offer_receipt", Landed: 76_277, Loaded: 76_276},
		},
		Reasons: []views.RejectReason{
			{Table: "events", Reason: "the amount is not a number", Rows: 2},
			{Table: "events", Reason: "the customer is not in customers.csv", Rows: 1},
		},
		Rejects: []views.Reject{
			{Table: "events", File: "events.csv", Line: 12_007, Reason: "the amount is not a number", Row: `78afa995795e4d85b5d9ceeca43f5fef,transaction,{'amount': <script>alert(1)</script>},6`},
			{Table: "events", File: "events.csv", Line: 88_120, Reason: "the amount is not a number", Row: `e2127556f4f64592b11af22de27a7932,transaction,{'amount': 1.2.3},120`},
			{Table: "events", File: "events.csv", Line: 201_455, Reason: "the customer is not in customers.csv", Row: `ffffffffffffffffffffffffffffffff,offer received,{'offer id': '2906b810c7d4411798c6938adc9daaa5'},336`},
		},
		Checks: []views.Check{
			{Name: "rows_conserved", Description: "Every row that landed was loaded, is a duplicate, or was rejected."},
			{Name: "receipts_completed_in_time", Description: "No receipt is completed before it is received, or after it ran out."},
			{Name: "sales_conserved", Description: "Sales in the warehouse are the sum of the amounts that landed.", Broken: 1, Example: "warehouse 177545196, landed 177545197"},
		},
		History: []views.Run{
			latest,
			{RunID: 29, Trigger: "schedule", State: views.Unchanged, StartedAt: published.Add(-time.Hour), FinishedAt: published.Add(-time.Hour + 40*time.Millisecond), Version: 11, Bytes: 31_457_011, Message: "The source has not changed."},
			{RunID: 28, Trigger: "request", State: views.Failed, StartedAt: published.Add(-90 * time.Minute), FinishedAt: published.Add(-90*time.Minute + 3*time.Second), Bytes: 12_000_000, Message: "https://example.org/cafe.zip ended after 12.0 MB of 31.5 MB. It is tried again with the next run."},
			{RunID: 27, Trigger: "start", State: views.Published, StartedAt: published.Add(-26 * time.Hour), FinishedAt: published.Add(-26*time.Hour + 2300*time.Millisecond), Version: 11, Rows: 323_520, Bytes: 31_457_011, Message: "Version 11 is published: 323,520 rows read."},
		},
	}
}

func runningPipeline(l language.Locale) views.PipelinePage {
	page := Pipeline(l)
	page.Progress = Progress()
	page.Freshness.Sample = true
	page.Freshness.Stale = "Run 30 failed: the file events.csv is missing from s3://cafe-landing/rewards/."
	page.Rows, page.Checks, page.Rejects, page.Reasons = nil, nil, nil, nil
	page.Latest.State, page.Latest.Message = views.Failed, "The file events.csv is missing."
	return page
}
