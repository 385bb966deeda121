# The models of a client, compiled in three styles. To be sourced.

styles=(plain lean derive)
steps=(check debug release)
declare -A cost size lines

measure_models() {
    cargo run --quiet --package tests --example derive_models -- "$spec" runtime "$work/models" "${copies[@]}" \
        >"$work/counts"
    cp Cargo.lock "$work/models/Cargo.lock"
    for count in "${copies[@]}"; do
        measure_copies "$count"
        show_copies "$count"
    done
    show_footnote
}

# Measures every style in turn, and that a few times, so that what disturbs one disturbs all.
measure_copies() {
    local packages=(empty) package step
    for style in "${styles[@]}"; do packages+=("$style-$1"); done
    for package in "${packages[@]}"; do
        measure_program "$package"
        for step in "${steps[@]}"; do quietly compile "$step" "$package"; done
    done
    compare_programs "$1"
    for step in "${steps[@]}"; do
        for package in "${packages[@]}"; do : >"$work/$package.$step"; done
        for ((run = 0; run < runs; run++)); do
            for package in "${packages[@]}"; do
                touch "$work/models/$package/src/lib.rs"
                cpu_seconds compile "$step" "$package" >>"$work/$package.$step"
            done
        done
        for package in "${packages[@]}"; do cost[$package.$step]=$(median <"$work/$package.$step"); done
    done
}

# Compiles the library of a package.
compile() {
    case $1 in
        check) bench_cargo check --lib --package "$2" ;;
        debug) bench_cargo build --lib --package "$2" ;;
        release) bench_cargo build --lib --package "$2" --release ;;
    esac
}

bench_cargo() {
    CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/target \
        cargo "$1" --manifest-path "$work/models/Cargo.toml" "${@:2}"
}

# Builds the program of a package, whose size is that of all that reading and writing takes.
measure_program() {
    quietly bench_cargo build --release --package "$1"
    size[$1]=$(($(stat --format %s "$work/target/release/$1") / 1024))
    lines[$1]=$(find "$work/models/$1/src" -name '*.rs' -exec cat {} + | grep --count --invert-match --extended-regexp '^ *(//|$)')
}

# Makes sure that the styles do the same: they write the same JSON of the same page.
compare_programs() {
    local page=tests/compile/page.json lean derive
    [[ $spec == "$root/spec/partner-center.yaml" ]] || return 0
    lean=$("$work/target/release/lean-$1" <"$page")
    derive=$("$work/target/release/derive-$1" <"$page")
    [[ -n $lean && $lean == "$derive" ]] || { echo "the styles do not write the same" >&2; exit 1; }
}

show_copies() {
    printf '\n%s, in %s, as %s in one crate\n\n' "$(cat "$work/counts")" "$(basename "$spec")" "$1 x the models"
    printf '%-26s %8s %8s %8s %8s %8s\n' '' check debug release program lines
    printf '%-26s %8s %8s %8s %8s %8s\n' '' 'CPU s' 'CPU s' 'CPU s' KB ''
    show_row 'empty crate' empty
    for style in "${styles[@]}"; do show_row "$style" "$style-$1"; done
    show_ratio 'derive / lean' "$1" 0
    show_ratio 'the same, less empty crate' "$1" 1
}

show_row() {
    printf '%-26s %8.2f %8.2f %8.2f %8d %8d\n' "$1" "${cost[$2.check]}" "${cost[$2.debug]}" "${cost[$2.release]}" \
        "${size[$2]}" "${lines[$2]}"
}

# Shows how many times as much the derive costs, with or without what an empty crate costs.
show_ratio() {
    local step cells=()
    for step in "${steps[@]}"; do
        cells+=("$(ratio "${cost[derive-$2.$step]}" "${cost[lean-$2.$step]}" "${cost[empty.$step]}" "$3")")
    done
    cells+=("$(ratio "${size[derive-$2]}" "${size[lean-$2]}" "${size[empty]}" "$3")")
    cells+=("$(ratio "${lines[derive-$2]}" "${lines[lean-$2]}" "${lines[empty]}" "$3")")
    printf '%-26s %8s %8s %8s %8s %8s\n' "$1" "${cells[@]}"
}

ratio() {
    awk -v derive="$1" -v lean="$2" -v empty="$3" -v less="$4" \
        'BEGIN { printf "%.1f", (derive - less * empty) / (lean - less * empty) }'
}

show_footnote() {
    cat <<END

CPU seconds (user and system) of cargo and rustc for that crate alone, its dependencies being built; median of
$runs, styles in turn. 'empty crate' is what every crate costs, however little is in it: with one copy of small
models most of the time is that, and the ratio without it is the one to read. 'plain' has the types, their
setters and std derives, and is neither read nor written. 'program' is a stripped release build that reads and
writes what the operations give back; 'lines' are those of the models that are neither blank nor comments.
END
}
