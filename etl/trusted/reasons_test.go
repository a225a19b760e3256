package trusted

import (
	"fmt"
	"strings"
	"testing"
)

// TestReasons puts one bad row behind good ones: it is the one that is rejected, and for that reason.
func TestReasons(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxText+1)
	for name, rows := range map[string]map[string]string{
		"offers": {
			",bogo,1,1,1,[]":                               reasonNoOfferID,
			"a\x01,bogo,1,1,1,[]":                          reasonBadOfferID,
			long + ",bogo,1,1,1,[]":                        reasonBadOfferID,
			"x,,1,1,1,[]":                                  reasonType,
			"x,\"a\nb\",1,1,1,[]":                          reasonType,
			"x,bogo,,1,1,[]":                               difficultyReasons[missing],
			"x,bogo,much,1,1,[]":                           difficultyReasons[notANumber],
			"x,bogo,1,1.234,1,[]":                          rewardReasons[uneven],
			"x,bogo,1,2e9,1,[]":                            rewardReasons[tooLarge],
			"x,bogo,1,1,1.5,[]":                            durationReasons[uneven],
			"x,bogo,1,1,3651,[]":                           durationReasons[uneven],
			"x,bogo,1,1,1,web":                             reasonChannels,
			"o1,bogo,10,5,8,\"['web', 'email']\"":          reasonOfferTwice,
			"x,bogo,1,1,1":                                 reasonFields,
			"x,bogo,1,1,1,[],":                             reasonFields,
			"x,bogo,1,1,1,\"['web']":                       reasonQuoted,
			"x,bogo,1,1,1,a\"b":                            reasonBareQuote,
			"x\x00,bogo,1,1,1,[]":                          reasonZero,
			"x\xe9,bogo,1,1,1,[]":                          reasonEncoding,
			"x," + strings.Repeat("y", maxRow) + ",1,1,1,": reasonTooLong,
		},
		"customers": {
			",20170212,F,1,1":             reasonNoCustomerID,
			"  ,20170212,F,1,1":           reasonNoCustomerID,
			"a\tb,20170212,F,1,1":         reasonBadCustomerID,
			long + ",20170212,F,1,1":      reasonBadCustomerID,
			"x,20170230,F,1,1":            sinceReasons[uneven],
			"x,20270101,F,1,1":            reasonFuture,
			"x,20170212,F,151,1":          ageReasons[uneven],
			"x,20170212,F,-1,1":           ageReasons[uneven],
			"x,20170212,F,1.5,1":          ageReasons[uneven],
			"x,20170212,F,young,1":        ageReasons[notANumber],
			"x,20170212,F,1,-1":           reasonNegativeIncome,
			"x,20170212,F,1,1e10":         incomeReasons[tooLarge],
			"x,20170212,F,1,0.001":        incomeReasons[uneven],
			"x,20170212,F,1,Inf":          incomeReasons[notANumber],
			"c2,20170715,F,56,112000":     reasonCustomerTwice,
			"c1,,,118,":                   reasonCustomerTwice,
			"x,20170212,F,1,1,<script>":   reasonFields,
			"\xff\xfe,20170212,F,1,1":     reasonEncoding,
			"x,20170212,F,1,\x00":         reasonZero,
			"\"x,20170212,F,1,1":          reasonQuoted,
			"\"x\"y,20170212,F,1,1":       reasonQuoted,
			"DROP TABLE customers;--":     reasonFields,
			"=cmd|'/c calc'!A1,1,F,1,1":   sinceReasons[uneven],
			"x,'; select 1; --,F,1,1":     sinceReasons[notANumber],
			"x,20170212,F,{{.Age}},1":     ageReasons[notANumber],
			"x,20170212,F,1,112\u202f000": incomeReasons[notANumber],
		},
		"events": {
			",transaction,{'amount': 1},1":                 reasonNoCustomerID,
			"c1\x7f,transaction,{'amount': 1},1":           reasonBadCustomerID,
			"c1,offer eaten,{'amount': 1},1":               reasonEvent,
			"c1,,{'amount': 1},1":                          reasonEvent,
			"c1,transaction,{'amount': 1},":                timeReasons[missing],
			"c1,transaction,{'amount': 1},noon":            timeReasons[notANumber],
			"c1,transaction,{'amount': 1},-1":              timeReasons[uneven],
			"c1,transaction,{'amount': 1},1.5":             timeReasons[uneven],
			"c1,transaction,{'amount': 1},87601":           timeReasons[uneven],
			"c1,transaction,1,1":                           reasonValue,
			"c1,transaction,,1":                            reasonValue,
			"c1,transaction,{'amount': 1,1":                reasonValue,
			"c1,transaction,{},1":                          amountReasons[missing],
			"c1,transaction,{'offer id': 'o1'},1":          amountReasons[missing],
			"c1,transaction,{'amount': NaN},1":             amountReasons[notANumber],
			"c1,transaction,{'amount': -inf},1":            amountReasons[notANumber],
			"c1,transaction,{'amount': -0.01},1":           reasonNegativeAmount,
			"c1,transaction,{'amount': 0.005},1":           amountReasons[uneven],
			"c1,transaction,{'amount': 1000000000.01},1":   amountReasons[tooLarge],
			"c1,offer received,{'amount': 1},1":            reasonNoOfferID,
			"c1,offer viewed,{'offer id': ''},1":           reasonNoOfferID,
			"c1,offer viewed,{'offer id': None},1":         reasonNoOfferID,
			"c1,offer received,{'offer id': 'o3'},1":       reasonUnknownOffer,
			"c3,transaction,{'amount': 1.50},1":            reasonUnknownCustomer,
			"c3,offer received,{'offer id': 'o1'},87600":   reasonUnknownCustomer,
			"c3,offer completed,{'offer_id': 'o2'},0":      reasonUnknownCustomer,
			"c1,transaction,\"{\"\"amount\"\": 1":          reasonQuoted,
			"c1,transaction,{\"amount\": 1},1":             reasonBareQuote,
			"c1;transaction;{'amount': 1};1":               reasonFields,
			"c1,transaction,{'amount': '\x00'},1":          reasonZero,
			"c1,transaction,{'amount': 1}, " + "\xc3,1":    reasonEncoding,
			"../../etc/passwd,transaction,{'amount': 1},1": reasonUnknownCustomer,
		},
	} {
		for row, reason := range rows {
			texts := map[string]string{"offers": someOffers, "customers": someCustomers, "events": someEvents}
			lines := int64(strings.Count(texts[name], "\n"))
			texts[name] += row + "\n"
			want := Reject{Table: name, File: name + ".csv", Line: lines + 1, Reason: reason, Row: rowText([]byte(row))}
			if reason == reasonUnknownCustomer { // written anew
				want.Row = strings.Replace(row, "{'amount': 1}", "{'amount': 1.00}", 1)
			}
			c := clean(t, batch(texts["offers"], texts["customers"], texts["events"]), Options{})
			rejects := c.rejects.First()
			if len(rejects) != 1 || rejects[0] != want {
				t.Errorf("%.80q\ngot  %.200s\nwant %.200s", row, fmt.Sprintf("%+v", rejects), fmt.Sprintf("%+v", want))
			}
			if err := c.tables.Verdict(); err == nil || !strings.Contains(err.Error(), reason) {
				t.Errorf("verdict on %q: %v", reason, err)
			}
		}
	}
}

// TestAccepted has the oddities that are no reason to reject a row.
func TestAccepted(t *testing.T) {
	t.Parallel()
	c := clean(t, batch(
		someOffers+"o3,Event ,-1,-2.50,-7,\"[\"\"SMS\"\", 'Web','web']\"\no4,x,0,0,0,\n o1 ,BOGO,10.00,5,7.0,\"['email','web']\"\n",
		someCustomers+"c3,,X,,\n  c4 ,20170101.0,m,55.0,0\nc1,20170212,x,118.0,\n",
		someEvents+"c1,transaction,{'amount': 0},0\nc1, Offer_Received ,{'offer id': 'o4'},87600\nc1,transaction,{'amount': 12.500000000000002},6.0\n"+
			"c3,TRANSACTION,{'amount': 1000000000},0\nc4,offer viewed,{'offer id': ' o3'},1\n",
	), Options{Buckets: 1})
	if rejects := c.rejects.First(); len(rejects) > 0 {
		t.Errorf("rejected %+v", rejects)
	}
	equal(t, []Offer{
		{"o1", "bogo", 1000, 500, 7, []string{"email", "web"}},
		{"o2", "discount", 2050, 300, 10, []string{"email"}},
		{"o3", "event", 0, 0, 0, []string{"sms", "web"}},
		{"o4", "x", 0, 0, 0, []string{}},
	}, c.tables.Offers)
	equal(t, []Customer{
		{"c1", 17209, 0, 118, Unknown},
		{"c2", 17362, 'F', 55, 11_200_000},
		{"c3", Unknown, 0, Unknown, Unknown},
		{"c4", 17167, 0, 55, 0},
	}, c.buckets[0].Customers)
	equal(t, []Event{
		{0, 0, 0, Received, 1, 0},
		{0, Unknown, 0, Transaction, 1, 0},
		{0, Unknown, 6, Transaction, 2, 1250},
		{0, 3, 87600, Received, 1, 0},
		{1, 1, 6, Completed, 1, 0},
		{2, Unknown, 0, Transaction, 1, 100_000_000_000},
		{3, 2, 1, Viewed, 1, 0},
	}, c.buckets[0].Events)
	equal(t, []Count{{"offers", 5, 4, 1, 0}, {"customers", 5, 4, 1, 0}, {"events", 8, 7, 1, 0}}, c.tables.Counts())
}
