package trusted

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// takeCustomers keeps one row of each customer_id. Which one does not depend on the order of the rows.
func (t *Tables) takeCustomers(b *Bucket, d *desk) error {
	pieces, err := t.customers.take(b.Index, &d.file)
	if err != nil {
		return err
	}
	rows, ids := d.customers[:0], 0
	for _, piece := range pieces {
		for len(piece) > 0 {
			var r customerRow
			r, piece = nextCustomer(piece)
			rows = append(rows, r)
			ids += len(r.id)
		}
	}
	d.customers = rows
	slices.SortFunc(rows, func(a, b customerRow) int {
		return cmp.Or(bytes.Compare(a.id, b.id), compareCustomers(&a.Customer, &b.Customer), cmp.Compare(a.line, b.line))
	})
	var all strings.Builder // of the ids: one allocation instead of one for each
	all.Grow(ids)
	b.Customers = make([]Customer, 0, len(rows))
	var duplicates int64
	var rejects []Reject
	for _, r := range rows {
		switch last := len(b.Customers) - 1; {
		case last < 0 || b.Customers[last].ID != string(r.id):
			from := all.Len()
			all.Write(r.id)
			r.ID = all.String()[from:]
			b.Customers = append(b.Customers, r.Customer)
		case compareCustomers(&b.Customers[last], &r.Customer) == 0:
			duplicates++
		default:
			rejects = append(rejects, Reject{Table: customers.String(), File: t.customersFile, Line: r.line, Reason: reasonCustomerTwice, Row: string(r.text)})
		}
	}
	clear(rows) // lets go of the pieces
	return t.account(customers, len(b.Customers), duplicates, rejects)
}
