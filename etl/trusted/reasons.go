package trusted

// Why a row is rejected. These are fixed sentences, so that they can be counted.
const (
	reasonTooLong   = "the row is longer than 1 MiB"
	reasonEncoding  = "the row is not valid UTF-8"
	reasonZero      = "the row has NUL bytes"
	reasonQuoted    = "a quoted field has no proper end"
	reasonBareQuote = "there is a quote inside of an unquoted field"
	reasonFields    = "the number of fields is not that of the header"
	reasonJSON      = "the row is not a JSON object"

	reasonNoCustomerID  = "the customer_id is missing"
	reasonBadCustomerID = "the customer_id is longer than 128 bytes or has control characters"
	reasonNoOfferID     = "the offer_id is missing"
	reasonBadOfferID    = "the offer_id is longer than 128 bytes or has control characters"

	reasonCustomerTwice = "another row has the same customer_id with other values"
	reasonOfferTwice    = "another row has the same offer_id with other values"

	reasonType     = "the offer_type is missing, longer than 128 bytes or has control characters"
	reasonChannels = "the channels are not a list of at most 64 names of at most 128 bytes"
	reasonFuture   = "became_member_on lies in the future"

	reasonEvent           = "the event is none of offer received, offer viewed, offer completed, transaction"
	reasonValue           = "the value is not a dictionary"
	reasonUnknownOffer    = "the offer is not among the offers"
	reasonUnknownCustomer = "the customer is not among the customers"
)

// blank is no reason: an empty line is not a row.
const blank = "blank"

// What can be wrong with each number, by problem.
var (
	difficultyReasons = numberReasons("difficulty", "a whole number of cents")
	rewardReasons     = numberReasons("reward", "a whole number of cents")
	durationReasons   = numberReasons("duration", "a whole number of days up to 3650")
	sinceReasons      = numberReasons("became_member_on", "a date as yyyymmdd from 1900 on")
	ageReasons        = numberReasons("age", "a whole number of years from 0 to 150")
	incomeReasons     = numberReasons("income", "a whole number of cents")
	timeReasons       = numberReasons("time", "a whole number of hours from 0 to 87600")
	amountReasons     = numberReasons("amount", "a whole number of cents")
)

const (
	reasonNegativeAmount = "the amount is negative"
	reasonNegativeIncome = "the income is negative"
)

func numberReasons(field, what string) (r [problems]string) {
	r[missing] = "the " + field + " is missing"
	r[notANumber] = "the " + field + " is not a number"
	r[tooLarge] = "the " + field + " is over 1000000000"
	r[uneven] = "the " + field + " is not " + what
	return r
}
