package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// binariesFolder is where downloaded releases are kept, below the database's folder.
const binariesFolder = "binaries"

// chooseBinaries finds a Postgres for the cluster: one of the version that made it, for another cannot read it. For a new cluster
// it is the newest that is installed. Where none fits, the release that can be downloaded is, unless it was before.
func (s *Server) chooseBinaries(ctx context.Context) (binaries, error) {
	var found []binaries
	if !s.options.hideInstalled {
		for _, folders := range []func() []string{installedFolders, func() []string { return configuredFolders(ctx) }} {
			newest := usable(ctx, folders(), s.who)
			for _, b := range newest {
				if s.cluster.fits(b.major) {
					return b, nil
				}
			}
			found = append(found, newest...)
		}
	}
	release, ok := downloadable(s.options.repository)
	if ok && s.cluster.fits(release.major()) {
		b, err := s.downloaded(ctx, release)
		if err == nil || ctx.Err() != nil {
			return b, err
		}
		// An older one of the same major version, from before an update of this program, does as well.
		for _, kept := range s.kept(ctx) {
			if s.cluster.fits(kept.major) {
				s.log.Warn("Postgres could not be updated", "error", err, "kept", kept.String())
				return kept, nil
			}
		}
		return b, fmt.Errorf("no Postgres is installed, and it could not be downloaded: %w (install Postgres %d or newer, or give a "+
			"database with DATABASE_URL)", err, oldestMajor)
	}
	for _, b := range s.kept(ctx) {
		if s.cluster.fits(b.major) {
			return b, nil
		}
	}
	if s.cluster.major == 0 {
		return binaries{}, fmt.Errorf("no Postgres is installed, and there is none to download for %s: install Postgres %d or newer, "+
			"or give a database with DATABASE_URL", platformOf(runtime.GOOS, runtime.GOARCH, alpine()), oldestMajor)
	}
	return binaries{}, fmt.Errorf("the database in %s was made by Postgres %d, and only %s can be had here: install Postgres %d again, "+
		"or convert the database with pg_upgrade, or move that folder away to have the data loaded anew",
		s.cluster.folder, s.cluster.major, s.versions(found, release), s.cluster.major)
}

// fits tells whether a Postgres of a major version can run the cluster.
func (c cluster) fits(major int) bool { return c.major == major || c.major == 0 }

func (s *Server) versions(found []binaries, r release) string {
	var versions []string
	for _, b := range found {
		versions = append(versions, b.version)
	}
	if r.version != "" {
		versions = append(versions, r.version)
	}
	if len(versions) == 0 {
		return "none"
	}
	return "Postgres " + strings.Join(versions, ", ")
}

// kept lists the releases that were downloaded, newest first.
func (s *Server) kept(ctx context.Context) []binaries {
	folders, _ := filepath.Glob(filepath.Join(s.root, binariesFolder, "*", "bin")) // no error: the pattern is good
	return usable(ctx, folders, s.who)
}

// downloaded gives a release that was downloaded before, or downloads it. It is there whole or not at all.
func (s *Server) downloaded(ctx context.Context, r release) (binaries, error) {
	bin := filepath.Join(s.root, binariesFolder, r.name(), "bin")
	if found := usable(ctx, []string{bin}, s.who); len(found) > 0 {
		return found[0], nil
	}
	root, err := os.OpenRoot(s.root)
	if err != nil {
		return binaries{}, fmt.Errorf("download Postgres: %w", err)
	}
	defer root.Close()
	if err := s.who.mkdir(root, binariesFolder); err != nil && !errors.Is(err, fs.ErrExist) {
		return binaries{}, fmt.Errorf("download Postgres: %w", err)
	}
	final := filepath.Join(binariesFolder, r.name())
	archive, unpacked := final+".jar", final+".new"
	for _, unusable := range []string{final, unpacked} {
		if err := root.RemoveAll(unusable); err != nil {
			return binaries{}, fmt.Errorf("clear away an unfinished download: %w", err)
		}
	}
	progress := func(done, total int64) { s.options.Progress("Downloading Postgres "+r.version, done, total) }
	if err := r.download(ctx, root, archive, progress, s.log); err != nil {
		return binaries{}, err
	}
	if err := s.unpack(root, archive, unpacked); err != nil {
		return binaries{}, err
	}
	if err := s.who.ownAll(root, unpacked); err != nil {
		return binaries{}, fmt.Errorf("keep the downloaded Postgres: %w", err)
	}
	// On disk before it has its name, so that no power cut leaves half of it.
	syscall.Sync()
	if err := root.Rename(unpacked, final); err != nil {
		return binaries{}, fmt.Errorf("keep the downloaded Postgres: %w", err)
	}
	if err := root.Remove(archive); err != nil {
		return binaries{}, fmt.Errorf("delete the downloaded archive: %w", err)
	}
	found := usable(ctx, []string{bin}, s.who)
	if len(found) == 0 {
		return binaries{}, fmt.Errorf("the downloaded Postgres in %s does not run on this machine", bin)
	}
	return found[0], nil
}

func (s *Server) unpack(root *os.Root, archive, folder string) error {
	file, err := root.Open(archive)
	if err != nil {
		return fmt.Errorf("unpack Postgres: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("unpack Postgres: %w", err)
	}
	return unpack(file, info.Size(), root, folder, func(done, total int64) { s.options.Progress("Unpacking Postgres", done, total) })
}
