package server

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"

	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// exportTable is a table of the consumption layer, as the database's catalogue describes it.
type exportTable struct {
	name        string
	description string
	columns     []views.ExportColumn
}

type exportTables []exportTable

func (t exportTables) size() int { return 4096 * len(t) }

// tables are the tables of the consumption layer, by name. The catalogue is queried once per edition.
func (s *Server) tables(ctx context.Context, e *edition) (exportTables, error) {
	return cached(ctx, s.cache, e.dataKey()+" tables "+e.views, func(ctx context.Context) (exportTables, error) {
		rows, err := s.pool.Query(ctx, `
			select c.relname, coalesce(obj_description(c.oid, 'pg_class'), ''), a.attname, format_type(a.atttypid, a.atttypmod), coalesce(col_description(c.oid, a.attnum), '')
			from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
			where c.relnamespace = 'consumption'::regnamespace and c.relkind = 'v'
			order by c.relname, a.attnum`)
		if err != nil {
			return nil, fmt.Errorf("read the consumption layer's tables: %w", err)
		}
		var all exportTables
		var table exportTable
		var column views.ExportColumn
		_, err = pgx.ForEachRow(rows, []any{&table.name, &table.description, &column.Name, &column.Type, &column.Description}, func() error {
			if len(all) == 0 || all[len(all)-1].name != table.name {
				all = append(all, exportTable{name: table.name, description: table.description})
			}
			last := &all[len(all)-1]
			last.columns = append(last.columns, column)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read the consumption layer's tables: %w", err)
		}
		return all, nil
	})
}

func (s *Server) table(ctx context.Context, e *edition, name string) (exportTable, error) {
	all, err := s.tables(ctx, e)
	if err != nil {
		return exportTable{}, err
	}
	i := slices.IndexFunc(all, func(t exportTable) bool { return t.name == name })
	if i < 0 {
		return exportTable{}, notFound(language.Say("There is no table called %q.", shorten(name)))
	}
	return all[i], nil
}

// countLimit is how long counting the rows of a table may take. For a large table that is longer than a page may take, as is its export.
const countLimit = 10 * time.Minute

// contents is what is known about a table's rows before they are sent.
type contents struct {
	rows    int64
	guarded []string // text columns in which a cell looks like a formula
	longest int      // characters of the longest text
}

func (contents) size() int { return 256 }

// contentsOf counts a table's rows and looks for cells that a spreadsheet would run and for the longest text, once per data version. So an export
// can say how many rows it has, guards only the columns that need it, and is refused if it could not be complete.
func (s *Server) contentsOf(ctx context.Context, e *edition, t exportTable) (contents, error) {
	return cachedWithin(ctx, s.cache, countLimit, e.dataKey()+" contents "+t.name, func(ctx context.Context) (contents, error) {
		var text []string
		selects, lengths := []string{"count(*)"}, []string{"0"}
		for _, column := range t.columns {
			if column.Type == "text" {
				text = append(text, column.Name)
				selects = append(selects, "coalesce(bool_or("+formula(column.Name)+"), false)")
				lengths = append(lengths, "max(length("+pgx.Identifier{column.Name}.Sanitize()+"))")
			}
		}
		var c contents
		looks := make([]bool, len(text))
		into := []any{&c.rows}
		for i := range looks {
			into = append(into, &looks[i])
		}
		selects, into = append(selects, "greatest("+strings.Join(lengths, ", ")+")"), append(into, &c.longest)
		err := asOf(ctx, s.pool, e.version, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "set local statement_timeout = 0"); err != nil {
				return err
			}
			return tx.QueryRow(ctx, "select "+strings.Join(selects, ", ")+" from "+qualified(t.name)).Scan(into...)
		})
		if err != nil {
			return c, fmt.Errorf("count the rows of %s: %w", t.name, err)
		}
		for i, name := range text {
			if looks[i] {
				c.guarded = append(c.guarded, name)
			}
		}
		return c, nil
	})
}

// formula is an SQL condition: whether a cell begins like a formula, with = + - @, tab, CR or LF. It compares code points, which is faster than
// comparing texts. tablefile.Guarded does the same in Go.
func formula(column string) string {
	return "ascii(" + pgx.Identifier{column}.Sanitize() + ") in (61, 43, 45, 64, 9, 13, 10)"
}

func qualified(table string) string { return pgx.Identifier{"consumption", table}.Sanitize() }

// asOf does work at a version, in one read-only snapshot. A version that has been deleted is reported as not found; it would otherwise seem empty.
func asOf(ctx context.Context, pool *pgxpool.Pool, version int, work func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var there bool
		err := tx.QueryRow(ctx, "select exists (select from warehouse.data_version where version = $1) and set_config('cafe.version', $2, true) is not null", version, strconv.Itoa(version)).Scan(&there)
		if err != nil {
			return err
		}
		if !there {
			return noVersion(version)
		}
		return work(tx)
	})
}

// exportsPage lists what can be downloaded.
func (s *Server) exportsPage(c echo.Context) error {
	return s.page(c, spokenState(c.Request().Context()), nil, "exports", func(ctx context.Context, e *edition, _ string) (templ.Component, error) {
		tables, err := s.tables(ctx, e)
		if err != nil {
			return nil, err
		}
		page := views.ExportsPage{Page: s.frameOf(ctx, e, language.Of(ctx).Text("Exports"), views.ExportsSheet)}
		for _, t := range tables {
			contents, err := s.contentsOf(ctx, e, t)
			if err != nil {
				return nil, err
			}
			page.Tables = append(page.Tables, views.ExportTable{Name: t.name, Description: t.description, Columns: t.columns, Rows: contents.rows})
		}
		return views.Exports(page), nil
	})
}
