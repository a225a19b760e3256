package canned

import (
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// Exports is the sheet of that name.
func Exports(l language.Locale) views.ExportsPage {
	return views.ExportsPage{Page: Page(l, "Exports", views.ExportsSheet), Tables: []views.ExportTable{
		{
			Name:        "completion_summary",
			Description: "Published method: how often each offer was received and completed, one row per offer.",
			Rows:        10,
			Columns: []views.ExportColumn{
				{Name: "offer_id", Type: "text", Description: "The offer's id in the source."},
				{Name: "offer_type", Type: "text", Description: "bogo, discount or informational."},
				{Name: "offers_received", Type: "bigint", Description: "Pairs of customer and offer with a received event."},
				{Name: "offers_completed", Type: "bigint", Description: "Pairs of customer and offer with a completed event."},
				{Name: "email", Type: "boolean", Description: "The offer goes out by email."},
			},
		},
		{
			Name:        "offer_receipts",
			Description: "Audited method: one row per receipt, that is per time that a customer received an offer, with what became of it.",
			Rows:        76277,
			Columns: []views.ExportColumn{
				{Name: "customer_id", Type: "text", Description: "The customer's id in the source."},
				{Name: "offer_id", Type: "text", Description: "The offer's id in the source."},
				{Name: "received_time_id", Type: "integer", Description: "Hours from the programme's start to the receipt."},
				{Name: "hours_to_complete", Type: "integer", Description: "Hours from the receipt to its completion; empty where it was not completed."},
			},
		},
		{
			Name:        "transactions",
			Description: "One row per purchase, with the number of offers that its customer completed in the same hour.",
			Rows:        138953,
			Columns: []views.ExportColumn{
				{Name: "customer_id", Type: "text", Description: "The customer's id in the source."},
				{Name: "time_id", Type: "integer", Description: "Hours from the programme's start to the purchase."},
				{Name: "amount", Type: "numeric", Description: "Dollars."},
			},
		},
	}}
}
