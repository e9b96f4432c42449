# What `tradewind` needs to find the files cargo-leptos built, when cargo-leptos does not start it.
# shellcheck shell=bash
export LEPTOS_OUTPUT_NAME=tradewind
export LEPTOS_SITE_ROOT=target/site
export LEPTOS_SITE_PKG_DIR=pkg
export LEPTOS_HASH_FILES=true
export LEPTOS_HASH_FILE_NAME=$PWD/target/release/hash.txt
export LEPTOS_ENV=PROD
