#!/bin/sh
# Looks at what the tests need, gets what it may, and says plainly what will be left out. It fails only where the tests could not run.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
say() { echo "prepare-tests: $*"; }
shout() {
	echo "prepare-tests: ######################################################################" >&2
	echo "prepare-tests: ## $*" >&2
	echo "prepare-tests: ######################################################################" >&2
}

check_go() {
	if ! command -v go >/dev/null; then
		shout "Go is missing: install version $(awk '$1 == "go" { print $2 }' "$root/go.mod") or newer"
		exit 1
	fi
	# The go command itself refuses, or fetches its successor, when go.mod asks for a newer one.
	say "$(cd "$root" && go version)"
	export CGO_ENABLED=1
	if ! has_compiler && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		say "no C compiler, which the race detector needs: installing Debian's"
		export DEBIAN_FRONTEND=noninteractive
		apt-get update -qq && apt-get install -qq -y --no-install-recommends gcc libc6-dev >/dev/null || say "the installation did not work"
	fi
	if ! has_compiler; then
		shout "no C compiler: the race detector needs one (on Debian: apt-get install gcc libc6-dev)"
		exit 1
	fi
	(cd "$root/test/clients/go" && go mod download) || shout "the modules of the Go client can't be fetched: ITS TEST WILL FAIL"
}

has_compiler() { command -v "$(go env CC)" >/dev/null; }

check_postgres() {
	if [ -n "${TEST_DATABASE_URL:-}" ]; then
		say "TEST_DATABASE_URL is set but make test starts a server of its own; run go test ./... to use yours"
	fi
	"$root/scripts/ensure-postgres.sh"
}

find_browser() {
	for name in chromium chromium-browser google-chrome google-chrome-stable headless-shell chrome; do
		if command -v "$name"; then
			return
		fi
	done
	if [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; then
		echo "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
	fi
}

install_browser() {
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		return
	fi
	say "browser: none found, installing Debian's chromium"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null || say "browser: the installation did not work"
}

check_browser() {
	browser=$(find_browser)
	if [ -z "$browser" ]; then
		install_browser
		browser=$(find_browser)
	fi
	if [ -n "$browser" ]; then
		say "browser: $browser"
	elif [ "${GREENROOM_REQUIRE_BROWSER:-}" = 1 ]; then
		shout "no Chromium or Chrome, and GREENROOM_REQUIRE_BROWSER=1: install one"
		exit 1
	else
		shout "no Chromium or Chrome: THE BROWSER TEST WILL BE LEFT OUT"
	fi
}

check_node() {
	if command -v node >/dev/null && command -v npm >/dev/null; then
		say "node $(node --version), npm $(npm --version)"
		get_packages
	else
		shout "no node and npm: THE TYPESCRIPT CLIENT WILL NOT BE TESTED"
	fi
}

# The TypeScript client that openapi.json makes has packages of its own.
get_packages() {
	client=$root/test/clients/ts
	if [ "$client/node_modules" -nt "$client/package-lock.json" ]; then
		return
	fi
	if (cd "$client" && npm ci --no-audit --no-fund --silent); then
		touch "$client/node_modules"
		say "packages of the TypeScript client are there"
	else
		shout "npm ci did not work: THE TYPESCRIPT CLIENT WILL NOT BE TESTED"
	fi
}

check_browser_modules() {
	modules=$root/test/browser
	if ! command -v npm >/dev/null || [ "$modules/node_modules/.package-lock.json" -nt "$modules/package-lock.json" ]; then
		return
	fi
	say "browser: installing the test's modules"
	if ! (cd "$modules" && npm ci --no-audit --no-fund --loglevel=error); then
		if [ "${GREENROOM_REQUIRE_BROWSER:-}" = 1 ]; then
			shout "the browser test's modules can't be installed, and GREENROOM_REQUIRE_BROWSER=1"
			exit 1
		fi
		shout "the browser test's modules can't be installed: THE BROWSER TEST WILL BE LEFT OUT"
	fi
}

check_go
check_postgres
check_browser
check_node
check_browser_modules
