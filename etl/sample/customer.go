package sample

import "time"

// placeholderAge stands where a customer left the form empty: no gender and no income then, either.
const placeholderAge = 118

// customer is who somebody is and what their habits are. It is a function of the seed and of the customer's number alone.
type customer struct {
	id     [32]byte
	joined int  // days since firstDay
	gender byte // F, M, O; 0 for an empty form
	age    int
	income int // thousands of dollars a year; 0 for an empty form

	rate      int  // how probable a purchase is in a step, in 65536ths
	attention int  // how probable it is to look at the messages in a step, in 65536ths
	meals     bool // buys meals rather than a coffee
	basket    int  // mean of a purchase, in cents
}

// Customers join between these days, more of them every year.
var firstDay = time.Date(2013, time.August, 1, 0, 0, 0, 0, time.UTC)

const joinDays = 5 * 365

// newCustomer is the customer of that number. What d draws next decides what the customer does.
func newCustomer(d *draw, seed uint64, number int) (c customer) {
	d.seed(seed, 1<<32+uint64(number))
	c.id = d.id()
	c.joined = d.between(0, joinDays)
	if !d.chance(one * 12 / 100) {
		c.joined = max(c.joined, d.between(0, joinDays), d.between(0, joinDays))
	}
	if d.chance(one * 128 / 1000) {
		c.age = placeholderAge
	} else {
		c.fillIn(d)
	}
	c.settle(d)
	return c
}

// fillIn completes the form.
func (c *customer) fillIn(d *draw) {
	switch n := d.between(1, 1000); {
	case n <= 572:
		c.gender = 'M'
	case n <= 986:
		c.gender = 'F'
	default:
		c.gender = 'O'
	}
	middle, earns := 54, 61
	if c.gender == 'F' {
		middle, earns = 60, 73
	}
	if d.chance(one * 10 / 100) {
		c.age = d.between(18, 40)
	} else {
		c.age = min(max(d.bell(middle, 16), 18), 101)
	}
	if c.age < 40 {
		earns -= 2 * (40 - c.age) // careers take time
	}
	c.income = d.bell(earns, 23)
	if c.income < 30 || c.income > 120 {
		c.income = d.between(30, 75) // what the form does not offer, people round to something that it does
	}
}

// settle gives the customer habits. Who was with the programme for longer buys more often; who earns more buys meals, fewer and
// dearer ones.
func (c *customer) settle(d *draw) {
	var usual int // purchases in a thousand steps
	switch {
	case c.age == placeholderAge: // those who tell nothing about themselves hardly spend
		usual, c.basket = 51, d.bell(245, 60)
	case c.income >= 80 || d.chance(one*(20+c.income*4/5)/100):
		usual, c.basket, c.meals = 56, 800+26*(c.income-30)+d.bell(0, 150), true
	default:
		usual, c.basket = 97, d.bell(260, 60)
	}
	tenure := 55 + 110*(joinDays-c.joined)/joinDays // percent
	usual = usual * one / 1000 * tenure / 100
	c.rate = usual * max(d.bell(100, 40), 10) / 100
	c.attention = d.between(one*8/100, one*44/100)
}
