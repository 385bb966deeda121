# The whole client: what it depends on, a cold build, and the generator. To be sourced.

measure_client() {
    show_crates
    show_cold
    show_generation
}

show_crates() {
    printf '\ncrates, with the package itself\n\n'
    printf '%-48s %6d\n' \
        'build script of partner-center (clientgen)' "$(crates clientgen)" \
        'clientgen, with the command line' "$(crates clientgen --features cli)" \
        'partner-center, without default features' "$(crates partner-center --no-default-features)" \
        'partner-center' "$(crates partner-center)"
}

# Counts the crates that are linked into a package, or run to compile it (procedural macros, build scripts of
# others), but not what its own build script needs.
crates() {
    local package=$1
    local edges=normal
    cargo tree --package "$package" "${@:2}" --edges $edges --prefix none --no-dedupe --format '{p}' | sort -u | wc -l
}

show_cold() {
    printf '\ncold build of partner-center, debug             %8s %8s\n\n' 'CPU s' 'clock s'
    show_cold_row 'without default features, all areas' --no-default-features --features all-areas
    show_split
    show_cold_row 'with default features'
}

show_cold_row() {
    rm -rf "$work/cold"
    local seconds
    seconds=$(cpu_and_wall_seconds env CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$work/cold" \
        cargo build --package partner-center --timings "${@:2}")
    printf '%-47s %8s %8s\n' "$1" $seconds
}

# Shows where the time of the last cold build went, as cargo's own timings have it.
show_split() {
    local report=$work/cold/cargo-timings/cargo-timing.html
    sed -n '/^const UNIT_DATA = \[/,/^\];/p' "$report" | awk '
        /"name":/ { gsub(/[",]/, "", $2); name = $2 }
        /"target":/ { script = /build script/; run = /\(run\)/ }
        /"mode":/ { run = /run-custom-build/ }
        /"duration":/ { spent[name (run ? " (build script, run)" : "")] += $2 }
        END { for (name in spent) printf "%s\t%.1f\n", name, spent[name] }' | sort -t "$(printf '\t')" -k2 -rn | head -8 |
        while IFS=$'\t' read -r name seconds; do printf '    %-52s %8s\n' "$name" "$seconds"; done
}

show_generation() {
    local tool=$work/tool/release/clientgen
    quietly env CARGO_TARGET_DIR="$work/tool" cargo build --release --package clientgen --features cli
    for ((run = 0; run < 10; run++)); do
        rm -rf "$work/generated"
        milliseconds "$tool" generate "$spec" --out "$work/generated"
    done >"$work/generation"
    printf '\nclientgen generate %s: %s ms (release build, median of 10)\n' "$(basename "$spec")" "$(median <"$work/generation")"
}
