package main

import (
	"strings"
	"testing"
)

func TestProgressSaysEachMegabyteOnce(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	tell := progress(&out)
	for done := int64(0); done <= 2<<20; done += 1 << 10 {
		tell("Downloading", done, 2<<20)
	}
	tell("Preparing", 0, 0)
	const want = "\rDownloading: 0 of 2 MB \rDownloading: 1 of 2 MB \rDownloading: 2 of 2 MB \nPreparing\n"
	if out.String() != want {
		t.Errorf("it says %q, want %q", out.String(), want)
	}
}
