package sample

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"math/rand/v2"
)

// one is certainty: probabilities are whole numbers of 65536ths. There is no floating point behind any decision of the simulator,
// because processors and libraries differ in the last digit of exp and log, and one digit would change all that follows.
const one = 1 << 16

// draw is a source of chance. The zero value has to be seeded.
type draw struct{ pcg rand.PCG }

// seed starts the stream of one thing (an offer, a customer) of a sample. Streams of neighbouring numbers have nothing to do with
// each other, which the bare generator does not promise.
func (d *draw) seed(seed, stream uint64) {
	a := mix(seed)
	b := mix(a ^ mix(stream))
	d.pcg.Seed(a^b, b)
}

// mix is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true in p of 65536 cases.
func (d *draw) chance(p int) bool { return int(d.pcg.Uint64()>>48) < p }

// between is evenly spread over low to high, both included.
func (d *draw) between(low, high int) int {
	offset, _ := bits.Mul64(d.pcg.Uint64(), uint64(high-low)+1)
	return low + int(offset)
}

// bell is near to a normal distribution with this mean and standard deviation, and never further than 3.5 of them away: the sum
// of four even draws.
func (d *draw) bell(mean, deviation int) int {
	x := d.pcg.Uint64()
	sum := int64(x&0xffff + x>>16&0xffff + x>>32&0xffff + x>>48)
	const middle, spread = 2 * (one - 1), 37837 // 65536 × √(4/12)
	return mean + int(int64(deviation)*(sum-middle)/spread)
}

// small is mostly small and sometimes up to four times the mean: the product of two even draws.
func (d *draw) small(mean int) int {
	x := d.pcg.Uint64()
	return int((x >> 48) * (x >> 32 & 0xffff) >> 16 * uint64(4*mean) >> 16)
}

// id is 32 hex digits, a random UUID without its dashes.
func (d *draw) id() (id [32]byte) {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], d.pcg.Uint64())
	binary.BigEndian.PutUint64(raw[8:], d.pcg.Uint64())
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	hex.Encode(id[:], raw[:])
	return id
}
