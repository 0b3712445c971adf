# Sourced by ./test: Debian packages that the tests use and pip cannot bring.

# install_system_packages NAME…: installs what is missing if this user may; says so if not.
install_system_packages() {
    missing=
    for package in "$@"; do
        dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then as_root='sudo -n'; fi
    # shellcheck disable=SC2086 # both lists are meant to be split
    if ! { command -v apt-get && $as_root true; } >/dev/null 2>&1; then
        say "Missing:$missing. Install them as an administrator (Debian: apt install$missing);"
        say 'until then the tests that use them are skipped, and fail in CI.'
        return 0
    fi
    say "Installing$missing …"
    # shellcheck disable=SC2086
    { $as_root apt-get -qq update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends $missing; } >/dev/null ||
        say "Could not install$missing: the tests that use them are skipped, and fail in CI."
}

# install_node_packages FOLDER: what its package-lock.json names, once for each state of that file.
install_node_packages() {
    stamp=$1/node_modules/.stamp
    if ! command -v npm >/dev/null || cmp -s "$1/package-lock.json" "$stamp"; then return 0; fi
    say "Installing what $1 needs (npm) …"
    if npm --prefix "$1" ci --silent; then
        cp "$1/package-lock.json" "$stamp"
    else
        say "Could not install it: the contract test is skipped, and fails in CI."
    fi
}
