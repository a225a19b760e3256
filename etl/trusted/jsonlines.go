package trusted

// scanJSON reads the first line of b as a JSON object into f. Like scanCSV it returns the length of the line with its end, and
// why it cannot be read. A value that is null or not there is empty; a list or dictionary stays text for whoever cleans it.
// Where a key stands twice the last one counts, as every common reader of JSON has it.
func scanJSON(b []byte, t table, f *fields, scratch *[]byte) (int, string) {
	n := lineEnd(b, 0)
	l := literal{b: b[:n], scratch: *scratch}
	if l.peek() == 0 && l.i == n {
		return n, blank
	}
	*f = fields{}
	l.open('{')
	for l.more('}') {
		to := t.place(l.text())
		l.colon()
		v, k := l.value()
		if k == word && isNull(v) {
			v = nil
		}
		if to >= 0 {
			f[to] = v
		}
	}
	*scratch = l.scratch
	if !l.end() {
		return n, reasonJSON
	}
	return n, ""
}
