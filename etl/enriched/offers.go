package enriched

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cafe-rewards/etl/trusted"
)

// informational is the type of the offers that only tell something: there is nothing to complete.
const informational = "informational"

// Completable says whether customers can complete the offer.
func Completable(o *trusted.Offer) bool { return o.Type != informational }

// Channels are the names of all channels that the offers use, each once, sorted.
func Channels(offers []trusted.Offer) []string {
	var names []string
	for i := range offers {
		names = append(names, offers[i].Channels...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// OfferNames says what each offer is, in words: "Discount: spend $20, get $5, 10 days". Offers of the same terms are told
// apart by their channels, and where these are the same too, by a number in the order of their ids.
func OfferNames(offers []trusted.Offer) []string {
	names := make([]string, len(offers))
	for i := range offers {
		names[i] = terms(&offers[i])
	}
	for _, same := range namesakes(names) {
		for _, i := range same {
			names[i] += " (" + channelWords(&offers[i]) + ")"
		}
	}
	for _, same := range namesakes(names) {
		slices.SortFunc(same, func(a, b int) int { return strings.Compare(offers[a].ID, offers[b].ID) })
		for n, i := range same {
			names[i] += " no. " + strconv.Itoa(n+1)
		}
	}
	return names
}

// namesakes finds the indices that share a name with another one, grouped by that name.
func namesakes(names []string) [][]int {
	byName := make(map[string][]int, len(names))
	for i, name := range names {
		byName[name] = append(byName[name], i)
	}
	var groups [][]int
	for _, same := range byName {
		if len(same) > 1 {
			groups = append(groups, same)
		}
	}
	return groups
}

func terms(o *trusted.Offer) string {
	var parts []string
	if o.DifficultyCents > 0 {
		parts = append(parts, "spend "+dollars(o.DifficultyCents))
	}
	if o.RewardCents > 0 {
		parts = append(parts, "get "+dollars(o.RewardCents))
	}
	days := strconv.Itoa(int(o.DurationDays)) + " days"
	if o.DurationDays == 1 {
		days = "1 day"
	}
	return typeName(o.Type) + ": " + strings.Join(append(parts, days), ", ")
}

// typeName is the offer type as people write it. A type that this program has never heard of keeps its own name.
func typeName(offerType string) string {
	switch offerType {
	case "bogo":
		return "BOGO"
	case informational:
		return "Information"
	case "":
		return "Offer"
	}
	first, size := utf8.DecodeRuneInString(offerType)
	return string(unicode.ToUpper(first)) + offerType[size:]
}

func channelWords(o *trusted.Offer) string {
	if len(o.Channels) == 0 {
		return "no channel"
	}
	return strings.Join(o.Channels, ", ")
}

// dollars writes cents as people do: $5, $2.50, $1,200.
func dollars(cents int64) string {
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if cents%100 != 0 {
		return fmt.Sprintf("$%s.%02d", whole, cents%100)
	}
	return "$" + whole
}
