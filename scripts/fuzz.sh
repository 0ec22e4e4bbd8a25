#!/bin/sh
# Runs every fuzz target for a while, one after the other: go test takes one target of one package at a time.
# Usage: fuzz.sh [DURATION], by default 20s.
set -eu

cd "$(dirname "$0")/.."
duration=${1:-20s}
grep -rlE --include='*_test.go' '^func Fuzz[A-Z]' . | sort | while read -r file; do
	package=$(dirname "$file")
	sed -nE 's/^func (Fuzz[A-Za-z0-9_]*)\(.*/\1/p' "$file" | while read -r target; do
		echo "fuzz: $package $target for $duration"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$duration" "$package"
	done
done
