package metrics

import (
	"fmt"
	"maps"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The address form of a selection, the same for pages, files and frames: ?channel=web&channel=social&day=1..14&gender!=Other.
// Money is in dollars. A dimension repeated is any of its values; "!" behind its name is all others.

// Address writes the selection into the query of an address. The prefix tells selections of one address apart: "vs.".
func (m *Model) Address(s Selection, prefix string) url.Values {
	query := url.Values{}
	for _, c := range s {
		d := m.dimensions.must(c.Dimension)
		for _, value := range c.Values {
			query.Add(prefix+c.key(), d.Outward(value))
		}
		for _, r := range c.Ranges {
			query.Add(prefix+c.key(), d.Outward(r.From)+".."+d.Outward(r.To))
		}
	}
	return query
}

// ParseSelection reads the conditions whose names begin with the prefix. It ignores all other parameters and returns their names, sorted,
// so that the caller can refuse those that nobody knows.
func (m *Model) ParseSelection(query url.Values, prefix string) (s Selection, left []string, err error) {
	for _, key := range slices.Sorted(maps.Keys(query)) {
		name, ok := strings.CutPrefix(key, prefix)
		dimension, not := strings.CutSuffix(name, "!")
		d, known := m.dimensions.find(dimension)
		if !ok || !known {
			left = append(left, key)
			continue
		}
		c := Condition{Dimension: dimension, Not: not}
		for _, text := range query[key] {
			if text == "" {
				continue // a field of a form that was left empty
			}
			if err := c.add(d, text); err != nil {
				return nil, nil, &ValueError{Dimension: d, Text: text, Reason: err.Error()}
			}
		}
		if len(c.Values)+len(c.Ranges) > maxValues {
			return nil, nil, &ValueError{Dimension: d, Text: strconv.Itoa(len(c.Values) + len(c.Ranges)), Reason: fmt.Sprintf("at most %d values can be chosen at once", maxValues)}
		}
		if len(c.Values)+len(c.Ranges) > 0 {
			s = append(s, c)
		}
	}
	if len(s) > maxConditions {
		return nil, nil, &ValueError{Text: strconv.Itoa(len(s)), Reason: fmt.Sprintf("at most %d filters can be set at once", maxConditions)}
	}
	return s.sorted(), left, nil
}

// ValueError is a filter that is not valid: what was asked of which dimension, and why that cannot be.
type ValueError struct {
	Dimension Dimension
	Text      string
	Reason    string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("filter %s=%q: %s", e.Dimension.Name, e.Text, e.Reason)
}

func (c *Condition) add(d Dimension, text string) error {
	if len(text) > maxValueBytes {
		return fmt.Errorf("a value has at most %d bytes", maxValueBytes)
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return fmt.Errorf("a value must be plain text")
	}
	if d.Type == Text {
		c.Values = append(c.Values, text)
		return nil
	}
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		value, err := d.inward(text)
		c.Values = append(c.Values, value)
		return err
	}
	r := Range{}
	var err error
	if from != "" {
		if r.From, err = d.inwardNumber(from); err != nil {
			return err
		}
	}
	if to != "" {
		if r.To, err = d.inwardNumber(to); err != nil {
			return err
		}
	}
	if r == (Range{}) {
		return nil // all there is
	}
	if r.From != "" && r.To != "" && less(r.To, r.From) {
		return fmt.Errorf("a range goes from the smaller to the greater number")
	}
	c.Ranges = append(c.Ranges, r)
	return nil
}

func less(a, b string) bool {
	x, _ := strconv.ParseInt(a, 10, 64)
	y, _ := strconv.ParseInt(b, 10, 64)
	return x < y
}

// inward reads a value of a dimension of numbers as the database has it: money in cents.
func (d Dimension) inward(text string) (string, error) {
	if text == Unknown {
		return Unknown, nil
	}
	return d.inwardNumber(text)
}

func (d Dimension) inwardNumber(text string) (string, error) {
	number, ok := new(big.Rat).SetString(text)
	if !ok || strings.ContainsAny(text, "/eExXpP_") {
		return "", fmt.Errorf("a number is needed, or a range such as 1..14")
	}
	if d.Unit == USD {
		number.Mul(number, big.NewRat(100, 1))
	}
	if !number.IsInt() {
		return "", fmt.Errorf("the number has too many decimals")
	}
	if !number.Num().IsInt64() {
		return "", fmt.Errorf("the number is too large")
	}
	return number.Num().String(), nil
}

// Outward writes a value of the database as addresses have it.
func (d Dimension) Outward(value string) string {
	if d.Type != Integer || d.Unit != USD || value == "" || value == Unknown {
		return value
	}
	cents, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return value
	}
	if cents%100 == 0 {
		return strconv.FormatInt(cents/100, 10)
	}
	return new(big.Rat).SetFrac64(cents, 100).FloatString(2)
}
