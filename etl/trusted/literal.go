package trusted

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep lists and dictionaries may be nested in each other in one row.
const maxDepth = 8

// literal reads the text of a value as Python or JSON writes it: {'offer id': 'x'}, {"amount": 0.83}, ['web', "email"]. It
// takes both together, single quotes and double, None and null, a comma behind the last element, without allocating.
//
// Once something does not fit, bad is set and whatever follows is empty: callers ask end, once.
type literal struct {
	b       []byte
	i       int
	bad     bool
	any     bool   // an element of the list or dictionary being read was seen
	scratch []byte // holds the texts with escapes in them
}

func (l *literal) fail() { l.bad = true }

func (l *literal) space() {
	for l.i < len(l.b) && (l.b[l.i] == ' ' || l.b[l.i] == '\t' || l.b[l.i] == '\n' || l.b[l.i] == '\r') {
		l.i++
	}
}

// peek returns the next byte that is no space, 0 at the end.
func (l *literal) peek() byte {
	l.space()
	if l.bad || l.i == len(l.b) {
		return 0
	}
	return l.b[l.i]
}

func (l *literal) expect(c byte) {
	if l.peek() != c {
		l.fail()
		return
	}
	l.i++
}

// open begins the list or dictionary, more goes on to its next element and says whether there is one, colon stands between
// key and value, end says whether everything was read and was well formed.
func (l *literal) open(c byte) {
	l.expect(c)
	l.any = false
}

func (l *literal) more(closing byte) bool {
	if l.any && l.peek() != closing {
		l.expect(',')
	}
	if l.peek() == closing {
		l.i++
		return false
	}
	l.any = true
	return !l.bad
}

func (l *literal) colon() { l.expect(':') }

func (l *literal) end() bool { return l.peek() == 0 && !l.bad && l.i == len(l.b) }

// kind is what a value turned out to be.
type kind byte

const (
	text kind = iota
	word      // a number, or one of words
	nest      // a list or dictionary
)

// value reads the next value: the decoded text of a string, the bytes of anything else.
func (l *literal) value() ([]byte, kind) {
	switch l.peek() {
	case '\'', '"':
		return l.text(), text
	case '{', '[', '(':
		start := l.i
		l.skip(1)
		return l.since(start), nest
	}
	return l.word(), word
}

func (l *literal) since(start int) []byte {
	if l.bad {
		return nil
	}
	return l.b[start:l.i]
}

// words are what may stand in place of a number.
var words = [][]byte{
	[]byte("null"), []byte("true"), []byte("false"), []byte("None"), []byte("True"), []byte("False"),
	[]byte("nan"), []byte("NaN"), []byte("inf"), []byte("-inf"), []byte("Infinity"), []byte("-Infinity"),
}

func (l *literal) word() []byte {
	l.space()
	start := l.i
	for l.i < len(l.b) && isWord(l.b[l.i]) {
		l.i++
	}
	w := l.since(start)
	if len(w) > 0 && '0' <= w[len(w)-1] && w[len(w)-1] <= '9' || len(w) > 1 && w[len(w)-1] == '.' {
		return w // whether it is a number shows when somebody reads it as one
	}
	for _, known := range words {
		if bytes.Equal(w, known) {
			return w
		}
	}
	l.fail()
	return nil
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '.' || c == '-' || c == '+'
}

// isNull says that a word stands for nothing.
func isNull(w []byte) bool { return string(w) == "null" || string(w) == "None" }

// skip passes over a list or dictionary that nobody asks for.
func (l *literal) skip(depth int) {
	if depth > maxDepth {
		l.fail()
	}
	opening := l.peek()
	closing := opening + 2 // ] and } in ASCII
	if opening == '(' {
		closing = ')'
	}
	outer := l.any
	for l.open(opening); l.more(closing); {
		if opening == '{' {
			l.text()
			l.colon()
		}
		switch l.peek() {
		case '\'', '"':
			l.text()
		case '{', '[', '(':
			l.skip(depth + 1)
		default:
			l.word()
		}
	}
	l.any = outer
}

// text reads a string and decodes its escapes.
func (l *literal) text() []byte {
	quote := l.peek()
	if quote != '\'' && quote != '"' {
		l.fail()
		return nil
	}
	l.i++
	rest := l.b[l.i:]
	n := bytes.IndexByte(rest, quote)
	if n < 0 {
		l.fail()
		return nil
	}
	if bytes.IndexByte(rest[:n], '\\') < 0 {
		l.i += n + 1
		return rest[:n]
	}
	return l.escaped(quote)
}

func (l *literal) escaped(quote byte) []byte {
	start := len(l.scratch)
	for l.i < len(l.b) {
		c := l.b[l.i]
		l.i++
		switch c {
		case quote:
			return l.scratch[start:]
		case '\\':
			l.escape()
			if l.bad {
				return nil
			}
		default:
			l.scratch = append(l.scratch, c)
		}
	}
	l.fail()
	return nil
}

// escape decodes what stands behind a backslash.
func (l *literal) escape() {
	if l.i == len(l.b) {
		l.fail()
		return
	}
	c := l.b[l.i]
	l.i++
	switch c {
	case '\'', '"', '\\', '/':
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'x':
		l.rune(l.hex(2))
		return
	case 'u':
		r := l.hex(4)
		if utf16.IsSurrogate(r) && l.i+1 < len(l.b) && l.b[l.i] == '\\' && l.b[l.i+1] == 'u' {
			back := l.i
			l.i += 2
			pair := utf16.DecodeRune(r, l.hex(4))
			if pair == utf8.RuneError { // two escapes that are no pair stand for themselves
				l.i = back
			}
			r = pair
		}
		l.rune(r)
		return
	case 'U':
		l.rune(l.hex(8))
		return
	default:
		l.fail()
		return
	}
	l.scratch = append(l.scratch, c)
}

// rune appends r, or U+FFFD if it is none.
func (l *literal) rune(r rune) { l.scratch = utf8.AppendRune(l.scratch, r) }

func (l *literal) hex(digits int) rune {
	if len(l.b)-l.i < digits {
		l.fail()
		return 0
	}
	var r uint32
	for _, c := range l.b[l.i : l.i+digits] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			l.fail()
			return 0
		}
		r = r<<4 | uint32(c)
	}
	l.i += digits
	return rune(r)
}
