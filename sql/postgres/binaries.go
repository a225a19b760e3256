package postgres

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// binaries is a folder with the programs of a Postgres, initdb and postgres among them.
type binaries struct {
	folder  string
	version string // 15.18
	major   int    // 15
}

func (b binaries) String() string { return "Postgres " + b.version + " in " + b.folder }

// usualFolders are where packages put Postgres: Debian and Ubuntu, Red Hat, Alpine, its own make install, Homebrew, Postgres.app.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/libexec/postgresql*",
	"/usr/local/pgsql/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// installedFolders lists where a Postgres may be installed: where PATH leads, and the usual folders.
func installedFolders() []string {
	var folders []string
	if program, err := exec.LookPath("postgres"); err == nil {
		folders = append(folders, filepath.Dir(program))
	}
	for _, pattern := range usualFolders {
		found, _ := filepath.Glob(pattern) // no error: the patterns are good
		folders = append(folders, found...)
	}
	return folders
}

// configuredFolders is where pg_config says that Postgres is. It is a slow script on some systems, so it is asked last.
func configuredFolders(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output()
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(out))}
}

// usable gives the binaries in the folders that the account can run and this package supports, newest first.
func usable(ctx context.Context, folders []string, who account) []binaries {
	var found []binaries
	seen := map[string]bool{}
	for _, folder := range folders {
		// A link such as /usr/local/bin/postgres leads to where initdb and the libraries are, too.
		program, err := filepath.EvalSymlinks(filepath.Join(folder, "postgres"))
		if err != nil || seen[program] {
			continue
		}
		seen[program] = true
		folder = filepath.Dir(program)
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err != nil {
			continue
		}
		out, err := who.command(ctx, "/", program, "--version").Output()
		if err != nil {
			continue
		}
		if version, major, ok := parseVersion(string(out)); ok && major >= oldestMajor {
			found = append(found, binaries{folder: folder, version: version, major: major})
		}
	}
	slices.SortStableFunc(found, func(a, b binaries) int { return compareVersions(b.version, a.version) })
	return found
}

// parseVersion reads what postgres --version says, such as "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)". Betas and
// development versions are refused: the next one cannot read what they write.
func parseVersion(line string) (version string, major int, ok bool) {
	_, rest, found := strings.Cut(line, "(PostgreSQL) ")
	if !found {
		return "", 0, false
	}
	version, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
	first, second, found := strings.Cut(version, ".")
	if !found {
		return "", 0, false
	}
	major, err := strconv.Atoi(first)
	if err != nil || major < 1 {
		return "", 0, false
	}
	if _, err := strconv.Atoi(second); err != nil {
		return "", 0, false
	}
	return version, major, true
}

func compareVersions(a, b string) int {
	number := func(version string) []int {
		var parts []int
		for part := range strings.SplitSeq(version, ".") {
			n, _ := strconv.Atoi(part)
			parts = append(parts, n)
		}
		return parts
	}
	return slices.Compare(number(a), number(b))
}
