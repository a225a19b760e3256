// Package narrative says what a table shows, in at most three plain sentences, each computed from the figures and none of them
// claiming a difference that chance explains.
//
// A Subject (subject.go) is a table with what its model knows about it; About (about.go) asks the model. Receipts and purchases of one customer are
// not independent: what rows are worth as independent trials (worth.go) follows from the design effects of the data version, which the caller adds. Sentences (sentences.go) asks of it what its kind allows:
// who leads and who trails (groups.go, ranking.go, medians.go), which of two selections is ahead (selections.go, means.go), what holds most
// of a whole (shares.go), and along an order what moved, peaks and is unusual (ordered.go, unusual.go). The candidates share one error rate:
// of a hundred tables of pure noise, at most five get any claim. The most informative are kept, a large and certain difference
// before a small or doubtful one, and never two of a kind. Answer (answer.go) is for a page that asks "who is first?" and needs a
// sentence even where nobody is.
//
// A Sentence (sentence.go) carries typed parts, not text; Text (words.go) words it in English or Spanish after words.yaml, with
// numbers written by the page. Marks (marks.go) names the rows with too small an n. Whether chance explains a difference is asked of
// package significance.
package narrative
