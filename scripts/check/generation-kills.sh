#!/bin/sh
# Kills a generation of five conversations at once with SIGKILL, again and again, and compares its end with one that was
# left alone: the same files, and no reply on record twice.
#   scripts/check/generation-kills.sh [CALLS...]     kills when so many calls are on record
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 1 60 150 300 500 700
port=18933
java=${JAVA_HOME:?a JDK 25}/bin/java
work=$(mktemp -d)
"$java" "$root/locomo-gen/src/test/java/dev/locomo/gen/WriterServer.java" $port >/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/v1" -d '{"content":"x"}'; do sleep 0.2; done
export OPENAI_API_KEY=none LOCOMO_HOME="$work/home"

generate() { # OUT_DIR; exec, so that the process to kill is the program itself
  exec "$root/locomo" generate --out-dir "$1" --description 'two old friends' --model openai:writer \
    --base-url "http://127.0.0.1:$port/v1" --count 5 --concurrency 5 --num-sessions 6 --qa 1 --embedder bm25 --no-cache \
    --json >/dev/null 2>&1
}
on_record() { cat "$work"/killed/run-*/calls.jsonl 2>/dev/null | wc -l; }

(generate "$work/whole")
for calls in "$@"; do
  (generate "$work/killed") &
  run=$!
  until [ "$(on_record)" -ge "$calls" ] || ! kill -0 $run 2>/dev/null; do sleep 0.02; done
  kill -9 $run 2>/dev/null || true
  wait $run 2>/dev/null || true
  echo "killed with $(on_record) calls on record"
done
(generate "$work/killed")
for n in 1 2 3 4 5; do
  for file in agent_a.json agent_b.json sessions.html questions.jsonl; do
    cmp "$work/whole/gen-$n/$file" "$work/killed/gen-$n/$file"
  done
done
cmp "$work/whole/dataset.json" "$work/killed/dataset.json"
twice=$(sed 's/^{"step":"\([^"]*\)".*/\1/' "$work"/killed/run-*/calls.jsonl | sort | uniq -d | wc -l)
echo "the same files; $(on_record) calls on record, $twice of them twice"
[ "$twice" -eq 0 ]
