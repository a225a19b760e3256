// Package shared keeps the short addresses of views: a code for the address of what a page shows. What an address may be, package server
// decides.
package shared

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// codeLength is how many characters a code has: 50 bits, so that nobody finds a view by trying codes.
	codeLength = 10

	maxViews    = 100_000
	takesAtMost = 5 * time.Second
)

var validCode = regexp.MustCompile(`^[a-z2-7]{10}$`)

// ErrUnknown says that no view has the code.
var ErrUnknown = errors.New("no shared view has this code")

// Views are the shared views of a database. The pool must be one that may write.
type Views struct {
	pool *pgxpool.Pool
	most int
}

// New keeps views in the database of the pool.
func New(pool *pgxpool.Pool) *Views { return &Views{pool, maxViews} }

// Code is that of an address: the same for the same one, always.
func Code(address string) string {
	sum := sha256.Sum256([]byte(address))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:codeLength]
}

// Keep stores an address and returns its code. Of more than 100,000 views, those go that nobody used for the longest time.
func (v *Views) Keep(ctx context.Context, address string) (code string, err error) {
	ctx, cancel := context.WithTimeout(ctx, takesAtMost)
	defer cancel()
	code = Code(address)
	var kept string
	err = v.pool.QueryRow(ctx, `
		insert into shared.view (code, address) values ($1, $2)
		on conflict (code) do update set last_used_at = clock_timestamp()
		returning address`, code, address).Scan(&kept)
	if err != nil {
		return "", fmt.Errorf("keep a shared view: %w", err)
	}
	if kept != address {
		return "", fmt.Errorf("keep a shared view: %s and %s have the same code %s", kept, address, code)
	}
	if _, err := v.pool.Exec(ctx, `
		delete from shared.view where code in (
		  select code from shared.view where code <> $1 order by last_used_at desc, code offset $2)`, code, v.most-1); err != nil {
		return "", fmt.Errorf("let go of shared views that nobody uses: %w", err)
	}
	return code, nil
}

// Find returns the address behind a code.
func (v *Views) Find(ctx context.Context, code string) (address string, err error) {
	if !validCode.MatchString(code) {
		return "", ErrUnknown
	}
	ctx, cancel := context.WithTimeout(ctx, takesAtMost)
	defer cancel()
	var old bool
	err = v.pool.QueryRow(ctx, "select address, last_used_at < clock_timestamp() - interval '1 day' from shared.view where code = $1", code).Scan(&address, &old)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", ErrUnknown
	}
	if err != nil {
		return "", fmt.Errorf("look for a shared view: %w", err)
	}
	if old { // once a day is enough to know what is used
		if _, err := v.pool.Exec(ctx, "update shared.view set last_used_at = clock_timestamp() where code = $1", code); err != nil {
			return "", fmt.Errorf("note that a shared view is used: %w", err)
		}
	}
	return address, nil
}
