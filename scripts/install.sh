#!/bin/sh
# Installs the terminal with its manual page and completions.
# Usage: install.sh [PREFIX]   (default /usr/local; ~/.local needs no root)
set -eu
cd "$(dirname "$0")/.."
prefix=${1:-/usr/local}
scripts/prerequisites.sh
swift build -c release --product dispatch-cli
program=.build/release/dispatch-cli
install -D -m 755 "$program" "$prefix/bin/dispatch-cli"
place() {
    mkdir -p "$(dirname "$2")"
    # Written aside first: a command that fails leaves what was there.
    "$program" $1 >"$2.new"
    mv "$2.new" "$2"
}
place "man" "$prefix/share/man/man1/dispatch-cli.1"
place "completions bash" "$prefix/share/bash-completion/completions/dispatch-cli"
place "completions zsh" "$prefix/share/zsh/site-functions/_dispatch-cli"
place "completions fish" "$prefix/share/fish/vendor_completions.d/dispatch-cli.fish"
echo "dispatch-cli is installed under $prefix; man dispatch-cli explains it."
