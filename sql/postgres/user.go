package postgres

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"time"
)

// account is whom Postgres runs as.
type account struct {
	uid, gid uint32
	other    bool // than the user of this program, which then is root
}

// accountFor chooses whom to run Postgres as, for Postgres refuses root: the user of this program, and under root the owner of
// the home folder, else the user postgres, else nobody.
func accountFor(home string) (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}, nil
	}
	info, err := os.Stat(home)
	if err != nil {
		return account{}, fmt.Errorf("find a user to run Postgres as: %w", err)
	}
	if owner := ownerOf(info); owner.uid != 0 {
		return owner, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			return numbers(found)
		}
	}
	return account{}, fmt.Errorf("the database does not run as root (Postgres refuses to), and there is no user postgres or nobody to run it as: "+
		"give the home folder %s to an ordinary user (chown), or start the program as one", home)
}

func numbers(u *user.User) (account, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("user id %q of %s: %w", u.Uid, u.Username, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, fmt.Errorf("group id %q of %s: %w", u.Gid, u.Username, err)
	}
	return account{uid: uint32(uid), gid: uint32(gid), other: true}, nil
}

func ownerOf(info fs.FileInfo) account {
	stat := info.Sys().(*syscall.Stat_t)
	return account{uid: stat.Uid, gid: stat.Gid, other: int(stat.Uid) != os.Geteuid()}
}

// command prepares a program to run as the account, in a folder, with none of this program's environment but what it needs: no
// PG* variable changes what it does.
func (a account) command(ctx context.Context, folder, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = folder
	cmd.Env = []string{"LC_ALL=C", "TZ=UTC", "PATH=" + os.Getenv("PATH")}
	// A group of its own: Ctrl-C in a terminal is for this program, which then stops Postgres when the pages are done.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// mkdir makes a folder that only the account may enter. It works within a root, as all does that this program, maybe root,
// does in folders of somebody else: no link leads it out of there.
func (a account) mkdir(root *os.Root, name string) error {
	if err := root.Mkdir(name, 0o700); err != nil {
		return err
	}
	return a.own(root, name)
}

// own gives a file or folder to the account.
func (a account) own(root *os.Root, name string) error {
	if !a.other {
		return nil
	}
	return root.Lchown(name, int(a.uid), int(a.gid))
}

// ownAll gives a folder with all that is in it to the account.
func (a account) ownAll(root *os.Root, folder string) error {
	return fs.WalkDir(root.FS(), folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return a.own(root, name)
	})
}
