// Compress makes the compressed copies of all assets anew: go run ./static/compress, from the project's root or from static.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"cafe-rewards/static"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "compress the static files:", err)
		os.Exit(1)
	}
}

func run() error {
	folder := "compressed"
	if _, err := os.Stat("static/compressed"); err == nil {
		folder = "static/compressed"
	}
	for _, extension := range []string{"br", "gz"} {
		old, err := filepath.Glob(filepath.Join(folder, "*."+extension))
		if err != nil {
			return err
		}
		for _, file := range old {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	for _, asset := range static.All() {
		if !static.Compressible(asset) {
			continue
		}
		brotli, gzip, err := compress(asset.Body)
		if err != nil {
			return fmt.Errorf("%s: %w", asset.Name, err)
		}
		for extension, body := range map[string][]byte{".br": brotli, ".gz": gzip} {
			if err := os.WriteFile(filepath.Join(folder, asset.Name+extension), body, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
