package sample

import "strconv"

// amount is what a purchase comes to: exactly, and as the till has it.
type amount struct {
	cents int
	till  float64 // dollars
}

// fillBasket draws a purchase. The till adds the prices up as binary fractions of a dollar, which is why some sums end in ...0000001.
func (l *life) fillBasket() amount {
	cents := l.small(l.basket)
	if l.meals {
		cents = l.bell(l.basket, l.basket*32/100)
	}
	if l.chance(one * 5 / 1000) {
		cents *= l.between(14, 40) // an order for the whole office
	}
	cents = max(cents, 5)
	if cents < 30 || !l.chance(one*18/100) {
		return amount{cents, float64(cents) / 100}
	}
	first := l.between(10, cents-10)
	return amount{cents, float64(first)/100 + float64(cents-first)/100}
}

// append writes the amount as Python prints a float: the shortest digits that give the same number back, and always a point.
func (a amount) append(b []byte) []byte {
	if a.till != float64(a.cents)/100 {
		return strconv.AppendFloat(b, a.till, 'f', -1, 64)
	}
	b = strconv.AppendInt(b, int64(a.cents/100), 10)
	b = append(b, '.', byte('0'+a.cents/10%10))
	if a.cents%10 != 0 {
		b = append(b, byte('0'+a.cents%10))
	}
	return b
}
