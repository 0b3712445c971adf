# Sourced by ./run and ./test from the project's folder: makes .venv and installs a requirements file once.

say() { printf '%s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

find_python() {
    for name in python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    give_up 'Hace falta Python 3.11 o más nuevo. En Debian y Ubuntu: apt install python3 python3-venv'
}

make_venv() {
    if .venv/bin/python -c '' 2>/dev/null; then return; fi
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        give_up 'A este Python le falta python3-venv. En Debian y Ubuntu: apt install python3-venv'
    say 'Preparando .venv …'
    "$python" -m venv --clear .venv
}

# uv installs in seconds what pip installs in half a minute; where uv cannot work, pip does.
install_with_uv() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1 || return 1
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv==0.13.9 || return 1
    cache="${UV_CACHE_DIR:-${HOME:-}/.cache/uv}"
    mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || cache="$PWD/.venv/.cache"
    # A hospital's or a company's own certificates are known to the system, not to uv.
    UV_SYSTEM_CERTS=1 UV_CACHE_DIR="$cache" UV_LINK_MODE=copy \
        .venv/bin/uv pip install --quiet --python .venv/bin/python -r "$1"
}

# install_requirements FILE: nothing to do if these very lines were installed before.
install_requirements() {
    make_venv
    stamp=.venv/$(printf '%s' "$1" | tr / _).installed
    wanted=$(cat requirements.txt "$1" | cksum)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
    say "Instalando $1 …"
    install_with_uv "$1" || .venv/bin/python -m pip install --quiet -r "$1" ||
        give_up "No se pudo instalar $1. Se necesita internet la primera vez; revise la conexión e intente de nuevo."
    printf '%s\n' "$wanted" >"$stamp"
}
