package enriched_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cafe-rewards/etl/trusted"
)

const sharedFolder = "../../../shared"

// cleanReal are the real data set's buckets and offers, read once.
var cleanReal = sync.OnceValues(func() (clean realData, err error) {
	ctx := context.Background()
	var members []trusted.Member
	size := int64(0)
	for _, name := range []string{"customers.csv", "offers.csv", "events.csv.gz"} {
		data, err := readShared(filepath.Join("data/cafe", name))
		if err != nil {
			return clean, err
		}
		size += int64(len(data))
		members = append(members, member(name, data))
	}
	n := trusted.Buckets(size)
	tables, err := trusted.Read(ctx, members, trusted.Options{Buckets: n, Rejects: trusted.NewRejects(io.Discard)})
	if err != nil {
		return clean, err
	}
	clean.offers = tables.Offers
	for i := range n {
		b, err := tables.Bucket(ctx, i)
		if err != nil {
			return clean, err
		}
		clean.buckets = append(clean.buckets, b)
	}
	return clean, tables.Close()
})

type realData struct {
	buckets []*trusted.Bucket
	offers  []trusted.Offer
}

func member(name string, data []byte) trusted.Member {
	return trusted.Member{File: name, Name: strings.TrimSuffix(name, ".gz"), Size: int64(len(data)), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// readShared reads a file that lies beside the project, unpacked.
func readShared(name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(sharedFolder, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !strings.HasSuffix(name, ".gz") {
		return io.ReadAll(f)
	}
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unpacked)
}

// needShared fails the test where the whole folder beside the project is missing. Where only a file is, the test fails.
func needShared(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(sharedFolder); os.IsNotExist(err) {
		t.Fatalf("the real data set and its figures are not beside the project, in %s", sharedFolder)
	}
}

func readReal(t testing.TB) ([]*trusted.Bucket, []trusted.Offer) {
	t.Helper()
	needShared(t)
	clean, err := cleanReal()
	if err != nil {
		t.Fatal(err)
	}
	return clean.buckets, clean.offers
}
