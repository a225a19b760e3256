package postgres

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	superuser = "postgres"
	owner     = "cafe" // the role that the program connects as: owns its database, and has no power beyond
	database  = "cafe"
)

// cluster is a database cluster with its superuser's password: {root}/cluster/data and {root}/cluster/password.
type cluster struct {
	folder   string
	data     string
	password string
	major    int // version of Postgres that made it
}

// openCluster reads the cluster of a database's folder; fs.ErrNotExist says that there is none yet.
func openCluster(root string) (cluster, error) {
	c := cluster{folder: filepath.Join(root, "cluster")}
	c.data = filepath.Join(c.folder, "data")
	if _, err := os.Stat(c.folder); err != nil {
		return c, err
	}
	version, err := os.ReadFile(filepath.Join(c.data, "PG_VERSION"))
	if err != nil {
		return c, damaged(c, err)
	}
	if c.major, err = strconv.Atoi(strings.TrimSpace(string(version))); err != nil {
		return c, damaged(c, err)
	}
	password, err := os.ReadFile(filepath.Join(c.folder, "password"))
	if err != nil {
		return c, damaged(c, err)
	}
	c.password = strings.TrimSpace(string(password))
	return c, nil
}

// damaged does not wrap fs.ErrNotExist: a cluster with a part missing is not to be taken for none.
func damaged(c cluster, err error) error {
	return fmt.Errorf("the database in %s is damaged: %v; move that folder away and start again, and the data are loaded anew", c.folder, err)
}

// owned checks that the account is the one whom the cluster belongs to, as Postgres insists on.
func (c cluster) owned(who account) (account, error) {
	info, err := os.Stat(c.data)
	if err != nil {
		return who, damaged(c, err)
	}
	is := ownerOf(info)
	switch {
	case is.uid == who.uid:
		return who, nil
	case os.Geteuid() == 0 && is.uid != 0:
		return is, nil
	}
	return who, fmt.Errorf("the database in %s belongs to the user with uid %d, and Postgres would run as uid %d: "+
		"start the program as the former, or give the folder to the latter (chown -R %d)", c.folder, is.uid, who.uid, who.uid)
}

// half is how the names of clusters begin that are not complete.
const half = "cluster.new"

// makeCluster makes a cluster under another name and renames it when it is complete: whatever happens in between, there is a
// whole one or none. The name is a new one each time: initdb may outlive a program that is killed, for a moment, and clears up behind itself.
func makeCluster(ctx context.Context, folder string, who account, bin binaries, durable bool) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	defer root.Close()
	if err := removeHalf(root); err != nil {
		return fmt.Errorf("clear away an unfinished database: %w", err)
	}
	making := half + "-" + rand.Text()
	if err := who.mkdir(root, making); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	password := filepath.Join(making, "password")
	if err := root.WriteFile(password, []byte(rand.Text()+rand.Text()+"\n"), 0o600); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	if err := who.own(root, password); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	arguments := []string{"-D", filepath.Join(folder, making, "data"), "-U", superuser, "--pwfile", filepath.Join(folder, password),
		"--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"}
	if bin.major >= 18 {
		arguments = append(arguments, "--no-data-checksums") // 18 turned them on by default
	}
	if !durable {
		arguments = append(arguments, "--no-sync", "--wal-segsize=1")
	}
	initdb := who.command(ctx, folder, filepath.Join(bin.folder, "initdb"), arguments...)
	dieWithUs(initdb.SysProcAttr, syscall.SIGKILL)
	runtime.LockOSThread() // see dieWithUs
	defer runtime.UnlockOSThread()
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("make the database with %s: %w: %s", bin, err, lastLines(string(out), 5))
	}
	if err := root.Rename(making, "cluster"); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	if err := syncFolder(root); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	return nil
}

// removeHalf removes what programs left that were killed while they made a cluster. What still writes there, ends soon.
func removeHalf(root *os.Root) error {
	left, err := fs.Glob(root.FS(), half+"*")
	for _, folder := range left {
		for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
			gone := root.RemoveAll(folder)
			if gone == nil {
				break
			}
			if time.Since(began) > killPatience {
				err = errors.Join(err, gone)
				break
			}
		}
	}
	return err
}

// syncFolder has a rename in a folder survive a power cut.
func syncFolder(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], " / ")
}

// name is what the cluster's processes show as theirs, so that they can be found when all else is gone.
func (c cluster) name() string {
	sum := sha256.Sum256([]byte(c.data))
	return "cafe-" + hex.EncodeToString(sum[:8])
}
