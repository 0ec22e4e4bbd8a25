#!/bin/sh
# Prints the path of a Go tool in exactly the wanted version: one that is installed, else one built into .tools/ (git-ignored). A tool in
# go.mod would bring hundreds of requirements along; one that is "latest" would change its findings overnight.
# Usage: tool.sh MODULE PACKAGE VERSION, as in: tool.sh github.com/sqlc-dev/sqlc github.com/sqlc-dev/sqlc/cmd/sqlc v1.31.1
set -eu

module=$1 package=$2 version=$3
name=$(basename "$package")
tools=$(cd "$(dirname "$0")/.." && pwd)/.tools

is_wanted() {
	[ -x "$1" ] && go version -m "$1" 2>/dev/null | awk -v module="$module" -v version="$version" \
		'$1 == "mod" && $2 == module && $3 == version { found = 1 } END { exit !found }'
}

gobin=$(go env GOBIN)
for candidate in "$tools/$name" "$(command -v "$name" || true)" "${gobin:-$(go env GOPATH)/bin}/$name"; do
	if is_wanted "$candidate"; then
		echo "$candidate"
		exit 0
	fi
done
echo "building $name $version into .tools (once; this takes some minutes)" >&2
mkdir -p "$tools"
GOBIN=$tools GOFLAGS='' go install "$package@$version" >&2
echo "$tools/$name"
