#!/bin/sh
# Calls a second and memory of generating many conversations against a server that answers at once.
#   scripts/bench/generation.sh [CONVERSATIONS] [SESSIONS] [EMBEDDER]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
count=${1:-100}
sessions=${2:-20}
embedder=${3:-minilm}
port=18932
java=${JAVA_HOME:?a JDK 25}/bin/java
work=$(mktemp -d)
"$java" "$root/locomo-gen/src/test/java/dev/locomo/gen/WriterServer.java" $port >/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/v1" -d '{"content":"x"}'; do sleep 0.2; done
"$root/locomo" --version >/dev/null
start=$(date +%s%N)
OPENAI_API_KEY=none LOCOMO_HOME="$work/home" /usr/bin/time -f '%M KiB at most, user %U s, system %S s' \
  "$root/locomo" generate --out-dir "$work/out" --description 'two old friends who bake and sail' \
  --count "$count" --num-sessions "$sessions" --embedder "$embedder" --concurrency 32 --no-cache \
  --model openai:writer --base-url "http://127.0.0.1:$port/v1" --json >"$work/out.json"
end=$(date +%s%N)
calls=$(sed -n 's/.*"calls" : \([0-9]*\),.*/\1/p' "$work/out.json" | tail -n 1)
awk -v n="$calls" -v ns=$((end - start)) 'BEGIN {
  printf "%d calls in %.1f s: %.0f calls a second, start included\n", n, ns / 1e9, n / (ns / 1e9) }'
