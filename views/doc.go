// Package views draws the pages: templ components over plain view models, one file per page or part of a page, the model beside
// it. Nothing here knows HTTP, SQL or echo. A handler fills a model and renders the component of the same name:
//
//	AnswersPage   Answers    the three questions
//	DashboardPage Dashboard  key figures and cards on a grid
//	ExplorePage   Explore    figures, groups and a chart of one's own choice
//	VisualPage    Visual     one visual, large, with its table, definition, exports and embed snippet
//	EmbedPage     Embed      visuals alone, for a frame
//	EmbedTestPage EmbedTest  whether a frame will be shown elsewhere, and why
//	ExportsPage   Exports    the consumption layer to download
//	PipelinePage  Pipeline   freshness, runs, row counts, rejects, checks
//	FirstRunPage  FirstRun   before anything is published
//	ErrorPage     Error, EmbedError
//	DashboardListPage DashboardListing  all dashboards, and the files that cannot be used
//	SharedPage    Shared     the short address of a view
//
// What they share: Page is the frame around every page, Card a visual with its menu and its table, Figure one number in large type.
// How numbers, money and times are written is decided in package format alone. Charts are made by package chart. Package canned fills
// the pages with figures that need no database, and the storybook serves them.
//
// Texts are written in English, and shown in the language of the context (package language).
//
// Every page works without JavaScript, and carries no inline style, script or handler: the Content-Security-Policy forbids them.
package views

// For all packages below this one too: a second run in one of them would write its components with other paths.
//
//go:generate go tool templ generate
