#!/usr/bin/env bash
# setup.sh: install by apt what the tests need and the machine lacks. Says nothing when nothing is missing.
# Building and running Klaster needs none of this.
set -euo pipefail

missing=() # Debian packages
need() {   # need PACKAGE WHY CHECK...: note the package when the check fails
	local package=$1 why=$2
	shift 2
	if ! "$@" >/dev/null 2>&1; then
		missing+=("$package")
		echo "setup: $package is missing: $why"
	fi
}

any() { # any COMMAND...: one of the commands is installed
	local c
	for c; do
		if command -v "$c"; then return 0; fi
	done
	return 1
}
server() { any initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; }
c_compiler() { command -v gcc && echo '#include <stdlib.h>' | gcc -E -; }

openssl_headers() { command -v gcc && echo '#include <openssl/evp.h>' | gcc -E -; }

need gcc 'the race detector' command -v gcc
need libc6-dev 'the race detector' c_compiler
need chromium 'tests of pages' any chromium chromium-browser google-chrome google-chrome-stable
need fonts-dejavu-core 'tests of pages' test -d /usr/share/fonts/truetype/dejavu
need postgresql 'store tests on the second engine' server
need openssl 'signatures made by another implementation' command -v openssl
need libengine-gost-openssl 'signatures made by another implementation' openssl engine gost
need libssl-dev 'an oracle that is compiled against OpenSSL' openssl_headers
need libxml2-utils 'documents against their schemas (xmllint)' command -v xmllint
need poppler-utils 'the text of printed documents (pdftotext)' command -v pdftotext

if [ "${#missing[@]}" -eq 0 ]; then
	exit 0
fi
if ! command -v apt-get >/dev/null; then
	echo "setup: this machine has no apt; install the above by its own means" >&2
	exit 1
fi
root=()
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "setup: run as root: apt-get install ${missing[*]}" >&2; exit 1; }
	root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }; }
apt update
for package in "${missing[@]}"; do
	apt install --no-install-recommends --yes "$package"
	echo "setup: installed $package"
done
