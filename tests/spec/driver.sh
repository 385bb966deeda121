# Builds the program that `examples` and `smoke` run, from the documents of the specification. To be sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
work=$CARGO_TARGET_DIR/specification
# Each document, and the module of the crate that has its client.
documents=(
    "$root/spec/partner-center.yaml" partner_center
    "$root/spec/partner-api.yaml" partner_center::partner_api
)

build_driver() {
    cargo run -q --manifest-path "$root/Cargo.toml" -p tests --example specification -- driver "$work" "${documents[@]}"
    # The same versions as the workspace has, so that what the client depends on is built once.
    cp "$root/Cargo.lock" "$work/Cargo.lock"
    cargo build -q --manifest-path "$work/Cargo.toml"
}
driver=$CARGO_TARGET_DIR/debug/specification-driver
