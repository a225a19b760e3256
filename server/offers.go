package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// The dashboards of all offers and of one, and the dimension by which the second is locked.
const (
	offersSheet    = "offers"
	offerSheet     = "offer"
	offerDimension = "offer"
	offersPath     = "/offers/"
)

// offer is an offer of a data version.
type offer struct {
	id       string
	name     string // as the dimension has it
	kind     string
	channels string
	spend    int64 // cents
	reward   int64 // cents
	days     int64
}

type offers []offer

func (o offers) size() int { return 512 * len(o) }

// offers are the offers of the edition, by name. They are queried once.
func (s *Server) offers(ctx context.Context, e *edition) (offers, error) {
	return cached(ctx, s.cache, e.dataKey()+" offers", func(ctx context.Context) (offers, error) {
		var all offers
		err := asOf(ctx, s.pool, e.version, func(tx pgx.Tx) error {
			// Offers with the same terms are told apart by their ids, as in the dimension.
			rows, err := tx.Query(ctx, `
				select offer_id, case when count(*) over (partition by offer_name) > 1 then offer_name || ' · ' || offer_id else offer_name end as name,
				       offer_type, replace(channels, '|', ', '), (difficulty * 100)::bigint, (reward * 100)::bigint, duration_days::bigint
				from consumption.offers order by name`)
			if err != nil {
				return err
			}
			var o offer
			_, err = pgx.ForEachRow(rows, []any{&o.id, &o.name, &o.kind, &o.channels, &o.spend, &o.reward, &o.days}, func() error {
				all = append(all, o)
				return nil
			})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read the offers of version %d: %w", e.version, err)
		}
		return all, nil
	})
}

// offerPages are the addresses of offers' pages by the offers' names, in a state; nil for a table without offers.
func (s *Server) offerPages(ctx context.Context, e *edition, columns []metrics.Column, st state) (map[string]string, error) {
	if !slices.ContainsFunc(columns, func(c metrics.Column) bool { return c.Name == offerDimension }) {
		return nil, nil
	}
	all, err := s.offers(ctx, e)
	if err != nil {
		return nil, err
	}
	query := st.ofOffer().query(s.dashboards().Model)
	pages := make(map[string]string, len(all))
	for _, o := range all {
		pages[o.name] = address(offersPath+url.PathEscape(o.id), query)
	}
	return pages, nil
}

// ofOffer is what of a state applies on the page of an offer, which selects the offer itself.
func (st state) ofOffer() state {
	st.where = st.where.Without(offerDimension)
	st.versus, st.change, st.drills, st.arranged = nil, nil, nil, nil
	return st
}

// offerPage answers /offers/{id}: the dashboard of one offer, locked to it.
func (s *Server) offerPage(c echo.Context) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	st, err := s.state(c)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(append(slices.Clone(st.where), st.change...), func(c metrics.Condition) bool { return c.Dimension == offerDimension }) {
		return &problem{status: http.StatusBadRequest, heading: language.Say("This page is about one offer."), message: language.Say("It cannot be filtered by another."),
			advice: language.Say("Leave offer out of the address, or start from the page of all offers.")}
	}
	sheet, err := s.dashboardsIn(c.Request().Context()).Sheet(offerSheet)
	if err != nil {
		return err
	}
	sheet.Controls = slices.DeleteFunc(slices.Clone(sheet.Controls), func(name string) bool { return name == offerDimension })
	return s.page(c, st, nil, "offer "+strconv.Quote(id), func(ctx context.Context, e *edition, origin string) (templ.Component, error) {
		all, err := s.offers(ctx, e)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(all, func(o offer) bool { return o.id == id })
		if at < 0 {
			return nil, notFound(language.Say("There is no offer called %q.", shorten(id)))
		}
		lock := metrics.Selection{{Dimension: offerDimension, Values: []string{all[at].name}}}
		page, err := s.lockedPage(ctx, e, origin, st, lock, sheet, offersPath+url.PathEscape(id))
		if err != nil {
			return nil, err
		}
		l := language.Of(ctx)
		page.Title, page.Sheet = l.Known(all[at].name), views.DashboardsPath+offersSheet
		query := st.query(s.dashboards().Model)
		neighbour := func(i int) views.Link {
			if i < 0 || i >= len(all) {
				return views.Link{}
			}
			return views.Link{Text: l.Known(all[i].name), Address: address(offersPath+url.PathEscape(all[i].id), query)}
		}
		from := views.Link{Text: l.Text("All offers"), Address: address(views.DashboardsPath+offersSheet, st.ofOffer().query(s.dashboards().Model))}
		return views.Offer(views.OfferPage{DashboardPage: page, Terms: all[at].terms(l), From: from, Previous: neighbour(at - 1), Next: neighbour(at + 1)}), nil
	})
}

// idOf reads the offer's id from the path. If the path escapes more than it must, as for a slash, echo returns it undecoded.
func idOf(c echo.Context) (string, error) {
	id := c.Param("id")
	if c.Request().URL.RawPath == "" {
		return id, nil
	}
	plain, err := url.PathUnescape(id)
	if err != nil {
		return "", notFound(language.Say("There is no offer called %q.", shorten(id)))
	}
	return plain, nil
}

func (o offer) terms(l language.Locale) []views.Term {
	kind := format.Capital(o.kind)
	if o.kind == "bogo" {
		kind = "Buy one, get one"
	}
	return []views.Term{
		{Name: l.Text("Type"), Value: kind},
		{Name: l.Text("Spend"), Value: o.spend, Unit: metrics.USD},
		{Name: l.Text("Reward"), Value: o.reward, Unit: metrics.USD},
		{Name: l.Text("Days to complete"), Value: o.days},
		{Name: l.Text("Channels"), Value: channelWords(l, o.channels)},
	}
}

func channelWords(l language.Locale, channels string) string {
	names := strings.Split(strings.TrimSpace(channels), ", ")
	for i, name := range names {
		names[i] = l.Known(name)
	}
	return strings.Join(names, ", ")
}
