#!/bin/sh
# Sees to it that there is a Postgres server program for the embedded database: one that is installed, else, as root on a Debian, the
# distribution's package. Without either, greenroom fetches one itself when it first starts, if it can reach the network.
set -eu

say() { echo "ensure-postgres: $*"; }

find_server() {
	for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
		/usr/local/opt/postgresql@*/bin /usr/libexec/postgresql* /Applications/Postgres.app/Contents/Versions/*/bin \
		/usr/local/pgsql/bin /usr/local/bin; do
		if [ -x "$dir/postgres" ] && [ -x "$dir/initdb" ]; then
			echo "$dir/postgres"
			return
		fi
	done
	command -v postgres || true
}

install_server() {
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		return
	fi
	say "none found, installing Debian's package"
	# Only the programs are wanted, not the cluster that the package sets up and starts by default.
	mkdir -p /etc/postgresql-common
	[ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq &&
		apt-get install -qq -y --no-install-recommends -o Dpkg::Options::=--force-confold postgresql >/dev/null ||
		say "the installation did not work"
}

server=$(find_server)
if [ -z "$server" ]; then
	install_server
	server=$(find_server)
fi
if [ -n "$server" ]; then
	say "$("$server" --version)"
else
	say "none installed; greenroom will fetch one (or install your system's package, on Debian: apt-get install postgresql)"
fi
