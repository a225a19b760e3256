package sample

// receipt is an offer in a customer's hands.
type receipt struct {
	offer     int
	from      int  // step
	seen      int  // step, or never
	spent     int  // cents since it was received
	completed bool // nothing more to spend, whether or not the reward was taken
}

const never = steps // after the last one

// life is a customer's thirty days, a step at a time. Whatever happens goes to out.
type life struct {
	*programme
	customer
	draw
	out      *events
	receipts [len(sendSteps)]receipt
	held     int // receipts so far
}

// live simulates the customer of that number from the first step to the last.
func (l *life) live(number int) {
	l.customer = newCustomer(&l.draw, l.Seed, number)
	l.held = 0
	send := 0
	for step := range steps {
		if send < len(sendSteps) && step == sendSteps[send] {
			send++
			l.receive(step)
		}
		l.look(step)
		l.buy(step)
	}
}

// receive sends one offer of the ten to three customers of four, without regard to what they already have.
func (l *life) receive(step int) {
	if !l.chance(one * 3 / 4) {
		return
	}
	r := receipt{offer: l.between(0, offerCount-1), from: step, seen: never}
	if o := &l.offers[r.offer]; l.chance(o.noticed) {
		r.seen = step
		for soon := l.attention * o.pull / 100; r.seen < never && !l.chance(soon); {
			r.seen++
		}
	}
	l.receipts[l.held] = r
	l.held++
	l.out.received(step, &l.customer, &l.offers[r.offer])
}

// look opens the messages whose time has come. Two of the same offer look like one, and the later receipt is the one that is seen.
func (l *life) look(step int) {
	for i := range l.held {
		r := &l.receipts[i]
		if r.seen != step {
			continue
		}
		if l.seenTwice(i) {
			r.seen = never
			continue
		}
		l.out.viewed(step, &l.customer, &l.offers[r.offer])
	}
}

func (l *life) seenTwice(i int) bool {
	for j := i + 1; j < l.held; j++ {
		if l.receipts[j].offer == l.receipts[i].offer && l.receipts[j].seen == l.receipts[i].seen {
			return true
		}
	}
	return false
}

// buy is a visit to a café, or none. Every running offer counts the whole amount, seen or not; that is how an offer is completed by
// somebody who never saw it, and how two receipts of one offer are completed at once.
func (l *life) buy(step int) {
	rate := l.rate
	if l.tempted(step) {
		rate += rate * 7 / 10
	}
	if !l.chance(rate) {
		return
	}
	amount := l.fillBasket()
	l.out.bought(step, &l.customer, amount)
	for i := range l.held {
		r := &l.receipts[i]
		o := &l.offers[r.offer]
		if !l.running(r, step) || o.difficulty == 0 {
			continue
		}
		if r.spent += amount.cents; r.spent < 100*o.difficulty {
			continue
		}
		r.completed = true
		if !l.chance(one * 6 / 100) { // some do not take what they are offered
			l.out.completed(step, &l.customer, o)
		}
	}
}

// tempted says whether there is an offer that the customer knows of and can still use.
func (l *life) tempted(step int) bool {
	for i := range l.held {
		if r := &l.receipts[i]; r.seen <= step && l.running(r, step) {
			return true
		}
	}
	return false
}

func (l *life) running(r *receipt, step int) bool {
	return !r.completed && step <= r.from+l.offers[r.offer].lasts
}
