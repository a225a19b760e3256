package sample

import "strconv"

const (
	offerCount = 10
	stepHours  = 6 // the programme's clock strikes every six hours
	steps      = 120
	dayOfSteps = 24 / stepHours
)

// sendSteps are the six times at which offers go out, in steps: hours 0, 168, 336, 408, 504, 576.
var sendSteps = [6]int{0, 28, 56, 68, 84, 96}

// offer is what a customer may be sent.
type offer struct {
	id         [32]byte
	kind       string
	difficulty int // dollars to spend, within days, for the reward; 0: nothing to complete
	reward     int // dollars
	days       int
	channels   [4]bool // in the order of channelNames
	noticed    int     // how probable it is that the customer sees it at all, in 65536ths
	pull       int     // how soon it is seen: percent of the customer's attention that it gets
	received   []byte  // the end of a row: this offer was received, viewed, completed
	viewed     []byte
	completed  []byte
	lasts      int // steps after the one in which it was received
}

var channelNames = [4]string{"web", "email", "mobile", "social"}

const social = 3

// overlooked is how probable it is that a message of that channel escapes a customer, in percent. An offer is seen when one of
// its channels gets through.
var overlooked = [4]int{70, 93, 70, 13}

// terms of the ten offers; the ids come from the seed.
var terms = [offerCount]struct {
	kind                     string
	difficulty, reward, days int
	channels                 [4]bool
}{
	{"bogo", 10, 10, 6, [4]bool{false, true, true, true}},
	{"bogo", 12, 12, 5, [4]bool{true, true, true, true}},
	{"informational", 0, 0, 5, [4]bool{true, true, true, false}},
	{"bogo", 7, 7, 7, [4]bool{true, true, true, false}},
	{"discount", 20, 4, 10, [4]bool{true, true, false, false}},
	{"discount", 8, 3, 7, [4]bool{true, true, true, true}},
	{"discount", 12, 3, 10, [4]bool{true, true, true, true}},
	{"informational", 0, 0, 3, [4]bool{false, true, true, true}},
	{"bogo", 6, 6, 5, [4]bool{true, true, true, true}},
	{"discount", 9, 2, 6, [4]bool{true, true, true, false}},
}

func newOffers(seed uint64) (offers [offerCount]offer) {
	for i, t := range terms {
		var d draw
		d.seed(seed, uint64(i))
		o := offer{id: d.id(), kind: t.kind, difficulty: t.difficulty, reward: t.reward, days: t.days, channels: t.channels}
		missed := one
		for c, used := range t.channels {
			if used {
				missed = missed * overlooked[c] / 100
			}
		}
		o.noticed = one - missed
		o.pull = 60
		if t.channels[social] {
			o.pull = 100
		}
		o.lasts = t.days * dayOfSteps
		o.spellOut()
		offers[i] = o
	}
	return offers
}

// spellOut prepares the parts of rows that are the same for every customer. Offers received and viewed are spelled "offer id",
// completed ones "offer_id", as the source has it.
func (o *offer) spellOut() {
	id := string(o.id[:])
	o.received = []byte(",offer received,{'offer id': '" + id + "'},")
	o.viewed = []byte(",offer viewed,{'offer id': '" + id + "'},")
	o.completed = []byte(",offer completed,\"{'offer_id': '" + id + "', 'reward': " + strconv.Itoa(o.reward) + "}\",")
}
