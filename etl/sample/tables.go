package sample

import (
	"bufio"
	"context"
	"strconv"
)

func writeDictionary(path string) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(dictionary); err != nil {
		return err
	}
	return finish(f)
}

func (p *programme) writeOffers(path string) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b := []byte("offer_id,offer_type,difficulty,reward,duration,channels\n")
	for i := range p.offers {
		b = p.offers[i].appendRow(b)
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	return finish(f)
}

// writeCustomers simulates everybody for the first time: it writes who they are, and lets e count what they do.
func (p *programme) writeCustomers(ctx context.Context, path string, e *events) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 64<<10)
	w.WriteString("customer_id,became_member_on,gender,age,income\n") // w keeps the first error for Flush
	l := &life{programme: p, out: e}
	for number := range p.Customers {
		l.live(number)
		if _, err := w.Write(l.customer.appendRow(w.AvailableBuffer())); err != nil {
			return err
		}
		if err := p.tick(ctx); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return finish(f)
}

// appendRow writes the offer as the source has it: its channels are a Python list.
func (o *offer) appendRow(b []byte) []byte {
	b = append(b, o.id[:]...)
	b = append(b, ',')
	b = append(b, o.kind...)
	for _, n := range [3]int{o.difficulty, o.reward, o.days} {
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	b = append(b, `,"[`...)
	separator := "'"
	for c, used := range o.channels {
		if used {
			b = append(b, separator...)
			b = append(b, channelNames[c]...)
			b = append(b, '\'')
			separator = ", '"
		}
	}
	return append(b, "]\"\n"...)
}

// appendRow writes the form that the customer filled in, or left empty.
func (c *customer) appendRow(b []byte) []byte {
	b = append(b, c.id[:]...)
	b = append(b, ',')
	b = firstDay.AddDate(0, 0, c.joined).AppendFormat(b, "20060102")
	b = append(b, ',')
	if c.gender != 0 {
		b = append(b, c.gender)
	}
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(c.age), 10)
	b = append(b, ',')
	if c.income != 0 {
		b = strconv.AppendInt(b, int64(c.income), 10)
		b = append(b, "000"...)
	}
	return append(b, '\n')
}
