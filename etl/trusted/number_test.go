package trusted

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestHundredths(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		n int64
		p problem
	}{
		"0": {0, fine}, "12": {1200, fine}, "12.5": {1250, fine}, " 12.50\t": {1250, fine}, "0.83": {83, fine}, "5.": {500, fine},
		".5": {50, fine}, "+1": {100, fine}, "-1.25": {-125, fine}, "-0.0": {0, fine}, "007": {700, fine}, "112000.0": {11200000, fine},
		// binary noise, as in the data
		"0.8300000000000001": {83, fine}, "1062.2800000000002": {106228, fine}, "23.929999999999996": {2393, fine},
		"999999999.9900000095367431640625": {99999999999, fine}, "0.004999999": {0, uneven}, "0.0000009": {0, fine},
		"0.000001": {0, uneven}, "0.9999999": {100, fine}, "0.999999": {0, uneven}, "0.835": {0, uneven}, "0.123": {0, uneven},
		// exponents
		"1e2": {10000, fine}, "1E-2": {1, fine}, "1e-05": {0, uneven}, "1e-07": {0, fine}, "1.5e+1": {1500, fine}, "12345e-3": {0, uneven},
		"123450e-4": {0, uneven}, "1234500e-5": {0, uneven}, "1234e-2": {1234, fine}, "0e9999": {0, fine}, "1e-9999": {0, fine}, "0.001e3": {100, fine},
		"1e9999": {0, tooLarge}, "1e99999": {0, notANumber},
		// limits
		"1000000000": {100_000_000_000, fine}, "1e9": {100_000_000_000, fine}, "-1e9": {-100_000_000_000, fine},
		"1000000000.01": {0, tooLarge}, "1000000001": {0, tooLarge}, "-1000000001": {0, tooLarge}, "1000000000.0000000001": {0, tooLarge},
		"99999999999999999999999999": {0, tooLarge}, strings.Repeat("9", 10_000): {0, tooLarge}, "0." + strings.Repeat("0", 10_000) + "1": {0, fine},
		strings.Repeat("0", 10_000) + "1": {100, fine},
		// no numbers
		"": {0, missing}, "  ": {0, missing}, "-": {0, notANumber}, ".": {0, notANumber}, "e5": {0, notANumber}, "1e": {0, notANumber},
		"1e+": {0, notANumber}, "1.2.3": {0, notANumber}, "--1": {0, notANumber}, "nan": {0, notANumber}, "NaN": {0, notANumber},
		"inf": {0, notANumber}, "-Infinity": {0, notANumber}, "1,000": {0, notANumber}, "$5": {0, notANumber}, "0x10": {0, notANumber},
		"1_000": {0, notANumber}, "1 000": {0, notANumber}, "１": {0, notANumber}, "1e1e1": {0, notANumber}, "1e2.5": {0, notANumber},
	} {
		n, p := hundredths([]byte(text))
		if p != want.p || p == fine && n != want.n {
			t.Errorf("%.40s: %d, problem %d; want %d, %d", text, n, p, want.n, want.p)
		}
	}
}

// FuzzHundredths holds it against exact arithmetic.
func FuzzHundredths(f *testing.F) {
	for _, text := range []string{"12.5", "0.8300000000000001", "1e-2", "-7", "999999999.999999999", "1e9", "5.", ".5", "nan"} {
		f.Add(text)
	}
	number := regexp.MustCompile(`^[ \t]*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?[ \t]*$`)
	f.Fuzz(func(t *testing.T, text string) {
		n, p := hundredths([]byte(text))
		if isNumber := number.MatchString(text); !isNumber {
			if p != notANumber && p != missing {
				t.Fatalf("%q: problem %d", text, p)
			}
			return
		}
		exact, ok := new(big.Rat).SetString(strings.Trim(text, " \t"))
		if !ok {
			t.Skip("beyond exact arithmetic")
		}
		if new(big.Rat).Abs(exact).Cmp(big.NewRat(maxNumber, 1)) > 0 {
			if p != tooLarge {
				t.Fatalf("%q: problem %d", text, p)
			}
			return
		}
		if p != fine && p != uneven {
			t.Fatalf("%q: problem %d", text, p)
		}
		nearest, _ := new(big.Int).SetString(new(big.Rat).Mul(exact, big.NewRat(100, 1)).FloatString(0), 10)
		off := new(big.Rat).Sub(exact, new(big.Rat).SetFrac(nearest, big.NewInt(100)))
		whole := off.Abs(off).Cmp(big.NewRat(1, 1_000_000)) < 0
		if whole != (p == fine) || whole && nearest.Int64() != n {
			t.Errorf("%q: %d, problem %d; want %s", text, n, p, nearest)
		}
	})
}

// FuzzAmount writes amounts as the source does, which adds up binary numbers and prints all of their digits.
func FuzzAmount(f *testing.F) {
	f.Add(int64(83), uint8(1))
	f.Add(int64(99_999_999_998), uint8(3))
	f.Fuzz(func(t *testing.T, cents int64, parts uint8) {
		if cents < 0 || cents > maxNumber*100 {
			return
		}
		sum, left := 0.0, cents
		for range parts % 4 {
			sum += float64(left/2) / 100
			left -= left / 2
		}
		sum += float64(left) / 100
		text := strconv.FormatFloat(sum, 'g', 17, 64)
		if sum > maxNumber { // noise at the very limit
			return
		}
		if n, p := hundredths([]byte(text)); p != fine || n != cents {
			t.Errorf("%d cents as %s are %d, problem %d", cents, text, n, p)
		}
	})
}
