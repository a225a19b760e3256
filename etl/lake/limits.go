package lake

// limits bound what unpacking may cost. A file that passes one of them is refused with a sentence that names it.
type limits struct {
	entries  int   // files in one zip, folders included
	expanded int64 // bytes of all members of a batch together
	ratio    int64 // bytes out for one byte in, once free bytes are out
	free     int64
}

// Real data shrinks five to thirty times; deflate can do a thousand.
var defaultLimits = limits{entries: 100, expanded: 64 << 30, ratio: 200, free: 100 << 20}
