#!/bin/sh
# Searches a second of a memory system over HTTP, 1,000 at once: against a server that answers from constants, and
# against `locomo memory serve`, each in a process of its own.
#   scripts/bench/memory.sh [SEARCHES] [ROUNDS]    default: 10000 searches a round, 6 rounds
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
[ -n "${LOCOMO_CLASSPATH:-}" ] || "$root/locomo" --version >/dev/null
path=${LOCOMO_CLASSPATH:-$root/locomo-cli/target/lib/*}
bench=$root/scripts/bench/MemorySpeed.java
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true' EXIT

"$java" -cp "$path" "$bench" serve 18790 &
server=$!
sleep 5
echo "constant answers"
"$java" -cp "$path" "$bench" ask http://127.0.0.1:18790 "${1:-10000}" "${2:-6}"
kill "$server"

"$java" "@$root/scripts/java.options" -cp "$path" dev.locomo.cli.Main memory serve --port 18791 >/dev/null 2>&1 &
server=$!
sleep 5
echo "locomo memory serve"
"$java" -cp "$path" "$bench" ask http://127.0.0.1:18791 "${1:-10000}" "${2:-6}"
