package narrative

import "cafe-rewards/sql/significance"

// Ranking is who leads and who trails among the groups that are ranked: those that are known and not small. All pairs are
// compared, corrected by Holm. Rows are those of the table.
type Ranking struct {
	Leaders  []int   // those whom no group is ahead of, the highest figure first; so none of them can be told apart from another
	Trailing []int   // those who are ahead of none, the highest first
	Rest     []int   // neither
	Ahead    bool    // every leader is ahead of every other group
	Behind   bool    // every trailing group is behind every other
	Tie      float64 // the uncorrected p-value of the first two leaders; 1 where there is one

	leaderP, trailingP float64 // corrected, of the doubtful of the differences that Ahead and Behind rest on
}

// rank compares marks that are sorted with the greatest first.
func rank(marks []mark, compare func(a, b mark) float64, level float64) Ranking {
	n := len(marks)
	var plain []float64
	for i := range n {
		for j := i + 1; j < n; j++ {
			plain = append(plain, compare(marks[i], marks[j]))
		}
	}
	corrected := significance.Holm(plain)
	at := func(i, j int) int { return i*(2*n-i-1)/2 + j - i - 1 } // of the pair i < j
	ahead := func(i, j int) bool { return i < j && marks[i].x > marks[j].x && corrected[at(i, j)] <= level }

	leads, trails := make([]bool, n), make([]bool, n)
	for i := range n {
		leads[i], trails[i] = true, true
		for j := range n {
			leads[i] = leads[i] && !ahead(j, i)
			trails[i] = trails[i] && !ahead(i, j)
		}
	}
	r := Ranking{Tie: 1}
	for i, m := range marks {
		switch {
		case leads[i]:
			r.Leaders = append(r.Leaders, m.row)
			if len(r.Leaders) == 2 {
				r.Tie = plain[at(0, i)]
			}
		case trails[i]:
			r.Trailing = append(r.Trailing, m.row)
		default:
			r.Rest = append(r.Rest, m.row)
		}
	}
	r.Ahead, r.leaderP = apart(leads, ahead, func(i, j int) float64 { return corrected[at(i, j)] }, false)
	r.Behind, r.trailingP = apart(trails, ahead, func(i, j int) float64 { return corrected[at(i, j)] }, true)
	return r
}

// apart says whether all who are in a set differ from all who are not, and the p-value of the most doubtful of these differences;
// or, where they do not, that of the clearest.
func apart(in []bool, ahead func(i, j int) bool, p func(i, j int) float64, below bool) (bool, float64) {
	all, others, worst, best := true, false, 0.0, 1.0
	for i := range in {
		for j := range in {
			if !in[i] || in[j] {
				continue
			}
			others = true
			high, low := i, j
			if below {
				high, low = j, i
			}
			all = all && ahead(high, low)
			if high < low {
				worst, best = max(worst, p(high, low)), min(best, p(high, low))
			}
		}
	}
	if all && others {
		return true, worst
	}
	return false, best
}
