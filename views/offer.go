package views

import "cafe-rewards/sql/metrics"

// OfferPage is a dashboard about one offer.
type OfferPage struct {
	DashboardPage
	Terms    []Term
	From     Link // the dashboard of all offers
	Previous Link // the offer before this one by name; without an address where there is none
	Next     Link
}

// Term is something that an offer asks for or gives.
type Term struct {
	Name  string
	Value any // of a text, a list of them
	Unit  metrics.Unit
}

// Link is where something is, and what it is called.
type Link struct{ Text, Address string }
