# shellcheck shell=bash disable=SC2034  # what is set here is used where it is sourced
# What objects.sh and secrets.sh share, which source this: servers of others, started for a contract of the tests and ended with
# the script.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
servers=()
trap '[ ${#servers[@]} = 0 ] || kill "${servers[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
port=$((20000 + RANDOM % 10000))
args=()

# start NAME COMMAND...: in the background, with a log of its own
start() {
  "${@:2}" >"$work/$1.log" 2>&1 &
  servers+=($!)
}

listening() { for _ in $(seq 300); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.2; done; return 1; }

# contract TESTS: runs them with the settings in args, which name the servers
contract() {
  [ ${#args[@]} != 0 ] || { echo "no server to be had" >&2; exit 3; }
  mvn -q -B -f "$root/pom.xml" -pl locomo-services -am test -Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false "${args[@]}"
  echo "ok: ${args[*]}"
}
