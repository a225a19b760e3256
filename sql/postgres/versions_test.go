package postgres

import "testing"

func TestSupported(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"15.18 (Debian 15.18-0+deb12u1)": true, "15.0": true, "18.3": true, "19beta1": true, "100.1": true,
		"14.9": false, "9.6.24": false, "": false, "nonsense": false,
	} {
		if err := supported(version); (err == nil) != want {
			t.Errorf("%q: %v", version, err)
		}
	}
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n": "15.18",
		"postgres (PostgreSQL) 18.3\n":                           "18.3",
		"postgres (PostgreSQL) 19beta1\n":                        "",
		"postgres (PostgreSQL) 19devel\n":                        "",
		"postgres (EnterpriseDB) 15.1\n":                         "",
		"":                                                       "",
	} {
		if got, _, ok := parseVersion(line); got != want && ok || ok != (want != "") {
			t.Errorf("%q: %q, %t", line, got, ok)
		}
	}
}

func FuzzParseVersion(f *testing.F) {
	f.Add("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n")
	f.Fuzz(func(t *testing.T, line string) {
		if version, major, ok := parseVersion(line); ok && (major < 1 || version == "") {
			t.Errorf("%q: %q, %d", line, version, major)
		}
	})
}

func TestCompareVersions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{{"15.9", "15.18", -1}, {"18.3", "15.18", 1}, {"15.18", "15.18", 0}, {"9.6.24", "15.1", -1}} {
		if got := compareVersions(test.a, test.b); got != test.want {
			t.Errorf("%s and %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
