package postgres

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// elsewhere is where the database lives when its user cannot enter the home folder: root's home folder is closed to everybody
// else, and Postgres does not run as root.
const elsewhere = "/var/lib/cafe-rewards"

// place gives the folder of everything that Postgres needs: {home}/postgres, made if need be. Where the account cannot reach
// that, it is a link to a folder with a random name in elsewhere, which survives as long as the home folder does. (A name made
// from the home folder's would let a home that was deleted and made anew find the old database again.)
func place(home, elsewhere string, who account) (string, error) {
	path := filepath.Join(home, "postgres")
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return makePlace(home, elsewhere, who)
	case err != nil:
		return "", fmt.Errorf("look for the database: %w", err)
	case info.Mode().Type() == fs.ModeSymlink:
		return linkedPlace(path, elsewhere)
	case !info.IsDir():
		return "", fmt.Errorf("%s is in the way: the database's folder goes there", path)
	case !reachable(path, who):
		return "", fmt.Errorf("the user that Postgres runs as (uid %d) cannot enter %s: let it pass through the folders above", who.uid, path)
	}
	return path, nil
}

func makePlace(home, elsewhere string, who account) (string, error) {
	parent := home
	name := "postgres"
	if !reachable(home, who) {
		if err := errors.Join(os.MkdirAll(elsewhere, 0o711), os.Chmod(elsewhere, 0o711)); err != nil {
			return "", fmt.Errorf("uid %d, whom Postgres runs as, cannot enter %s, and there is no other place for the database: "+
				"choose another --home: %w", who.uid, home, err)
		}
		parent, name = elsewhere, strings.ToLower(rand.Text())
	}
	root, err := os.OpenRoot(parent)
	if err != nil {
		return "", fmt.Errorf("make the database's folder: %w", err)
	}
	defer root.Close()
	if err := who.mkdir(root, name); err != nil {
		return "", fmt.Errorf("make the database's folder: %w", err)
	}
	target := filepath.Join(parent, name)
	if parent == home {
		return target, nil
	}
	// For whoever wonders what is in there.
	if err := root.WriteFile(filepath.Join(name, "home"), []byte(home+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("make the database's folder: %w", err)
	}
	if err := os.Symlink(target, filepath.Join(home, "postgres")); err != nil {
		return "", fmt.Errorf("make the database's folder: %w", err)
	}
	return target, nil
}

// linkedPlace follows a link of makePlace's. Another link is refused when this program is root and the home folder is somebody
// else's, who could lead it anywhere.
func linkedPlace(path, elsewhere string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("the database of %s is gone: %w (put it back, or delete %s to start with an empty one)", filepath.Dir(path), err, path)
	}
	if os.Geteuid() == 0 && filepath.Dir(target) != elsewhere {
		return "", fmt.Errorf("%s is a link to %s: as root, the program follows only links into %s", path, target, elsewhere)
	}
	return target, nil
}

// reachable tells whether the account may pass through a folder and all those above it. It reads modes alone: where an access
// control list grants more, the answer is no.
func reachable(folder string, who account) bool {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return false
	}
	for {
		info, err := os.Stat(folder)
		if err != nil {
			return false
		}
		owner, pass := ownerOf(info), fs.FileMode(0o001)
		switch {
		case owner.uid == who.uid:
			pass = 0o100
		case owner.gid == who.gid:
			pass = 0o010
		}
		if info.Mode()&pass != pass {
			return false
		}
		above := filepath.Dir(folder)
		if above == folder {
			return true
		}
		folder = above
	}
}
