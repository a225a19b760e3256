package postgres

import "os"

// Downloading has the binaries downloaded from a repository, whatever is installed.
func (o Options) Downloading(repository string) Options {
	o.hideInstalled, o.repository = true, repository
	return o
}

// WithoutSockets is for a machine that has none.
func (o Options) WithoutSockets() Options {
	o.noSockets = true
	return o
}

// Elsewhere is where databases live that cannot live in the home folder.
const Elsewhere = elsewhere

// ReachableBy tells whether a user may pass through a folder.
func ReachableBy(folder string, uid, gid uint32) bool {
	return reachable(folder, account{uid: uid, gid: gid, other: int(uid) != os.Geteuid()})
}

// DownloadVersion is that of the Postgres which is downloaded.
const DownloadVersion = pinnedVersion

// Download is the archive for this machine, with its SHA-256.
func Download() (url, sum string) {
	repository, _ := library()
	r, _ := downloadable(repository)
	return r.url, r.sum
}
