package warehouse

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

const (
	loadLock     = 0x6c6f6164 // "load": key of the advisory lock that a load holds
	maxLiveLoads = 32         // every query looks at each of them; beyond it, all is loaded anew
)

// ErrBusy says that another load goes on.
var ErrBusy = errors.New("another load of the warehouse is going on")

// Warehouse is the star schema in Postgres.
type Warehouse struct{ pool *pgxpool.Pool }

// New returns the warehouse that pool leads to. Loads have connections of their own beside it, see Dial.
func New(pool *pgxpool.Pool) *Warehouse { return &Warehouse{pool: pool} }

// Plan says what a load is made from.
type Plan struct {
	RunID   int64
	Batch   string // of the raw zone
	Source  string // where the files come from, without any password
	Sample  bool   // invented data
	Rules   int    // by which rows are cleaned and matched: rows made by others are not kept
	Buckets int    // over which customers are spread
	Offers  []trusted.Offer
}

// Load is a version in the making. Add and Keep are safe for several goroutines at once; the other methods are not.
type Load struct {
	plan    Plan
	lines   *Lines
	version int32
	base    base
	control *pgx.Conn // holds the load lock; Check and Publish are its transaction
	tx      pgx.Tx

	opened    sync.Once
	openErr   error
	ctx       context.Context // of the streams
	cancel    context.CancelCauseFunc
	streams   []*stream
	turns     []*turns // by stream
	offers    []int32  // dim_offer's key by index in Plan.Offers
	newOffers []int    // indices of the offers that the base does not have, or has with other terms

	mu       sync.Mutex
	added    map[int]sent // by bucket
	lastTime int32

	finished  bool
	published bool
}

// sent is what of a bucket was sent to the warehouse.
type sent struct {
	bucket                                                             int
	digest                                                             [32]byte
	customers, receipts, transactions, payments, unmatched, pairEvents int
	events                                                             enriched.Counts
}

// Begin starts a load, whose rows go over the lines that Dial has made. It fails with ErrBusy while another one goes on. Close must be called
// in the end.
func (w *Warehouse) Begin(ctx context.Context, lines *Lines, plan Plan) (*Load, error) {
	control, err := lines.take()
	if err != nil {
		return nil, fmt.Errorf("begin a load: %w", err)
	}
	l := &Load{plan: plan, lines: lines, control: control, added: make(map[int]sent), lastTime: enriched.None}
	for range tables {
		l.turns = append(l.turns, newTurns(plan.Buckets))
	}
	if err := l.begin(ctx); err != nil {
		release(context.WithoutCancel(ctx), control)
		return nil, err
	}
	return l, nil
}

func (l *Load) begin(ctx context.Context) error {
	var locked bool
	if err := l.control.QueryRow(ctx, "select pg_try_advisory_lock($1)", loadLock).Scan(&locked); err != nil {
		return fmt.Errorf("begin a load: %w", err)
	}
	if !locked {
		return ErrBusy
	}
	if err := sweep(ctx, l.control); err != nil {
		return err
	}
	var err error
	if l.base, err = readBase(ctx, l.control); err != nil {
		return err
	}
	l.version = l.base.last + 1
	l.offers, l.newOffers = l.base.match(l.plan.Offers)
	return nil
}

// Version is the number that the load will be published under, if it is.
func (l *Load) Version() int32 { return l.version }

// Unchanged says whether the current version has this bucket, made from the same cleaned rows, so that it need not be added.
func (l *Load) Unchanged(bucket int, digest [32]byte) bool {
	return !l.redoAll() && l.base.digests[bucket] == digest && digest != [32]byte{}
}

// redoAll says whether nothing of the current version can be kept.
func (l *Load) redoAll() bool {
	return l.base.version == 0 || l.base.buckets != l.plan.Buckets || l.base.rules != l.plan.Rules || l.base.loads >= maxLiveLoads || l.offersChanged()
}

func (l *Load) offersChanged() bool {
	return len(l.newOffers) > 0 || len(l.plan.Offers) != len(l.base.offers)
}

// Changed says whether there is anything to publish.
func (l *Load) Changed() bool { return len(l.added) > 0 || l.redoAll() }

// Rows is how many rows were added, over all tables.
func (l *Load) Rows() (total int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.added {
		total += int64(a.customers + a.receipts + a.transactions + a.payments + a.unmatched + a.pairEvents)
	}
	return total
}

// Keep leaves a bucket as the current version has it.
func (l *Load) Keep(bucket int) {
	for _, turns := range l.turns {
		turns.end(bucket)
	}
}

// Add loads a bucket. What it was built from must be complete: it replaces the bucket of the current version. It waits, table by table, until
// all buckets of lower numbers are added or kept.
func (l *Load) Add(ctx context.Context, b *enriched.Bucket) error {
	if l.opened.Do(func() { l.openErr = l.open(ctx) }); l.openErr != nil {
		return l.openErr
	}
	l.mu.Lock()
	_, again := l.added[b.Index]
	l.added[b.Index] = sent{
		bucket: b.Index, digest: b.Digest, customers: len(b.Customers), receipts: len(b.Receipts), transactions: len(b.Transactions),
		payments: len(b.Payments), unmatched: len(b.Unmatched), pairEvents: len(b.PairEvents), events: b.Counts,
	}
	l.lastTime = max(l.lastTime, b.LastTime)
	l.mu.Unlock()
	if again || b.Index < 0 || b.Index >= l.plan.Buckets {
		return fmt.Errorf("add bucket %d of %d: it was added before, or there is no such bucket", b.Index, l.plan.Buckets)
	}
	for i, s := range l.streams {
		err := l.turns[i].wait(ctx, b.Index)
		if err == nil {
			err = s.add(ctx, b)
		}
		if err != nil {
			return fmt.Errorf("load bucket %d: %w", b.Index, err)
		}
		l.turns[i].end(b.Index)
	}
	return nil
}

// open gets the keys of new offers, and makes ready for the rows.
func (l *Load) open(ctx context.Context) error {
	if len(l.newOffers) > 0 {
		keys, err := l.control.Query(ctx, "select nextval(pg_get_serial_sequence('warehouse.dim_offer', 'offer_key'))::integer from generate_series(1, $1)", len(l.newOffers))
		if err != nil {
			return fmt.Errorf("take keys for new offers: %w", err)
		}
		taken, err := pgx.CollectRows(keys, pgx.RowTo[int32])
		if err != nil {
			return fmt.Errorf("take keys for new offers: %w", err)
		}
		for i, index := range l.newOffers {
			l.offers[index] = taken[i]
		}
	}
	// The streams outlive this call, and end with the load.
	l.ctx, l.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	for _, t := range tables {
		l.streams = append(l.streams, newStream(l.ctx, l.lines, t, stamp{version: l.version, offers: l.offers}))
	}
	return nil
}

var errClosed = errors.New("the load was given up")

// Close lets go of everything. What was not published is undone; what cannot be undone now, the next Begin sweeps.
func (l *Load) Close(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	defer release(ctx, l.control)
	if l.published {
		return nil
	}
	if l.cancel != nil {
		l.cancel(errClosed)
		for _, s := range l.streams {
			s.close()
		}
	}
	if l.control.IsClosed() {
		return nil
	}
	if l.tx != nil {
		if err := l.tx.Rollback(ctx); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
			return fmt.Errorf("undo version %d: %w", l.version, err)
		}
	}
	return sweep(ctx, l.control)
}

// release lets go of the load lock, and of the connection that holds it. The end of the connection would do for both, but Postgres
// notices that only after a while, and a load that begins at once would find it busy.
func release(ctx context.Context, control *pgx.Conn) {
	_, _ = control.Exec(ctx, "select pg_advisory_unlock_all()")
	_ = control.Close(ctx)
}
