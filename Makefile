# Parvis: everything a newcomer does starts here. `make` alone prints the targets.
# Nothing needs root or a global installation: Go, Node (npm) and git are enough.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# One binary without cgo: the same file runs on any distribution, and no C compiler is asked for.
export CGO_ENABLED := 0

data    := ./data
listen  := 127.0.0.1:8080
version := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
# The client of S3 brings a JSON of its own, 1.4 MB, unless told to take that of Go.
flags   := -trimpath -tags stdlibjson -ldflags '-s -w -X main.version=$(version)'
folders := $(wildcard cmd internal demo test tools)

.PHONY: help run build test check bench bench-search bench-documents bench-correspondence generate clean FORCE

help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: build ## Build, fill a demonstration site once in ./data, serve it on 127.0.0.1:8080
	@bin/parvis demo --data $(data) --if-empty
	@exec bin/parvis serve --data $(data) --listen $(listen)

build: generate ## Build bin/parvis, the one file that is installed
	@go build $(flags) -o bin/parvis ./cmd/parvis

# The quick checks come first and stop all; vet leaves in the build cache what the tests are linked
# from. The rest goes side by side: journeys wait for pages now and then.
test: check-format check-modules check-vet check-scripts check-shell bin/testenv ## Run everything: checks, both databases, journeys in a browser
	@$(MAKE) --no-print-directory --jobs=2 --keep-going test-all check-staticcheck test-tools

# The journeys take longest, so they start first; vet was before, and nobody debugs these programs.
# The rules of the house are among them.
test-all:
	@bin/testenv -- go test -timeout 20m -vet=off -ldflags='-s -w' ./test/browser ./internal/app ./...

test-tools:
	@go -C tools test ./...

bench: build bin/testenv ## Measure speed and memory on a large site (BENCH_SCALE=full: a million items); writes docs/performance.md
	@bin/testenv -- go run ./test/bench

bench-search: ## Measure how well and how fast search answers (BENCH_SCALE=full: three million items); writes docs/performance-search.md
	@go run ./test/search

bench-documents: build bin/testenv test/documents/peers/node_modules/.package-lock.json ## Measure documents written together, beside Hocuspocus and y-websocket; writes docs/performance-documents.md
	@bin/testenv durable -- go run ./test/documents

bench-correspondence: build bin/testenv ## Measure the desks of a ministry (BENCH_SCALE=full: three million items); writes docs/performance-correspondence.md
	@bin/testenv durable -- go run ./test/correspondence

# The servers of others stand beside the measure: no part of the product.
test/documents/peers/node_modules/.package-lock.json: test/documents/peers/package.json test/documents/peers/package-lock.json
	@npm ci --prefix test/documents/peers --no-audit --no-fund --loglevel=error
	@touch $@

# What CI verifies beyond the tests: one list, each line named when it fails.
checks := format modules vet staticcheck scripts shell rules

check: $(checks:%=check-%) ## Verify formatting, modules, vet, staticcheck, types of scripts and the rules of the house

.PHONY: $(checks:%=check-%) test-all test-tools

check-format: generate
	@echo '· format'
	@wrong=$$(find $(folders) -name '*.go' ! -name '*_templ.go' -exec gofmt -l {} +); \
	  [ -z "$$wrong" ] || { echo "these files want gofmt -w:" >&2; echo "$$wrong" >&2; exit 1; }
	@cd tools && go tool templ fmt -fail -log-level warn ../internal || \
	  { echo "some views were not formatted; they are now: look and commit" >&2; exit 1; }

check-modules: generate
	@echo '· modules'
	@go mod tidy -diff >/dev/null || { echo "go.mod or go.sum is not tidy: run go mod tidy" >&2; exit 1; }
	@for of in tools tools/s3; do go -C $$of mod tidy -diff >/dev/null || { echo "$$of/go.mod is not tidy: run go -C $$of mod tidy" >&2; exit 1; }; done

check-vet: generate
	@echo '· vet'
	@go vet ./...
	@go -C tools vet ./...

# It reads all that Parvis stands on: collecting its memory half as often takes a quarter of its time away.
check-staticcheck: generate
	@echo '· staticcheck'
	@GOGC=200 $$(go -C tools tool -n staticcheck) ./...

check-scripts: generate
	@echo '· scripts'
	@node_modules/.bin/tsc -p assets

check-shell:
	@echo '· shell'
	@bash -n .ci/run

check-rules: generate
	@echo '· rules of the house'
	@go test ./internal/archtest

# A view whose Go file is missing, or a Go file whose view is gone, also asks for a new pass.
views := $(shell find internal -name '*.templ' 2>/dev/null)
made  := $(views:.templ=_templ.go)
amiss := $(filter-out $(made),$(shell find internal -name '*_templ.go' 2>/dev/null)) $(filter-out $(wildcard $(made)),$(made))

# What is made from sources and not kept in git: packages of the front end, bundled assets, compiled views.
generate: node_modules/.package-lock.json internal/assets/dist internal/extract/pdfium/pdfium.wasm.zst internal/ydoc/testdata/judge.js bin/.views ## Make what is generated, only where its sources changed

node_modules/.package-lock.json: package.json package-lock.json
	$(call need,npm,Node.js 20 or later (it brings npm): https://nodejs.org)
	@echo '· packages of the front end'
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

internal/extract/pdfium/pdfium.wasm.zst: tools/pdfium/main.go tools/go.sum
	$(call need,go,Go 1.26 or later: https://go.dev/dl)
	@echo '· pdfium'
	@cd tools && go run ./pdfium
	@touch $@

# The real Yjs, against which the tests judge ours.
internal/ydoc/testdata/judge.js: node_modules/.package-lock.json tools/go.sum $(wildcard internal/ydoc/testdata/judge/*.js tools/judge/*.go)
	$(call need,go,Go 1.26 or later: https://go.dev/dl)
	@echo '· judge'
	@cd tools && go run ./judge

# The icon sprite holds the icons that views and Go files name, so these count as its sources.
icons := $(shell grep -rlw Icon internal --include='*.go' --include='*.templ' 2>/dev/null | grep -v _templ)
internal/assets/dist: node_modules/.package-lock.json tools/go.sum $(icons) $(shell find assets tools/assets -type f 2>/dev/null)
	$(call need,go,Go 1.26 or later: https://go.dev/dl)
	@echo '· assets'
	@cd tools && go run ./assets
	@touch $@

bin/.views: $(views) tools/go.sum $(if $(strip $(amiss)),FORCE)
	$(call need,go,Go 1.26 or later: https://go.dev/dl)
	@echo '· views'
	@mkdir -p bin
	@cd tools && go tool templ generate -log-level warn -path ..
	@touch $@

bin/testenv: $(wildcard tools/testenv/*.go)
	$(call need,go,Go 1.26 or later: https://go.dev/dl)
	@go build -C tools -o ../bin/testenv ./testenv

clean: ## Remove everything that was made; ./data stays
	rm -rf bin node_modules test/documents/peers/node_modules internal/assets/dist internal/extract/pdfium/pdfium.wasm.zst internal/ydoc/testdata/judge.js test/browser/shots
	find internal -name '*_templ.go' -delete

# need,<program>,<what to install>: a sentence rather than "command not found".
define need
@command -v $(1) >/dev/null || { echo "Parvis needs $(strip $(2))" >&2; exit 1; }
endef
