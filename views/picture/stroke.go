package picture

import "math"

// stroked is the outline of a line of a width, as closed lines that are filled where they wind around a point.
func stroked(line []point, closed bool, width, miter float64, capped, join string) [][]point {
	line = withoutRepeats(line, closed)
	pen := pen{half: width / 2, miter: miter, cap: capped, join: join}
	switch {
	case len(line) == 0:
		return nil
	case len(line) == 1:
		return pen.dot(line[0])
	case closed && len(line) > 2:
		back := make([]point, len(line))
		for i, p := range line {
			back[len(line)-1-i] = p
		}
		return [][]point{pen.side(line, true), pen.side(back, true)}
	}
	out := pen.side(line, false)
	back := make([]point, len(line))
	for i, p := range line {
		back[len(line)-1-i] = p
	}
	out = append(out, pen.end(line[len(line)-1], line[len(line)-1].minus(line[len(line)-2]))...)
	out = append(out, pen.side(back, false)...)
	out = append(out, pen.end(line[0], line[0].minus(line[1]))...)
	return [][]point{out}
}

// withoutRepeats leaves out points that are where the one before is: they have no direction.
func withoutRepeats(line []point, closed bool) []point {
	var out []point
	for _, p := range line {
		if len(out) == 0 || p.minus(out[len(out)-1]).length() > 1e-6 {
			out = append(out, p)
		}
	}
	for closed && len(out) > 1 && out[0].minus(out[len(out)-1]).length() <= 1e-6 {
		out = out[:len(out)-1]
	}
	return out
}

type pen struct {
	half, miter float64
	cap, join   string
}

// beside is how far the left side lies from a line of that direction.
func (p pen) beside(direction point) point {
	k := p.half / direction.length()
	return point{direction.y * k, -direction.x * k}
}

// side is the left side of a line.
func (p pen) side(line []point, closed bool) []point {
	n := len(line)
	var out []point
	for i := range n {
		if !closed && i == n-1 {
			break
		}
		from, to := line[i], line[(i+1)%n]
		off := p.beside(to.minus(from))
		out = append(out, from.plus(off), to.plus(off))
		if closed || i < n-2 {
			out = append(out, p.corner(to, off, p.beside(line[(i+2)%n].minus(to)))...)
		}
	}
	return out
}

// corner is what lies between the sides before and behind a point.
func (p pen) corner(at, before, behind point) []point {
	turn := before.x*behind.y - before.y*behind.x
	if turn <= 0 { // the inner side: over the point itself, so that the outline stays closed
		return []point{at}
	}
	cos := (before.x*behind.x + before.y*behind.y) / (p.half * p.half)
	switch p.join {
	case "round":
		return p.bow(at, before, behind)
	case "bevel":
		return nil
	}
	if most := p.miter; (1+cos)/2*most*most >= 1 { // 1 / sin² of half the angle is at most the limit's square
		return []point{at.plus(before.plus(behind).times(1 / (1 + cos)))}
	}
	return nil
}

// bow are points of a circle from one side to the other, clockwise.
func (p pen) bow(at, from, to point) []point {
	begin, end := math.Atan2(from.y, from.x), math.Atan2(to.y, to.x)
	if end < begin {
		end += 2 * math.Pi
	}
	n := int(math.Ceil((end - begin) / (2 * math.Acos(1-min(1, 0.05/p.half)))))
	var out []point
	for i := 1; i < n; i++ {
		sin, cos := math.Sincos(begin + (end-begin)*float64(i)/float64(n))
		out = append(out, at.plus(point{cos * p.half, sin * p.half}))
	}
	return out
}

// end is the cap of a line that ends there.
func (p pen) end(at, direction point) []point {
	off := p.beside(direction)
	switch p.cap {
	case "round":
		return p.bow(at, off, off.times(-1))
	case "square":
		further := at.plus(direction.times(p.half / direction.length()))
		return []point{further.plus(off), further.minus(off)}
	}
	return nil
}

// dot is a line without length: round ends alone can be seen.
func (p pen) dot(at point) [][]point {
	if p.cap != "round" {
		return nil
	}
	right := point{p.half, 0}
	circle := append([]point{at.plus(right)}, p.bow(at, right, right.times(-1))...)
	circle = append(circle, at.minus(right))
	return [][]point{append(circle, p.bow(at, right.times(-1), right)...)}
}

// mostDashes is how many dashes a line is cut into. More than there are points in a picture cannot be seen.
const mostDashes = 10_000

// dashed cuts a line into dashes.
func dashed(line []point, closed bool, dashes []float64) [][]point {
	if closed {
		line = append(line[:len(line):len(line)], line[0])
	}
	var out [][]point
	now, left, i, on := []point{line[0]}, dashes[0], 0, true
	for k := 1; k < len(line); k++ {
		from, to := line[k-1], line[k]
		for length := to.minus(from).length(); length > 0 && len(out) < mostDashes; length = to.minus(from).length() {
			if length <= left {
				left -= length
				now = append(now, to)
				break
			}
			from = from.toward(to, left/length)
			if on {
				out = append(out, append(now, from))
			}
			i++
			on, left, now = !on, dashes[i%len(dashes)], []point{from}
		}
	}
	if on && len(now) > 1 {
		out = append(out, now)
	}
	return out
}
