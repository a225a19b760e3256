package trusted

// problem is what is wrong with a number.
type problem int

const (
	fine problem = iota
	missing
	notANumber
	tooLarge // over maxNumber, of either sign
	uneven   // not a whole number of what is counted
	problems // how many there are
)

// maxNumber is the largest number in a field, in the field's own unit.
const maxNumber = 1_000_000_000

// hundredths reads a decimal number exactly and returns it times 100: dollars become cents. A number with more decimals has
// to be within a millionth of a whole hundredth: the source has amounts as the nearest binary number, written with 17
// digits (0.8300000000000001), and up to maxNumber that noise is smaller than a millionth.
func hundredths(b []byte) (int64, problem) {
	b = trim(b)
	if len(b) == 0 {
		return 0, missing
	}
	negative := b[0] == '-'
	if negative || b[0] == '+' {
		b = b[1:]
	}
	mantissa, exponent, ok := splitExponent(b)
	if !ok {
		return 0, notANumber
	}
	millionths, more, wrong := inMillionths(mantissa, exponent)
	if wrong != fine {
		return 0, wrong
	}
	n, rest := millionths/10_000, millionths%10_000
	switch {
	case rest == 0:
	case rest == 9_999 && more:
		n++
	default:
		return 0, uneven
	}
	if negative {
		n = -n
	}
	return n, fine
}

// inMillionths is a number without a sign in millionths; more says that there are digits behind those which are not 0.
func inMillionths(mantissa []byte, exponent int) (millionths int64, more bool, wrong problem) {
	place := exponent - 1 // of the next digit: 0 for ones, 1 for tens, -1 for tenths
	for _, c := range mantissa {
		if c == '.' {
			break
		}
		place++
	}

	const least = -6        // the smallest place that counts
	const scale = 1_000_000 // of millionths
	digits, point := 0, false
	for _, c := range mantissa {
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' {
			return 0, false, notANumber
		}
		digits++
		switch {
		case place < least:
			more = more || c != '0'
		case millionths > maxNumber*scale/10:
			millionths = maxNumber*scale + 1 // another digit makes it too large, whatever it is
		default:
			millionths = millionths*10 + int64(c-'0')
		}
		place--
	}
	if digits == 0 {
		return 0, false, notANumber
	}
	for ; place >= least && millionths > 0 && millionths <= maxNumber*scale; place-- {
		millionths *= 10
	}
	if millionths > maxNumber*scale || millionths == maxNumber*scale && more {
		return 0, false, tooLarge
	}
	return millionths, more, fine
}

// splitExponent cuts off an exponent: 1e-05 is how Python writes small numbers.
func splitExponent(b []byte) (mantissa []byte, exponent int, ok bool) {
	for i, c := range b {
		if c != 'e' && c != 'E' {
			continue
		}
		digits, sign := b[i+1:], 1
		if len(digits) > 0 && (digits[0] == '-' || digits[0] == '+') {
			if digits[0] == '-' {
				sign = -1
			}
			digits = digits[1:]
		}
		if len(digits) == 0 || len(digits) > 4 {
			return nil, 0, false
		}
		for _, d := range digits {
			if d < '0' || d > '9' {
				return nil, 0, false
			}
			exponent = exponent*10 + int(d-'0')
		}
		return b[:i], sign * exponent, true
	}
	return b, 0, true
}

// whole reads a whole number, also one written as 55.0.
func whole(b []byte) (int64, problem) {
	n, p := hundredths(b)
	if p == fine && n%100 != 0 {
		return 0, uneven
	}
	return n / 100, p
}
