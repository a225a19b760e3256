package sample

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// asidePrefix begins the name of the folder, inside of the sample's, in which files are written before they are whole.
const asidePrefix = ".sample-"

// sweep removes what a killed run left behind.
func sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), asidePrefix) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("remove what an unfinished run left: %w", err)
		}
	}
	return nil
}

// moveIn puts the finished files in their places. The events go last: a folder without them is no sample to anybody, so a sample
// that is half old and half new cannot be taken for a whole one.
func moveIn(aside, dir string) error {
	if err := os.Remove(filepath.Join(dir, EventsFile)); err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, name := range []string{DictionaryFile, OffersFile, CustomersFile, EventsFile} {
		if err := os.Rename(filepath.Join(aside, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
}

// finish makes sure that the content is on the disk before the name is: a name without its content would look whole after a
// power cut.
func finish(f *os.File) error {
	if err := f.Sync(); err != nil {
		f.Close()
		return fmt.Errorf("sync %s: %w", f.Name(), err)
	}
	return f.Close()
}
