package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"cafe-rewards/server/tablefile"
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// rowsFiles are the files in which the rows can be downloaded.
var rowsFiles = []struct {
	text   string
	format tablefile.Format
	query  url.Values
}{
	{"CSV", tablefile.CSV, nil},
	{"CSV for Excel", tablefile.CSV, url.Values{"bom": {"1"}}},
	{"Excel", tablefile.Excel, nil},
	{"JSON", tablefile.JSON, nil},
	{"Parquet", tablefile.Parquet, nil},
}

// rowsFile streams all rows of a selection, as export does.
func (s *Server) rowsFile(c echo.Context, fact metrics.Fact, format tablefile.Format) error {
	var own []string
	if format == tablefile.CSV {
		own = []string{"bom"}
	}
	withBOM, err := bom(c)
	if err != nil {
		return err
	}
	st, err := s.rowsState(c, own...)
	if err != nil {
		return err
	}
	ctx := fileContext(c, format)
	if fact, err = s.dashboardsIn(ctx).Model.Fact(fact.Name); err != nil {
		return err
	}
	e, err := s.editionAt(ctx, st.asOf)
	if err != nil {
		return err
	}
	selection := state{where: st.where}.query(s.dashboards().Model)
	page := pageAddress(origin(c), address(rowsPath+fact.Name, selection))
	if isUnchanged(c, e, s.streamTag(e, format, page, "rows", fact.Name, selection.Encode(), strconv.FormatBool(withBOM), language.Of(ctx).Tag())) {
		return c.NoContent(http.StatusNotModified)
	}
	all, err := s.countRows(ctx, e, fact, st.where, selection.Encode())
	if err != nil {
		return err
	}
	announce(c, e, fact.Name, format, int64(all))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	head := tablefile.Head{
		Locale: language.Of(ctx), Visual: fact.Name, Title: fact.Label, Definition: fact.Grain, DataVersion: e.version, PublishedAt: e.publishedAt, Sample: e.sample,
		Selection: selection, Address: page,
	}
	compress := format == tablefile.CSV || format == tablefile.JSON
	return s.streamAsOf(c, e, "rows of "+fact.Name, compress, func(tx pgx.Tx, out io.Writer) error {
		if withBOM {
			if _, err := io.WriteString(out, tablefile.ByteOrderMark); err != nil {
				return err
			}
		}
		return tablefile.WriteRows(out, format, head, fact.RowColumns(), s.announcedRows(ctx, tx, fact, st.where, int64(all)))
	})
}

// announcedRows are the rows of a fact. They end with an error if there are not as many as announced.
func (s *Server) announcedRows(ctx context.Context, tx pgx.Tx, fact metrics.Fact, where metrics.Selection, announced int64) tablefile.Rows {
	return func(yield func([]any, error) bool) {
		sent := int64(0)
		for row, err := range s.dashboards().Model.EachRow(ctx, tx, fact.Name, where) {
			if sent++; !yield(row, err) || err != nil {
				return
			}
		}
		if sent != announced {
			yield(nil, fmt.Errorf("%d rows were sent, %d were announced", sent, announced))
		}
	}
}

// rowCount is how many rows a selection has.
type rowCount int64

func (rowCount) size() int { return 8 }

func (s *Server) countRows(ctx context.Context, e *edition, fact metrics.Fact, where metrics.Selection, query string) (rowCount, error) {
	return cached(ctx, s.cache, e.dataKey()+" rows of "+fact.Name+" "+query, func(ctx context.Context) (rowCount, error) {
		_, all, err := s.dashboards().Model.Rows(ctx, s.pool, fact.Name, where, e.version, 0, 0)
		return rowCount(all), err
	})
}
