package trusted
import ("testing";"os";"fmt";"io";"bytes";"context";"time";"strings";"runtime")
type repl struct { body []byte; head []byte; starts []int; k, n int; pos int; started bool }
func (r *repl) Read(p []byte) (int, error) {
	if !r.started { r.started = true; r.patch(); return copy(p, r.head), nil }
	if r.pos == len(r.body) { r.k++; if r.k >= r.n { return 0, io.EOF }; r.patch(); r.pos = 0 }
	n := copy(p, r.body[r.pos:]); r.pos += n; return n, nil
}
func (r *repl) patch() { for _, s := range r.starts { r.body[s] = byte('g'+r.k/10); r.body[s+1] = byte('g'+r.k%10) } }
func mk(name string, data []byte, n int) Member {
	i := bytes.IndexByte(data, '\n')+1
	return Member{Name: name, Open: func(context.Context) (io.ReadCloser, error) {
		r := &repl{head: data[:i], body: bytes.Clone(data[i:]), n: n}
		for s := 0; s < len(r.body); { r.starts = append(r.starts, s); s += bytes.IndexByte(r.body[s:], '\n')+1 }
		return io.NopCloser(r), nil
	}}
}
func TestScale(t *testing.T) {
	files, _ := realFiles()
	const n = 100
	ms := []Member{member("offers.csv", files["offers.csv"]), mk("customers.csv", files["customers.csv"], n), mk("events.csv", files["events.csv"], n)}
	nb := Buckets(n*27_500_000)
	rj := NewRejects(io.Discard)
	t0 := time.Now()
	tb, err := Read(t.Context(), ms, Options{Buckets: nb, Rejects: rj, Scratch: t.TempDir()})
	if err != nil { t.Fatal(err) }
	fmt.Println("buckets", nb, "read", time.Since(t0)); hwm()
	t0 = time.Now()
	for i := range nb { if _, err := tb.Bucket(t.Context(), i); err != nil { t.Fatal(err) } }
	fmt.Println("buckets", time.Since(t0)); hwm()
	fmt.Println(tb.Counts(), tb.Verdict())
	var m runtime.MemStats; runtime.ReadMemStats(&m); fmt.Println("sys", m.Sys>>20, "gc", m.NumGC)
	tb.Close()
}
func hwm() { b, _ := os.ReadFile("/proc/self/status"); for _, l := range strings.Split(string(b), "\n") { if strings.HasPrefix(l, "VmHWM") { fmt.Println(l) } } }
