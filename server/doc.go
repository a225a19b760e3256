// Package server answers HTTP: pages, files, embeds, exports, the state of the pipeline, and health checks. It is the only package
// that knows echo. It only reads Postgres; a run of the pipeline is started through Runner, and short addresses are kept by SharedViews.
//
// A reader always sees exactly one data version. The watcher learns from Postgres which version is published, has the most popular
// pages made ready for it, and only then makes it the edition that requests are answered from. Whatever depends on nothing but the version
// is cached under that version, compressed and ready to send. So the cache cannot be stale, most pages cost no query, and they are
// still served while the database is down.
//
// Every route is listed in routes.go with the query parameters it takes; any other parameter is refused. Handlers return errors, and
// errors.go alone turns an error into a response. The language of a request travels in its context; a text for readers stays a
// language.Message until the reader is known.
//
// A request goes through
//
//	server.go, routes.go                 what a server needs, how it runs, and every address
//	security.go, observe.go, errors.go   headers and policies; request ids, log and metrics; errors as responses
//	params.go, state.go, arrangement.go  what an address says: filters, comparison, drills, version; how tables are sorted and paged
//	language.go                          in which language
//	watch.go, prepare.go, cache.go       the edition, what is made ready for it, and what is kept
//	answer.go, card.go, sentences.go     a question and its answer; a visual with everything on its card
//	page.go, body.go                     a page around them, compressed, with its ETag
//
// and is answered by
//
//	home.go                              the three questions
//	dashboard.go, workbook.go            a dashboard, and the same as an Excel workbook
//	dashboardlist.go                     all dashboards, and changes to the owner's
//	visual.go, image.go, draw.go         a visual as a page, a file or a picture; its chart as SVG
//	explore.go, exploration.go, exploreform.go   charts that readers put together
//	offers.go, rows.go, rowsfile.go      one offer; the rows behind a figure
//	export.go, exporttables.go, exportrows.go, stream.go   the consumption layer as files of any length
//	pipeline.go, history.go, running.go, rejects.go        runs, their progress, and the rows they refused
//	shared.go                            short addresses
//	signedaddress.go, signedstate.go, makeaddress.go       signed addresses: verified, as a lock on every question, and made
//	framed.go, oembed.go, embedtest.go   frames: how a wiki embeds one, and whether a page may
//	assets.go, brand.go, health.go, instruments.go         static files, the owner's brand, health, Prometheus
package server
