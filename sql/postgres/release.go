package postgres

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"

	embedded "github.com/fergusstrange/embedded-postgres"
)

// release is a Postgres that can be downloaded.
type release struct {
	version  string // 18.3.0
	platform string // linux-amd64
	url      string // of the archive
	sum      string // its SHA-256, in hexadecimal
}

func (r release) name() string { return r.version + "-" + r.platform }

func (r release) major() int {
	digits, _, _ := strings.Cut(r.version, ".")
	major, _ := strconv.Atoi(digits) // 0 for a version that no cluster has
	return major
}

// sums pins the archives of pinnedVersion, as they were published when it came out: what is downloaded runs here, so neither
// the repository nor the way to it is trusted.
const pinnedVersion = "18.3.0"

var sums = map[string]string{
	"linux-amd64":        "1974c3a59c3ae010e9818e81637e425aad94eaac26e4ef533b42e081fe7ca345",
	"linux-amd64-alpine": "510fd314da39f1eeccef774a92428474168fedf55403342548e2adeaed66b483",
	"linux-arm64v8":      "1fb555a6602c13a113ab1f0cc9224d599948e85e51ac5f001393605505eaf78e",
	"darwin-amd64":       "cb68c57232945f5e74db946e6077d70cec56bfed35959b21acc750cc80ca0977",
	"darwin-arm64v8":     "a18ec9ec6a905e04f5a08a8f7870bddadd635feb54dee332a3daf80fada3cb1a",
}

// downloadable gives the release for this machine; ok is false where there is none.
func downloadable(repository string) (r release, ok bool) {
	_, version := library()
	platform := platformOf(runtime.GOOS, runtime.GOARCH, alpine())
	sum, ok := sums[platform]
	if !ok || version != pinnedVersion {
		return release{}, false
	}
	artifact := "embedded-postgres-binaries-" + platform
	return release{
		version:  version,
		platform: platform,
		url:      fmt.Sprintf("%s/io/zonky/test/postgres/%s/%s/%s-%s.jar", repository, artifact, version, artifact, version),
		sum:      sum,
	}, true
}

// library gives the repository and the version that the library embedded-postgres downloads. It owns where its binaries live: an
// update of the library brings both along. It has no function that tells, so they are read from its default configuration.
func library() (repository, version string) {
	config := reflect.ValueOf(embedded.DefaultConfig())
	field := func(name string) string {
		if f := config.FieldByName(name); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
		return ""
	}
	return field("binaryRepositoryURL"), field("version")
}

// platformOf names a platform as the repository does.
func platformOf(system, architecture string, alpine bool) string {
	if architecture == "arm64" {
		architecture = "arm64v8"
	}
	platform := system + "-" + architecture
	if alpine {
		platform += "-alpine"
	}
	return platform
}

// alpine tells whether the system's C library is musl.
func alpine() bool {
	_, err := os.Stat("/etc/alpine-release")
	return err == nil
}
