# Klaster. `make run` needs Go 1.26 and git; `make test` installs by apt what else tests need.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The program is pure Go: the same binary whether a C compiler is there or not. Only the race detector needs cgo.
export CGO_ENABLED ?= 0

TOOL     := go tool -modfile=tools/go.mod
GATE     := bin/gate
POSTGRES := tools/with-postgres
ADDR     ?= 127.0.0.1:8080
DATA     ?= var/demo

.PHONY: help run build generate fmt lint test torture bench bench-search bench-gost bench-esign dudect
help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: wasm build ## build, and serve the demonstration on http://localhost:8080
	@echo "The demonstration keeps its data in $(abspath $(DATA)); remove the folder to begin anew."
	@mkdir -p $(DATA)
	@exec bin/klaster serve --demo --data $(DATA) --addr $(ADDR)

build: ## build bin/klaster
	go build -o bin/klaster ./cmd/klaster

wasm: ## build the trial signer for the browser; a build after it has it
	@go run ./internal/trialsigner/build

generate: ## write the generated files anew
	$(TOOL) templ generate -log-level warn
	go generate ./...

fmt: ## format Go and templ files
	$(TOOL) gofumpt -w $(GO_DIRS)
	$(TOOL) templ fmt -log-level warn .

lint: ## look for faults without running anything
	@$(TOOL) golangci-lint run

test: ## everything below: the gate that each change passes
	@scripts/setup.sh
	@$(MAKE) --no-print-directory -B $(GATE)
	@$(GATE) run $(STAGES)

torture: $(GATE) ## the same properties with the full counts; takes hours
	KLASTER_TORTURE=1 $(POSTGRES) $(GATE) test unit -timeout=12h
	KLASTER_TORTURE=1 $(POSTGRES) $(GATE) test store -timeout=12h
	$(GATE) fuzz -seconds 3600

bench: ## figures for docs/performance.md
	$(POSTGRES) go test -run '^$$' -bench . -benchmem -timeout=1h ./...
	$(POSTGRES) go -C tools run ./searchpeers

bench-search: ## our search of partners, in process and by HTTP, and bleve and PostgreSQL beside it
	go test -run '^$$' -bench 'Forty.*/(build|load)' -benchtime 5x ./search
	go test -run '^$$' -bench 'Forty.*/(ask|similar|change)' -benchtime 1000x ./search
	$(POSTGRES) go -C tools run ./searchpeers
	go test -run '^$$' -bench 'Find$$' -benchtime 1000x ./internal/partner
	go test -run '^$$' -bench Partners -benchtime 1000x ./internal/app

bench-gost: ## GOST signatures and hashes beside OpenSSL's gost-engine, in turn on one core
	go run ./internal/bench/gost

bench-esign: ## whole checks of certificates and signed messages beside OpenSSL
	go run ./internal/bench/esign

dudect: ## whether the time of operations on secrets tells of them, with and without a processor's instructions
	go run ./internal/bench/dudect
	go run -tags purego ./internal/bench/dudect

# The stages of `make test`, in order. Each can be made alone.
STAGES := format tidy drift vet lint archtest unit purego store race script fuzz browser

# Packages whose code runs concurrently: tested again with the race detector, with the small counts of -short, because
# SQLite in Go is some twenty times slower under it.
RACE := jobs sqldb limit audit outbound blob mail httpx
RACE := $(RACE:%=internal/platform/%) internal/account internal/notification internal/app gost/streebog \
	internal/partner esign/algorithm esign/revocation esign/trust search

GO_DIRS = $(shell git ls-files --cached --others --exclude-standard '*.go' | cut -d/ -f1 | grep -v '^tools$$' | sort -u)

.PHONY: $(STAGES) setup
setup:
	@scripts/setup.sh

format:
	@unformatted=$$($(TOOL) gofumpt -l $(GO_DIRS)); \
	if [ -n "$$unformatted" ]; then echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; fi

tidy:
	@go mod tidy -diff
	@go -C tools mod tidy -diff

drift: $(GATE)
	@$(GATE) drift $(MAKE) --no-print-directory -s generate

vet:
	@go vet ./...

archtest: $(GATE)
	@$(GATE) packages ./internal/archtest

unit: $(GATE)
	@$(GATE) test unit

# Where there are instructions of a processor to use, the code without them is tested too, and the log says which ran; so is the
# short code that the browser gets.
purego: $(GATE)
	@go test -count=1 -run '^TestPath$$' -v ./gost/streebog ./gost/gost3410 | sed -n 's/^ .*go:[0-9]*: /path of /p'
	@$(GATE) packages ./gost/... -tags=purego
	@$(GATE) packages ./gost/gost3410/internal/... -tags=klaster_compact

store: $(GATE)
	@$(POSTGRES) $(GATE) test store

race: export CGO_ENABLED = 1
race: $(GATE)
	@$(POSTGRES) $(GATE) packages $(addsuffix /...,$(addprefix ./,$(wildcard $(RACE)))) -race -short

script: $(GATE)
	@$(POSTGRES) $(GATE) test script

fuzz: $(GATE)
	@$(GATE) fuzz -seconds 120 -report

browser: wasm $(GATE)
	@$(GATE) test browser

$(GATE): $(wildcard internal/gate/*.go)
	@go build -o $@ ./internal/gate
