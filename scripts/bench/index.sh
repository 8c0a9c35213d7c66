#!/bin/sh
# Index time, recall against exact search and latency, on one core; and the 50 best of a conversation.
#   scripts/bench/index.sh [ROWS] [DIMENSION]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/locomo" --version >/dev/null
one=
if command -v taskset >/dev/null 2>&1; then one='taskset -c 0'; fi
for kind in none int8; do
  # shellcheck disable=SC2086  # options are meant to be split
  $one "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
    -cp "$root/locomo-cli/target/lib/*" "$root/scripts/bench/IndexSpeed.java" \
    "$work" "${1:-100000}" "${2:-768}" $kind
done
