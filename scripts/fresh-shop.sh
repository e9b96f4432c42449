# start_fresh_shop: serves what was built last, with a fresh data folder, on free ports, and stops it
# when the script ends. Sets TRADEWIND_BASE_URL and TRADEWIND_INTERNAL_URL. TRADEWIND_BINARY names another server.
# shellcheck shell=bash

answers() { node -e 'fetch(process.argv[1]).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$1"; }

start_fresh_shop() {
    source scripts/serve-env.sh
    unset DATABASE_URL
    shop_data=.data/fresh-$$
    mkdir -p "$shop_data" test-results
    export TRADEWIND_DATA=$shop_data TRADEWIND_ENV=development
    local port internal_port
    port=$(free_port)
    internal_port=$(free_port)
    export TRADEWIND_ADDR=127.0.0.1:$port TRADEWIND_BASE_URL=http://localhost:$port
    export TRADEWIND_INTERNAL_ADDR=127.0.0.1:$internal_port TRADEWIND_INTERNAL_URL=http://127.0.0.1:$internal_port
    export TRADEWIND_ADMIN_PASSWORD=${TRADEWIND_ADMIN_PASSWORD:-correct-horse-battery-staple}

    say "starting a fresh shop on $TRADEWIND_BASE_URL"
    : >test-results/server.log
    serve_shop
    trap stop_fresh_shop EXIT
    wait_until_ready
}

serve_shop() {
    "${TRADEWIND_BINARY:-target/release/tradewind}" serve >>test-results/server.log 2>&1 &
    shop=$!
}

# Kills it as a crash does and starts it again; after $served_after milliseconds it served.
crash_fresh_shop() {
    kill -KILL "$shop"
    wait "$shop" 2>/dev/null || true
    local begun
    begun=$(date +%s%3N)
    serve_shop
    served_after=$(node -e '
        const [url, begun] = process.argv.slice(1);
        const look = () => fetch(url).then((answer) => {
            if (!answer.ok) throw new Error("not ready");
            console.log(Date.now() - begun);
        }).catch(() => setTimeout(look, 5));
        look();' "$TRADEWIND_INTERNAL_URL/health/ready" "$begun")
}

wait_until_ready() {
    local attempt
    for attempt in $(seq 240); do
        answers "$TRADEWIND_INTERNAL_URL/health/ready" && return
        kill -0 "$shop" 2>/dev/null || break
        sleep 0.5
    done
    tail -30 test-results/server.log >&2
    fail "the shop is not ready after $attempt looks; the end of test-results/server.log is above"
}

stop_fresh_shop() {
    kill "$shop" 2>/dev/null && wait "$shop" 2>/dev/null || true
    # Postgres goes with the shop; after a crash it is still there.
    delete_postgres "$shop_data/postgres"
    rm -rf "$shop_data"
}
