package metrics

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/sql/significance"
)

// Spread is what a quotient such as the mean basket varies by in one group of one selection: sums over its customers, who are independent of each
// other, as their purchases are not.
type Spread struct {
	Group, Side any
	Sums        significance.Sums
}

// customer is what the rows of a fact that are a customer's have in common.
const customer = "fact.customer_key"

// spreads says whether the spread of a measure can be told: it is a quotient, but no share, of two figures of one fact; or a sum divided by all
// customers, those among them who have nothing of it.
func (m *Model) spreads(q Question) (x, n Measure, ok bool) {
	if len(q.By) != 1 || q.Versus == nil {
		return x, n, false
	}
	s := m.measures.must(q.Measures[0])
	if len(s.Per) != 2 || s.Unit == Percent || s.Published() {
		return x, n, false
	}
	x, n = m.measures.must(s.Per[0]), m.measures.must(s.Per[1])
	return x, n, x.Fact == n.Fact || n.Name == "members"
}

// SpreadStatement asks what the first figure of a question about two selections varies by, group by group; without SQL where that cannot be told.
// Cents and counts are added up as whole numbers.
func (m *Model) SpreadStatement(q Question) (Statement, error) {
	if err := m.check(q); err != nil {
		return Statement{}, err
	}
	x, n, ok := m.spreads(q)
	if !ok {
		return Statement{}, nil
	}
	w := writer{model: m, question: q, bases: []Measure{x}, applied: map[string]int{}, each: customer, kept: q.Summed}
	w.question.Summed = false // aggregates do not know customers
	if x.Fact == n.Fact {
		w.bases = append(w.bases, n)
	}
	branches := append(w.branches(q.locked(q.Where), FirstSelection), w.branches(q.locked(*q.Versus), SecondSelection)...)
	if len(branches) == 0 {
		return Statement{}, nil
	}
	f1, f2 := figure(0)+"::numeric", "null::numeric"
	if len(w.bases) == 2 {
		f2 = figure(1) + "::numeric"
	}
	sums := fmt.Sprintf("sum(%[1]s)::text, sum(%[2]s)::text, sum(%[1]s * %[1]s)::text, sum(%[1]s * %[2]s)::text, sum(%[2]s * %[2]s)::text", f1, f2)
	return Statement{Args: w.args, SQL: fmt.Sprintf("with customers as (\n%s\n)\nselect g1, side, count(*), %s\nfrom customers\ngroup by 1, 2",
		strings.Join(branches, "\n  union all\n"), sums)}, nil
}

// Spreads answers that as of a data version. Where customers are divided by who are not in the fact, only the sums of the amounts are there.
func (m *Model) Spreads(ctx context.Context, pool *pgxpool.Pool, q Question, version int) ([]Spread, error) {
	s, err := m.SpreadStatement(q)
	if err != nil || s.SQL == "" {
		return nil, err
	}
	var all []Spread
	batch := &pgx.Batch{}
	queueVersion(batch, version)
	batch.Queue(s.SQL, s.Args...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var one Spread
			var sums [5]*string
			if err := rows.Scan(&one.Group, &one.Side, &one.Sums.Units, &sums[0], &sums[1], &sums[2], &sums[3], &sums[4]); err != nil {
				return err
			}
			for i, to := range []**big.Int{&one.Sums.X, &one.Sums.N, &one.Sums.XX, &one.Sums.XN, &one.Sums.NN} {
				if sums[i] != nil {
					*to, _ = new(big.Int).SetString(*sums[i], 10) // nil where it is not whole, which is not told of
				}
			}
			all = append(all, one)
		}
		return rows.Err()
	})
	if err := pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("ask what %s varies by at version %d: %w", q.Measures[0], version, err)
	}
	return all, nil
}
