# make run leads from a clean clone to a page in the browser, make test to passing tests. Both need only Go and make.
GO ?= go
# The race detector needs a C compiler. CI always uses it.
RACE ?= $(if $(shell command -v cc || command -v gcc || command -v clang),-race)
# Packages that only compute, in memory that nobody shares, are left out. Under the detector the JavaScript engine, which is C translated to Go,
# is 40 times slower and times out (views/chart/draw/race.go), and compressing, comparing pictures and parsing text take most of the tests'
# time.
ALONE = compress/... hash/... image/... golang.org/x/image/... github.com/andybalholm/brotli/... github.com/klauspost/compress/flate \
  github.com/ulikunitz/xz/... regexp/... gopkg.in/yaml.v3 cafe-rewards/views/pixels modernc.org/...
UNLOOKED = $(if $(RACE),$(foreach p,$(ALONE),'-gcflags=$(p)=-race=false -d=checkptr=0'))
REAL_DATA ?= ../shared/data/cafe

.PHONY: run build test bench generate check chromium real

build:
	$(GO) build -trimpath -o cafe-rewards .

run: build
	./cafe-rewards serve

# The real data instead of the sample: make real REAL_DATA=folder
real: build
	./cafe-rewards serve --source $(REAL_DATA)

test: chromium
	$(GO) vet ./...
	$(GO) test -vet=off $(RACE) $(UNLOOKED) -timeout 15m ./... # vet has just looked at all of it

# Browser tests need Chromium, preferably the headless shell, which takes half the time. It is installed if apt can do so.
BROWSERS = chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable
APT = DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -qq
chromium:
	@if ! command -v chromium-headless-shell && command -v apt-get && [ "$$(id -u)" = 0 ]; then \
	  $(APT) update; $(APT) -y install chromium-headless-shell fonts-liberation || command -v chromium || $(APT) -y install chromium fonts-liberation; \
	fi >/dev/null; \
	for browser in $(BROWSERS); do command -v $$browser && exit; done; \
	echo "The browser tests need Chromium. Install it with: sudo apt-get install chromium-headless-shell (Debian), chromium (Ubuntu) or brew install --cask chromium (macOS)" >&2; exit 1

# Regenerates the templ components' Go code and the compressed assets; CI requires that this changes nothing.
generate:
	$(GO) generate ./...

check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "run gofmt -w on:" >&2; gofmt -l $$(git ls-files '*.go') >&2; exit 1; }
	$(GO) tool staticcheck ./...

bench:
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 120m .
