package main

import (
	"bytes"
	"compress/gzip"
	"fmt"

	"github.com/andybalholm/brotli"
)

// compress gives the body in both encodings, as small as they get. It takes about a second for ECharts, which is why it is done
// ahead.
func compress(body []byte) (br, gz []byte, err error) {
	var b, g bytes.Buffer
	bw := brotli.NewWriterLevel(&b, brotli.BestCompression)
	if _, err := bw.Write(body); err != nil {
		return nil, nil, fmt.Errorf("compress with brotli: %w", err)
	}
	if err := bw.Close(); err != nil {
		return nil, nil, fmt.Errorf("compress with brotli: %w", err)
	}
	gw, err := gzip.NewWriterLevel(&g, gzip.BestCompression)
	if err != nil {
		return nil, nil, fmt.Errorf("compress with gzip: %w", err)
	}
	if _, err := gw.Write(body); err != nil {
		return nil, nil, fmt.Errorf("compress with gzip: %w", err)
	}
	if err := gw.Close(); err != nil {
		return nil, nil, fmt.Errorf("compress with gzip: %w", err)
	}
	return b.Bytes(), g.Bytes(), nil
}
