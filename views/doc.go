// Package views draws the pages: templ components over plain view models, one file per page or part of a page, the model beside
// it. Nothing here knows HTTP, SQL or echo. A handler fills a model and renders the component of the same name:
//
//	AnswersPage   Answers    the three questions
//	DashboardPage Dashboard  key figures and cards on a grid
//	ExplorePage   Explore    figures, groups and a chart that readers choose
//	VisualPage    Visual     one visual, large, with its table, definition, exports and embed snippet
//	EmbedPage     Embed      only the visuals, for a frame
//	EmbedTestPage EmbedTest  whether a frame will work on another page, and why
//	ExportsPage   Exports    the consumption layer to download
//	PipelinePage  Pipeline   freshness, runs, row counts, rejects, checks
//	FirstRunPage  FirstRun   before anything is published
//	ErrorPage     Error, EmbedError
//	DashboardListPage DashboardListing  all dashboards, and the files that cannot be used
//	SharedPage    Shared     the short address of a view
//
// Shared parts: Page is the frame around every page, Card a visual with its menu and table, Figure one number in large type. Only package
// format decides how numbers, money and times are written, and package chart makes the charts. Package canned fills the pages with
// figures that need no database, and the storybook serves them.
//
// Texts are written in English, and shown in the language of the context (package language).
//
// Every page works without JavaScript, and has no inline styles, scripts or handlers: the Content-Security-Policy forbids them.
package views

// This generates all packages below this one too. A run in one of them would write other paths into its components.
//
//go:generate go tool templ generate
