package picture

import (
	"fmt"
	"math"
	"strconv"
)

// point is a place in pixels; y runs down.
type point struct{ x, y float64 }

func (p point) plus(q point) point              { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point             { return point{p.x - q.x, p.y - q.y} }
func (p point) times(k float64) point           { return point{p.x * k, p.y * k} }
func (p point) length() float64                 { return math.Hypot(p.x, p.y) }
func (p point) toward(q point, k float64) point { return p.plus(q.minus(p).times(k)) }

// transform is x' = ax + cy + e, y' = bx + dy + f.
type transform struct{ a, b, c, d, e, f float64 }

var identity = transform{a: 1, d: 1}

func scaled(k float64) transform   { return transform{a: k, d: k} }
func moved(x, y float64) transform { return transform{a: 1, d: 1, e: x, f: y} }

func (t transform) of(p point) point {
	return point{t.a*p.x + t.c*p.y + t.e, t.b*p.x + t.d*p.y + t.f}
}

// after is the transform that does first and then t.
func (t transform) after(first transform) transform {
	return transform{
		t.a*first.a + t.c*first.b, t.b*first.a + t.d*first.b,
		t.a*first.c + t.c*first.d, t.b*first.c + t.d*first.d,
		t.a*first.e + t.c*first.f + t.e, t.b*first.e + t.d*first.f + t.f,
	}
}

// scale is by how much lengths grow.
func (t transform) scale() float64 { return math.Sqrt(math.Abs(t.a*t.d - t.b*t.c)) }

// step is a piece of an outline: M, L and C lead to the last point, over two others for C; Z closes it.
type step struct {
	kind byte
	to   [3]point
}

// path is an outline.
type path []step

func (p path) move(q point) path        { return append(p, step{'M', [3]point{2: q}}) }
func (p path) line(q point) path        { return append(p, step{'L', [3]point{2: q}}) }
func (p path) curve(a, b, q point) path { return append(p, step{'C', [3]point{a, b, q}}) }
func (p path) close() path              { return append(p, step{kind: 'Z'}) }
func (p path) bow(from, a, q point) path { // a curve with one point beside it
	return p.curve(from.toward(a, 2.0/3), q.toward(a, 2.0/3), q)
}

func (p path) transformed(t transform) path {
	out := make(path, len(p))
	for i, s := range p {
		out[i] = step{s.kind, [3]point{t.of(s.to[0]), t.of(s.to[1]), t.of(s.to[2])}}
	}
	return out
}

func rectangle(x, y, width, height float64) path {
	return path{}.move(point{x, y}).line(point{x + width, y}).line(point{x + width, y + height}).line(point{x, y + height}).close()
}

func rounded(x, y, width, height, radius float64) path {
	r, k := min(radius, width/2, height/2), 0.5523
	right, bottom, c := x+width, y+height, min(radius, width/2, height/2)*(1-k)
	return path{}.move(point{x + r, y}).
		line(point{right - r, y}).curve(point{right - c, y}, point{right, y + c}, point{right, y + r}).
		line(point{right, bottom - r}).curve(point{right, bottom - c}, point{right - c, bottom}, point{right - r, bottom}).
		line(point{x + r, bottom}).curve(point{x + c, bottom}, point{x, bottom - c}, point{x, bottom - r}).
		line(point{x, y + r}).curve(point{x, y + c}, point{x + c, y}, point{x + r, y}).close()
}

// flat are the lines of a path that has no curves any more, each with whether it is closed. No curve is further from its lines than a
// tenth of a pixel.
func (p path) flat() (lines [][]point, closed []bool) {
	var now []point
	end := func(isClosed bool) {
		if len(now) > 1 || isClosed && len(now) > 0 {
			lines, closed = append(lines, now), append(closed, isClosed)
		}
		now = nil
	}
	var start point
	for _, s := range p {
		switch s.kind {
		case 'M':
			end(false)
			start, now = s.to[2], []point{s.to[2]}
		case 'Z':
			end(true)
			now = []point{start}
		case 'L':
			now = append(now, s.to[2])
		case 'C':
			now = flattened(now, s.to)
		}
	}
	end(false)
	return lines, closed
}

func flattened(line []point, to [3]point) []point {
	from := line[len(line)-1]
	bend := max(from.minus(to[0].times(2)).plus(to[1]).length(), to[0].minus(to[1].times(2)).plus(to[2]).length())
	n := min(100, int(math.Ceil(math.Sqrt(bend*0.75/0.1)))+1)
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		ab, bc, cd := from.toward(to[0], t), to[0].toward(to[1], t), to[1].toward(to[2], t)
		line = append(line, ab.toward(bc, t).toward(bc.toward(cd, t), t))
	}
	return line
}

// parsePath reads the data of an SVG path.
func parsePath(data string) (path, error) {
	r := pathReader{rest: data}
	var out path
	var now, start, beside point
	var command, before byte
	for {
		r.space()
		if r.rest == "" {
			return out, r.err
		}
		if c := r.rest[0]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			command, r.rest = c, r.rest[1:]
		} else if command == 0 || command == 'Z' || command == 'z' {
			return nil, fmt.Errorf("a path has %.10q where a command should be", r.rest)
		}
		var origin point
		kind := command
		if command >= 'a' {
			origin, kind = now, command-'a'+'A'
		}
		next := func() point { x, y := r.number(), r.number(); return origin.plus(point{x, y}) }
		from := now
		switch kind {
		case 'M':
			now = next()
			start, out = now, out.move(now)
			command-- // points that follow are lines: L is before M
		case 'L':
			now = next()
			out = out.line(now)
		case 'H':
			now.x = origin.x + r.number()
			out = out.line(now)
		case 'V':
			now.y = origin.y + r.number()
			out = out.line(now)
		case 'C':
			a, b := next(), next()
			beside, now = b, next()
			out = out.curve(a, b, now)
		case 'S':
			a := now
			if before == 'C' || before == 'S' {
				a = now.times(2).minus(beside)
			}
			b := next()
			beside, now = b, next()
			out = out.curve(a, b, now)
		case 'Q':
			a := next()
			beside, now = a, next()
			out = out.bow(from, a, now)
		case 'A':
			rx, ry, turned, large, sweep := r.number(), r.number(), r.number(), r.flag(), r.flag()
			now = next()
			out = out.arc(from, now, rx, ry, turned*math.Pi/180, large, sweep)
		case 'Z':
			now, out = start, out.close()
		default:
			return nil, fmt.Errorf("a path has no command %c", command)
		}
		before = kind
		if r.err != nil {
			return nil, r.err
		}
	}
}

type pathReader struct {
	rest string
	err  error
}

func (r *pathReader) space() {
	for r.rest != "" && (r.rest[0] == ' ' || r.rest[0] == ',' || r.rest[0] == '\n' || r.rest[0] == '\t' || r.rest[0] == '\r') {
		r.rest = r.rest[1:]
	}
}

func (r *pathReader) number() float64 {
	r.space()
	end, dot, exponent := 0, false, false
	for ; end < len(r.rest); end++ {
		c := r.rest[end]
		sign := (c == '-' || c == '+') && (end == 0 || r.rest[end-1] == 'e' || r.rest[end-1] == 'E')
		switch {
		case c >= '0' && c <= '9' || sign:
			continue
		case c == '.' && !dot && !exponent:
			dot = true
			continue
		case (c == 'e' || c == 'E') && !exponent && end > 0:
			exponent = true
			continue
		}
		break
	}
	x, err := strconv.ParseFloat(r.rest[:end], 64)
	if (err != nil || math.IsNaN(x) || math.Abs(x) > 1e6) && r.err == nil {
		r.err = fmt.Errorf("a path has %.10q where a number should be", r.rest)
	}
	r.rest = r.rest[end:]
	return x
}

// flag reads a 0 or 1, which may stand without a space before what follows.
func (r *pathReader) flag() bool {
	r.space()
	if r.rest == "" || r.rest[0] != '0' && r.rest[0] != '1' {
		if r.err == nil {
			r.err = fmt.Errorf("a path has %.10q where a flag should be", r.rest)
		}
		return false
	}
	on := r.rest[0] == '1'
	r.rest = r.rest[1:]
	return on
}

// arc adds an elliptical arc as curves, each at most a quarter of it (SVG 2, appendix B.2.4).
func (p path) arc(from, to point, rx, ry, turned float64, large, sweep bool) path {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || from == to {
		return p.line(to)
	}
	sin, cos := math.Sincos(turned)
	half := from.minus(to).times(0.5)
	x, y := cos*half.x+sin*half.y, -sin*half.x+cos*half.y
	if excess := x*x/(rx*rx) + y*y/(ry*ry); excess > 1 {
		rx, ry = rx*math.Sqrt(excess), ry*math.Sqrt(excess)
	}
	below := rx*rx*y*y + ry*ry*x*x
	k := math.Sqrt(max(0, rx*rx*ry*ry-below) / below)
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*y/ry, -k*ry*x/rx
	middle := from.toward(to, 0.5).plus(point{cos*cx - sin*cy, sin*cx + cos*cy})
	begin, end := math.Atan2((y-cy)/ry, (x-cx)/rx), math.Atan2((-y-cy)/ry, (-x-cx)/rx)
	switch {
	case sweep && end < begin:
		end += 2 * math.Pi
	case !sweep && end > begin:
		end -= 2 * math.Pi
	}
	on := transform{cos * rx, sin * rx, -sin * ry, cos * ry, middle.x, middle.y}
	n := max(1, int(math.Ceil(math.Abs(end-begin)/(math.Pi/2)-1e-9)))
	part := (end - begin) / float64(n)
	reach := 4.0 / 3 * math.Tan(part/4)
	for i := range n {
		a, b := begin+part*float64(i), begin+part*float64(i+1)
		sa, ca := math.Sincos(a)
		sb, cb := math.Sincos(b)
		last := on.of(point{cb, sb})
		if i == n-1 {
			last = to
		}
		p = p.curve(on.of(point{ca - reach*sa, sa + reach*ca}), on.of(point{cb + reach*sb, sb - reach*cb}), last)
	}
	return p
}

func turned(degrees float64) transform {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return transform{a: cos, b: sin, c: -sin, d: cos}
}
