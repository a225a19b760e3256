package consumption

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// fingerprintPrefix opens the comment on the schema that says which files its views were made from.
const fingerprintPrefix = "Made from files with SHA-256 "

// Apply makes the views in the schema consumption what the files say: new and changed ones are created or replaced, those
// without a file are dropped, and tables and columns carry their descriptions as comments. When nothing changed it costs one
// query. The caller sees to it that only one program at a time does this.
func Apply(ctx context.Context, tx pgx.Tx) error { return apply(ctx, tx, tables) }

func apply(ctx context.Context, tx pgx.Tx, tables []Table) error {
	want := fingerprintPrefix + fingerprint(tables)
	var have pgtype.Text
	var existing []string
	err := tx.QueryRow(ctx, `
		select obj_description('consumption'::regnamespace, 'pg_namespace'),
		       (select coalesce(array_agg(relname::text), '{}') from pg_class where relnamespace = 'consumption'::regnamespace and relkind = 'v')
	`).Scan(&have, &existing)
	if err != nil {
		return fmt.Errorf("read the state of the consumption views: %w", err)
	}
	if have.String == want && len(existing) == len(tables) {
		return nil
	}
	for _, name := range existing {
		if !slices.ContainsFunc(tables, func(t Table) bool { return t.Name == name }) {
			if _, err := tx.Exec(ctx, "drop view "+qualified(name)); err != nil {
				return fmt.Errorf("drop view %s, which is published no more: %w", qualified(name), err)
			}
		}
	}
	for _, t := range tables {
		if err := create(ctx, tx, t); err != nil {
			return fmt.Errorf("publish %s.sql: %w", t.Name, err)
		}
	}
	if _, err := tx.Exec(ctx, "comment on schema consumption is "+quote(want)); err != nil {
		return fmt.Errorf("note which consumption views are in place: %w", err)
	}
	return nil
}

// create replaces the view in place, which keeps its grants and what others built upon it. Postgres allows that as long as the
// columns only grow at the end; otherwise the view is dropped first.
func create(ctx context.Context, tx pgx.Tx, t Table) error {
	err := pgx.BeginFunc(ctx, tx, func(savepoint pgx.Tx) error {
		_, err := savepoint.Exec(ctx, "create or replace view "+qualified(t.Name)+" as\n"+t.SQL)
		return err
	})
	if failure := (*pgconn.PgError)(nil); errors.As(err, &failure) && failure.Code == "42P16" { // invalid_table_definition
		_, err = tx.Exec(ctx, "drop view "+qualified(t.Name)+"; create view "+qualified(t.Name)+" as\n"+t.SQL)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, comments(t))
	return err
}

func comments(t Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "comment on view %s is %s;\n", qualified(t.Name), quote(t.Description))
	for _, c := range t.Columns {
		fmt.Fprintf(&b, "comment on column %s.%s is %s;\n", qualified(t.Name), pgx.Identifier{c.Name}.Sanitize(), quote(c.Description))
	}
	return b.String()
}

func fingerprint(tables []Table) string {
	h := sha256.New()
	for _, t := range tables {
		fmt.Fprintf(h, "%s\x00%s\x00", t.Name, t.SQL)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func qualified(view string) string { return pgx.Identifier{"consumption", view}.Sanitize() }

// quote writes a string constant, for the one statement that takes no parameters: COMMENT ON.
func quote(s string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(s) + "'"
}
