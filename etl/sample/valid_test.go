package sample

import (
	"fmt"
	"testing"
	"time"
)

func TestEveryRowIsValid(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := readSample(t, writeSample(t, 2000, seed))
			checkOffers(t, s)
			checkCustomers(t, s)
			checkOrder(t, s)
			checkBehaviour(t, s)
		})
	}
}

func checkOffers(t *testing.T, s *read) {
	kinds := map[string]int{}
	for id, o := range s.offers {
		kinds[o.kind]++
		completable := o.kind != "informational"
		if completable != (o.difficulty > 0) || completable != (o.reward > 0) || o.days < 1 || o.reward > o.difficulty {
			t.Errorf("offer %s has terms that make no sense: %+v", id, o)
		}
		if o.kind == "bogo" && o.reward != o.difficulty {
			t.Errorf("offer %s: buy one, get one is as much again: %+v", id, o)
		}
	}
	if len(s.offers) != 10 || kinds["bogo"] != 4 || kinds["discount"] != 4 || kinds["informational"] != 2 {
		t.Errorf("%d offers: %v", len(s.offers), kinds)
	}
}

func checkCustomers(t *testing.T, s *read) {
	for id, c := range s.customers {
		if day, err := time.Parse("20060102", c.joined); err != nil || day.Year() < 2013 || day.Year() > 2018 {
			t.Errorf("customer %s joined on %q: %v", id, c.joined, err)
		}
		if c.age == 118 {
			if c.gender != "" || c.income != 0 {
				t.Errorf("customer %s: an empty form with something in it: %+v", id, c)
			}
			continue
		}
		if c.gender != "M" && c.gender != "F" && c.gender != "O" || c.age < 18 || c.age > 101 ||
			c.income < 30_000 || c.income > 120_000 || c.income%1000 != 0 {
			t.Errorf("customer %s: %+v", id, c)
		}
	}
}

var ranks = map[string]int{"offer viewed": 1, "transaction": 2, "offer completed": 3}

// By time; then all that is received; then what customers do, one after the other, seeing before buying before completing.
func checkOrder(t *testing.T, s *read) {
	last := -1
	for i, e := range s.events {
		c, known := s.customers[e.customer]
		if !known {
			t.Fatalf("event %d: unknown customer: %+v", i, e)
		}
		place := (e.time*2+min(ranks[e.event], 1))*len(s.order)*4 + c.number*4 + ranks[e.event]
		if place < last {
			t.Fatalf("event %d is out of order: %+v", i, e)
		}
		last = place
		if e.time%6 != 0 || e.time < 0 || e.time > 714 {
			t.Fatalf("event %d: time %d", i, e.time)
		}
	}
}

type pair struct{ customer, offer string }

type hour struct {
	customer string
	time     int
}

type heldReceipt struct {
	time              int
	viewed, completed bool
}

// Views and completions find their receipts by the audited method, and nothing is left over.
func checkBehaviour(t *testing.T, s *read) {
	held := map[pair][]*heldReceipt{}
	bought := map[hour]int{}
	rows := map[readEvent]int{}
	for i, e := range s.events {
		o, known := s.offers[e.offer]
		if !known && e.event != "transaction" {
			t.Fatalf("event %d: unknown offer: %+v", i, e)
		}
		if rows[e]++; rows[e] > 1 && e.event != "offer completed" {
			t.Errorf("event %d comes twice: %+v", i, e)
		}
		at, receipts := hour{e.customer, e.time}, held[pair{e.customer, e.offer}]
		switch e.event {
		case "offer received":
			held[pair{e.customer, e.offer}] = append(receipts, &heldReceipt{time: e.time})
		case "offer viewed":
			if !takeView(receipts) {
				t.Errorf("event %d: a view without a receipt: %+v", i, e)
			}
		case "offer completed":
			if !takeCompletion(receipts, e.time, o.days*24) {
				t.Errorf("event %d: a completion without an open receipt: %+v", i, e)
			}
			if bought[at] == 0 || o.reward != e.reward || o.difficulty == 0 {
				t.Errorf("event %d: nothing bought, or another reward than %d: %+v", i, o.reward, e)
			}
		case "transaction":
			if bought[at] != 0 || e.cents < 5 {
				t.Errorf("event %d: second purchase in the hour, or next to nothing: %+v", i, e)
			}
			bought[at] += e.cents
		}
	}
}

func takeView(receipts []*heldReceipt) bool {
	for i := len(receipts) - 1; i >= 0; i-- {
		if !receipts[i].viewed {
			receipts[i].viewed = true
			return true
		}
	}
	return false
}

func takeCompletion(receipts []*heldReceipt, time, lasts int) bool {
	for _, r := range receipts {
		if !r.completed && time <= r.time+lasts {
			r.completed = true
			return true
		}
	}
	return false
}
