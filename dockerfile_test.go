package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// What can be known of the image without a container engine: that the Dockerfile agrees with the program and its settings, and
// that the files which it takes are there.

type instruction struct {
	name      string            // FROM
	flags     map[string]string // platform, from, chown
	arguments []string
	stage     int
}

// readDockerfile knows as much of the syntax as ours uses.
func readDockerfile(t *testing.T) (all []instruction) {
	t.Helper()
	content, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(string(content), "")
	text = strings.ReplaceAll(text, "\\\n", " ")
	stage := -1
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		i := instruction{name: words[0], flags: map[string]string{}}
		if i.name == "FROM" {
			stage++
		}
		i.stage = stage
		for _, word := range words[1:] {
			if flag, ok := strings.CutPrefix(word, "--"); ok && len(i.arguments) == 0 {
				name, value, _ := strings.Cut(flag, "=")
				i.flags[name] = value
				continue
			}
			i.arguments = append(i.arguments, word)
		}
		all = append(all, i)
	}
	return all
}

// last gives the arguments of the final image's only instruction of that name.
func last(t *testing.T, all []instruction, name string) []string {
	t.Helper()
	var found []instruction
	for _, i := range all {
		if i.name == name && i.stage == all[len(all)-1].stage {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		t.Fatalf("the final image has %d instructions %s, want 1", len(found), name)
	}
	return found[0].arguments
}

func imageEnvironment(t *testing.T) map[string]string {
	t.Helper()
	environment := map[string]string{}
	for _, pair := range last(t, readDockerfile(t), "ENV") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			t.Fatalf("ENV %s", pair)
		}
		environment[name] = value
	}
	return environment
}

func TestDockerfileImagesArePinned(t *testing.T) {
	t.Parallel()
	var stages []string
	for _, i := range readDockerfile(t) {
		if i.name != "FROM" {
			continue
		}
		image := i.arguments[0]
		if exact := regexp.MustCompile(`:\d+\.\d+\.\d+-\w+$`); image != "scratch" && !exact.MatchString(image) {
			t.Errorf("FROM %s is not pinned to an exact version", image)
		}
		stages = append(stages, image)
	}
	if len(stages) < 2 || stages[len(stages)-1] != "scratch" {
		t.Errorf("the stages are %v, want several, and a final image with nothing in it", stages)
	}
	version := regexp.MustCompile(`^golang:(\d+)\.(\d+)\.(\d+)-`).FindStringSubmatch(stages[0])
	module, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	needed := regexp.MustCompile(`(?m)^go (\d+)\.(\d+)\.(\d+)$`).FindStringSubmatch(string(module))
	if version == nil || needed == nil || slices.Compare(integers(version[1:]), integers(needed[1:])) < 0 {
		t.Errorf("the image builds with %q, go.mod needs %q", version, needed)
	}
}

func integers(digits []string) (n []int) {
	for _, d := range digits {
		i, _ := strconv.Atoi(d) // the expression that found them lets nothing else through
		n = append(n, i)
	}
	return n
}

func TestDockerfileCopiesWhatIsThere(t *testing.T) {
	t.Parallel()
	all := readDockerfile(t)
	ignored := readIgnore(t)
	for _, i := range all {
		if i.name != "COPY" || i.flags["from"] != "" {
			continue
		}
		for _, source := range i.arguments[:len(i.arguments)-1] {
			if _, err := os.Stat(source); err != nil {
				t.Errorf("COPY %s: %v", source, err)
			}
			if source != "." && ignored(source) {
				t.Errorf("COPY %s: .dockerignore keeps it out", source)
			}
		}
	}
	for _, i := range all {
		if from := i.flags["from"]; i.name == "COPY" && from != "" && !slices.ContainsFunc(all, func(f instruction) bool {
			return f.name == "FROM" && f.stage < i.stage && slices.Equal(f.arguments[1:], []string{"AS", from})
		}) {
			t.Errorf("COPY --from=%s: no stage before has that name", from)
		}
	}
}

// The context has every file that the build reads, and none of what it must not.
func TestDockerignore(t *testing.T) {
	t.Parallel()
	ignored := readIgnore(t)
	const files = `{{if .Module}}{{if .Module.Main}}{{$dir := .Dir}}
{{range .GoFiles}}{{$dir}}/{{.}}
{{end}}{{range .EmbedFiles}}{{$dir}}/{{.}}
{{end}}{{end}}{{end}}`
	list := exec.Command("go", "list", "-deps", "-f", files, ".")
	list.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	needed := 0
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		file, err := filepath.Rel(here, line)
		if err != nil {
			t.Fatal(err)
		}
		if needed++; ignored(filepath.ToSlash(file)) {
			t.Errorf("%s is needed, and .dockerignore keeps it out", file)
		}
	}
	if needed < 50 {
		t.Errorf("only %d files are needed: were they listed?", needed)
	}
	for _, file := range []string{".git/config", ".env", "var/lake/raw/x", "sample/events.csv", "cafe-rewards", "fly.toml",
		"fly_test.go", "etl/sample/draw_test.go", "etl/sample/testdata/x.golden"} {
		if !ignored(file) {
			t.Errorf("%s gets into the image's context", file)
		}
	}
}

// readIgnore gives what tells whether .dockerignore keeps a file out: the last pattern decides that fits it or a folder above it.
func readIgnore(t *testing.T) func(file string) bool {
	t.Helper()
	content, err := os.ReadFile(".dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	type pattern struct {
		expression *regexp.Regexp
		keep       bool
	}
	var patterns []pattern
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		glob, keep := strings.CutPrefix(line, "!")
		e := regexp.QuoteMeta(glob)
		e = strings.ReplaceAll(e, `\*\*/`, `(.*/)?`)
		e = strings.ReplaceAll(e, `\*`, `[^/]*`)
		patterns = append(patterns, pattern{regexp.MustCompile("^" + e + "(/.*)?$"), keep})
	}
	return func(file string) (out bool) {
		for _, p := range patterns {
			if p.expression.MatchString(file) {
				out = !p.keep
			}
		}
		return out
	}
}

func TestImageRunsAsNobodyAndIsWatched(t *testing.T) {
	t.Parallel()
	all := readDockerfile(t)
	user, _, _ := strings.Cut(last(t, all, "USER")[0], ":")
	if uid, err := strconv.Atoi(user); err != nil || uid == 0 {
		t.Errorf("USER %s: want a number other than 0, for there is no list of names in the image", user)
	}
	home := last(t, all, "VOLUME")[0]
	if got := imageEnvironment(t)["CAFE_HOME"]; got != home {
		t.Errorf("CAFE_HOME is %q, the volume %q", got, home)
	}
	if !slices.ContainsFunc(all, func(i instruction) bool {
		return i.name == "COPY" && i.arguments[len(i.arguments)-1] == home && strings.HasPrefix(i.flags["chown"], user+":")
	}) {
		t.Errorf("no COPY makes %s and gives it to user %s: the program could not write there", home, user)
	}
	_, port, err := net.SplitHostPort(imageEnvironment(t)["CAFE_ADDR"])
	if exposed := last(t, all, "EXPOSE")[0]; err != nil || port != exposed {
		t.Errorf("it listens on port %q (%v) and exposes %s", port, err, exposed)
	}
	for _, name := range []string{"HEALTHCHECK", "ENTRYPOINT", "CMD"} {
		if command := strings.Join(last(t, all, name), " "); !strings.HasSuffix(command, `"]`) {
			t.Errorf("%s %s needs a shell, and there is none in the image", name, command)
		}
	}
}

// What the image calls has to be what the program offers.
func TestImageKnowsTheProgram(t *testing.T) {
	t.Parallel()
	all := readDockerfile(t)
	program := strings.Trim(last(t, all, "ENTRYPOINT")[0], `["]`)
	if !slices.ContainsFunc(all, func(i instruction) bool {
		return i.name == "COPY" && i.flags["from"] != "" && i.arguments[len(i.arguments)-1] == program
	}) {
		t.Errorf("ENTRYPOINT %s is not in the image", program)
	}
	for _, name := range []string{"HEALTHCHECK", "CMD"} {
		list := last(t, all, name)
		subcommand := strings.Trim(list[len(list)-1], `["]`)
		var c commands
		parser, err := kong.New(&c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse([]string{subcommand}); err != nil {
			t.Errorf("%s: the program does not know %s: %v", name, subcommand, err)
		}
	}
	known := settingNames()
	for name := range imageEnvironment(t) {
		if !slices.Contains(known, name) {
			t.Errorf("ENV %s is no setting; settings are %v", name, known)
		}
	}
}

func settingNames() (names []string) {
	settings := reflect.TypeFor[Settings]()
	for i := range settings.NumField() {
		if name := settings.Field(i).Tag.Get("env"); name != "" {
			names = append(names, name)
		}
	}
	return names
}
