// Package significance says whether chance explains a difference: the tests behind the sentences on a page.
//
// A test takes figures and returns a two-sided p-value, the chance of a difference at least as large where there is none. Shares
// of independent trials are compared in proportions.go, counts of events in counts.go, averages and medians in means.go,
// averages over customers of whom only sums are known in ratio.go; outliers.go finds what stands out of a series. Whoever makes several comparisons corrects them with Holm (holm.go).
//
// No test knows of groups that overlap: they must not be compared. Trials that belong together, such as receipts of one customer,
// are thinned first, by a design effect (Proportion.Thinned; TwoCounts says how counts are). Every function is symmetric in its arguments, and answers 1 where it cannot tell.
package significance
