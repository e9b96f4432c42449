# Shared by the scripts beside it: where things are, which versions, and how to say what happens.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

WASM_BINDGEN_VERSION=0.2.130 # must equal the wasm-bindgen crate in Cargo.toml
CARGO_LEPTOS_VERSION=0.3.10  # 0.3.11 wants a newer compiler than ours
CARGO_NEXTEST_VERSION=0.9.151
CARGO_DENY_VERSION=0.20.2
LOCALSTRIPE_VERSION=1.15.10
SCHEMATHESIS_VERSION=4.32.5

# Leptos turns on `ssr` in the server and `hydrate` in the frontend, so they are never built together.
PACKAGES=(--workspace --exclude frontend)

export PATH="$PWD/.tools/bin:$PATH"
# Queries are checked against the committed .sqlx folders unless a script says otherwise.
export SQLX_OFFLINE="${SQLX_OFFLINE:-true}"
# cargo-leptos finds the npm packages by itself; this keeps it from asking for another version.
export LEPTOS_TAILWIND_VERSION=v4.3.5

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
    printf '\033[31merror:\033[0m %s\n' "$*" >&2
    exit 1
}

# The owner's settings, see .env.example. Tests never read them: they run on data of their own.
load_settings() {
    [ -f .env ] || return 0
    set -a
    # shellcheck disable=SC1091
    source .env
    set +a
}

# python_tool <name> <version>: a program from PyPI, in a folder of its own below .tools.
python_tool() {
    local home=.tools/$1
    [ "$(cat "$home/version" 2>/dev/null)" = "$2" ] && return
    ensure_venv
    say "installing $1 $2 into $home"
    rm -rf "$home"
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check "$1==$2"
    echo "$2" >"$home/version"
}

# from_debian <package> <what it is>: fails where there is no Debian, or no right to install. What Debian has is asked once.
from_debian() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return
    say "installing $2 from Debian"
    [ -n "${debian_is_known:-}" ] || apt-get update -qq || return
    debian_is_known=1
    apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# Debian ships Python without the part that makes such folders.
ensure_venv() {
    command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null && return
    from_debian python3-venv "Python's venv" && return
    fail "Python's venv is missing (on Debian: apt-get install python3-venv)."
}

# A TCP port nobody uses right now.
free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

# Stops the private Postgres in a folder and deletes its data; needs nothing to be built.
delete_postgres() {
    [ -e "$1/server" ] || return 0
    local server pid
    server=$(readlink -f "$1/server")
    if pid=$(head -1 "$server/cluster/postmaster.pid" 2>/dev/null) && [ "$(ps -o comm= -p "$pid")" = postgres ]; then
        kill -INT "$pid"
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
    rm -rf "$server" "$1"
}

# What tests run: tradewind, tradewind-postgres and tradewind-chaos in target/debug. Built as the Rust suite builds them,
# so that nothing is compiled again for it.
build_debug() { [ -n "${TRADEWIND_DEBUG_IS_BUILT:-}" ] || cargo build --quiet "${PACKAGES[@]}" --bins --tests; }

# The private Postgres of tests and query checks, separate from the shop's own. In memory where there is plenty of it:
# most of what the Rust tests wait for is databases being made and dropped, three times as quick there.
test_postgres_dir() {
    local room memory
    # One that somebody keeps running stands where CONTRIBUTING.md has it.
    if [ -n "${TRADEWIND_TEST_DATABASE_URL:-}" ]; then echo .data/test-postgres && return; fi
    room=$(df --output=avail --block-size=G /dev/shm 2>/dev/null | tr -dc '0-9')
    memory=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null)
    if [ "${room:-0}" -lt 8 ] || [ "${memory:-0}" -lt 12 ]; then echo .data/test-postgres && return; fi
    echo "/dev/shm/tradewind-tests-$(pwd | cksum | cut -d ' ' -f 1)"
}
TEST_POSTGRES_DIR=$(test_postgres_dir)

test_postgres() { target/debug/tradewind-postgres "$1" --dir "$TEST_POSTGRES_DIR" "${@:2}"; }

# What stands in memory is given back.
stop_test_postgres() { case $TEST_POSTGRES_DIR in /dev/shm/*) delete_postgres "$TEST_POSTGRES_DIR" ;; *) test_postgres stop ;; esac; }

# Starts it, exports DATABASE_URL and stops it when the script ends, however it ends.
# One that runs already is named by TRADEWIND_TEST_DATABASE_URL.
start_test_postgres() {
    if [ -n "${TRADEWIND_TEST_DATABASE_URL:-}" ]; then
        export DATABASE_URL=$TRADEWIND_TEST_DATABASE_URL
        return
    fi
    say "starting a private Postgres for the tests"
    # After a change of its own queries platform does not build before they are prepared anew.
    cargo build --quiet "${PACKAGES[@]}" --bin tradewind-postgres || [ -x target/debug/tradewind-postgres ]
    trap stop_test_postgres EXIT
    DATABASE_URL=$(test_postgres start --fast)
    export DATABASE_URL
}
