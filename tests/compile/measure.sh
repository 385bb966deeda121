# What `run` measures with. To be sourced.

# Prints the CPU seconds that a command takes, with all processes that it starts.
cpu_seconds() {
    local TIMEFORMAT='%U %S'
    { time quietly "$@"; } 2>&1 | awk '{ printf "%.3f\n", $1 + $2 }'
}

# Prints the seconds that a command takes: CPU, and on the clock.
cpu_and_wall_seconds() {
    local TIMEFORMAT='%U %S %R'
    { time quietly "$@"; } 2>&1 | awk '{ printf "%.1f %.1f\n", $1 + $2, $3 }'
}

# Prints the milliseconds on the clock that a command takes.
milliseconds() {
    local TIMEFORMAT='%R'
    { time quietly "$@"; } 2>&1 | awk '{ printf "%.0f\n", $1 * 1000 }'
}

# Runs a command, and shows what it says only if it fails.
quietly() {
    local log=$work/log
    "$@" >"$log" 2>&1 || { cat "$log" >&3; exit 1; }
}

# Prints the median of the numbers on standard input.
median() {
    sort -n | awk '{ at[NR] = $1 } END { print NR % 2 ? at[(NR + 1) / 2] : (at[NR / 2] + at[NR / 2 + 1]) / 2 }'
}
