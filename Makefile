# Everything a developer does here. `make` alone lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# Tools are pinned: a check that passed yesterday passes today.
GOLANGCI_LINT_VERSION := v2.15.0
GOVULNCHECK_VERSION := v1.9.0
OAPI_CODEGEN_VERSION := v2.8.2
SQLC_VERSION := v1.31.1

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LISTEN ?= 127.0.0.1:8080
# Root's home is closed to the user who runs the database for root.
DATA_DIR ?= $(if $(filter 0,$(shell id -u)),/var/lib/greenroom,$(CURDIR)/data)

# Looked up when a target needs it, and built then if it is missing.
GOLANGCI_LINT = $(shell scripts/tool.sh github.com/golangci/golangci-lint/v2 \
	github.com/golangci/golangci-lint/v2/cmd/golangci-lint $(GOLANGCI_LINT_VERSION))
GOVULNCHECK = $(shell scripts/tool.sh golang.org/x/vuln golang.org/x/vuln/cmd/govulncheck $(GOVULNCHECK_VERSION))
OAPI_CODEGEN = $(shell scripts/tool.sh github.com/oapi-codegen/oapi-codegen/v2 \
	github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen $(OAPI_CODEGEN_VERSION))
SQLC = $(shell scripts/tool.sh github.com/sqlc-dev/sqlc github.com/sqlc-dev/sqlc/cmd/sqlc $(SQLC_VERSION))

GO_CLIENT := test/clients/go/client/client.gen.go
GENERATE_GO_CLIENT = $(OAPI_CODEGEN) -generate client,types -package client openapi.json
TS_CLIENT := test/clients/ts/src/schema.gen.ts
# Without the option, a field with a default would have to be sent.
GENERATE_TS_CLIENT = test/clients/ts/node_modules/.bin/openapi-typescript openapi.json --default-non-nullable false

.PHONY: help
help: ## List the targets.
	@awk 'BEGIN { FS = ":.*## " } /^[a-z\/-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: bench
bench: ## Run every Go benchmark once, so that none rots.
	go run ./cmd/testpostgres -- go test -run '^$$' -bench . -benchtime 1x ./...

.PHONY: build
build: ## Build bin/greenroom.
	go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/greenroom ./cmd/greenroom

.PHONY: clean
clean: ## Remove what was built here; tools and data stay.
	rm -rf bin

.PHONY: fmt
fmt: ## Format all Go code.
	$(GOLANGCI_LINT) fmt

.PHONY: fuzz
fuzz: ## Run each fuzz target for 20 seconds (FUZZ_TIME=1m for another time).
	scripts/fuzz.sh $(or $(FUZZ_TIME),20s)

.PHONY: generate
generate: test/clients/ts/node_modules ## Generate the code for the SQL statements, openapi.json and the clients that it makes.
	cd db && $(abspath $(SQLC)) generate
	go run ./cmd/greenroom openapi >openapi.json
	$(GENERATE_GO_CLIENT) >$(GO_CLIENT)
	$(GENERATE_TS_CLIENT) >$(TS_CLIENT)

.PHONY: lint
lint: ## Run the linters.
	$(GOLANGCI_LINT) run

.PHONY: run
run: build ## Build, and serve with a demo merchant and a database of its own (LISTEN=…, DATA_DIR=…).
	@scripts/ensure-postgres.sh
	bin/greenroom serve --dev --listen '$(LISTEN)' --data-dir '$(DATA_DIR)'

.PHONY: test
test: test/prepare ## Run all tests, with the race detector, on a Postgres of their own.
	CGO_ENABLED=1 go run ./cmd/testpostgres -- go test -race -shuffle=on ./...

test/clients/ts/node_modules: test/clients/ts/package-lock.json
	cd $(@D) && npm ci --no-audit --no-fund --silent
	@touch $@

.PHONY: test/prepare
test/prepare: ## Look at what the tests need, and get what is missing.
	@scripts/prepare-tests.sh

.PHONY: verify
verify: verify/clients verify/format verify/migrations verify/modules verify/openapi verify/sqlc ## Check what is generated, formatted and released.

.PHONY: verify/clients
verify/clients: test/clients/ts/node_modules ## Fail when the generated clients are not those of openapi.json.
	$(GENERATE_GO_CLIENT) | diff -u $(GO_CLIENT) -
	$(GENERATE_TS_CLIENT) | diff -u $(TS_CLIENT) -

.PHONY: verify/format
verify/format: ## Fail when Go code is not formatted.
	$(GOLANGCI_LINT) fmt --diff

.PHONY: verify/migrations
verify/migrations: ## Fail when a released migration was changed.
	scripts/check-migrations.sh

.PHONY: verify/modules
verify/modules: ## Fail when go.mod or go.sum is not what the code needs.
	go mod tidy -diff
	go mod verify
	cd test/clients/go && go mod tidy -diff && go mod verify

.PHONY: verify/openapi
verify/openapi: ## Fail when openapi.json is not what the server describes.
	go run ./cmd/greenroom openapi | diff -u openapi.json -

.PHONY: verify/sqlc
verify/sqlc: ## Fail when the generated statements are not those of the SQL files.
	cd db && $(abspath $(SQLC)) diff

.PHONY: vuln
vuln: ## Look for known vulnerabilities in what we call.
	$(GOVULNCHECK) ./...
