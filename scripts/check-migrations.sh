#!/bin/sh
# Migrations are append-only: databases out there have run the released ones. Fails when a file that is in the newest release (or in the
# commit given as the first argument) was changed, renamed or removed, when a new one is not numbered after all of those, or when the
# numbers have gaps or repeats.
set -eu

cd "$(dirname "$0")/.."
base=${1:-$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null || true)}
failed=0
complain() {
	echo "check-migrations: $*" >&2
	failed=1
}

expected=1
for path in migrations/*.sql; do
	name=$(basename "$path")
	if [ "${name%%_*}" != "$(printf %05d "$expected")" ]; then
		complain "$name: the next number is $(printf %05d "$expected")"
	fi
	expected=$((expected + 1))
	for direction in Up Down; do
		grep -q "^-- +goose $direction" "$path" || complain "$name: there is no \"-- +goose $direction\""
	done
done

if [ -z "$base" ]; then
	echo "check-migrations: nothing is released yet, so only names and form were checked"
	exit "$failed"
fi
changed=$(git diff --name-status --no-renames --diff-filter=MDT "$base" -- 'migrations/*.sql')
[ -z "$changed" ] || complain "released in $base, so make a new migration instead:
$changed"
newest=$(git ls-tree --name-only "$base" migrations/ | grep '\.sql$' | sort | tail -n 1)
for path in $(git diff --name-only --no-renames --diff-filter=A "$base" -- 'migrations/*.sql'); do
	if [ "$(printf '%s\n%s\n' "$newest" "$path" | sort | tail -n 1)" != "$path" ]; then
		complain "$path: must be numbered after $newest"
	fi
done
exit "$failed"
