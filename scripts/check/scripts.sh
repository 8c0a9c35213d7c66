#!/bin/sh
# Runs every script named as the original's against servers on loopback, and shellcheck over all shell scripts:
#   scripts/check/scripts.sh [LOCOMO]
# LOCOMO is the program to try, by default this checkout's. JAVA_HOME is a JDK 25.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
work=$(mktemp -d)
servers=
# shellcheck disable=SC2086  # a list of processes
trap '[ -z "$servers" ] || kill $servers 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

export LOCOMO="${1:-$root/locomo}" OUT_DIR="$work/out" DATA_FILE_PATH="$root/data/locomo-demo.json"
export OPENAI_API_KEY=x ANTHROPIC_API_KEY=x GOOGLE_API_KEY=x HF_TOKEN=x LOCOMO_HOME="$work/home"
cd "$work"

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

# serve NAME COMMAND...: starts it and leaves its base address in $address
serve() {
  name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  servers="$servers $!"
  until [ -s "$work/$name.port" ] || grep -q '^http' "$work/$name.log"; do
    kill -0 "$!" || fail "the server $name does not start: $(cat "$work/$name.log")"
    sleep 0.2
  done
  if [ -s "$work/$name.port" ]; then address=http://127.0.0.1:$(cat "$work/$name.port"); else address=$(cat "$work/$name.log"); fi
}

# try SCRIPT EXPECTED_FILE ARGUMENT...
try() {
  script=$1
  expected=$2
  shift 2
  "$root/scripts/$script" "$@" >"$work/$script.out" 2>&1 || fail "$script: $(tail -n 5 "$work/$script.out")"
  [ -s "$expected" ] || fail "$script wrote no $expected"
  echo "ok      $script"
}

if command -v shellcheck >/dev/null; then
  (cd "$root" && shellcheck locomo .ci/run scripts/*.sh scripts/*/*.sh deploy/*.sh) || fail shellcheck
  echo "ok      shellcheck"
else
  echo "skipped shellcheck: it is not installed"
fi

answers=$(seq 0 30 | sed 's/.*/"&":"tea"/' | paste -s -d , -)
serve qa "$java" "$root/scripts/check/FakeProviders.java" "$work/qa.port" "{$answers}"
for line in gpts:/v1 claude:/v1 gemini:/v1beta hf_llm:/v1; do
  LOCOMO_BASE_URL=$address${line#*:} try "evaluate_${line%:*}.sh" "$OUT_DIR/locomo10_qa.json" --limit 3
done
LOCOMO_BASE_URL=$address/v1 RETRIEVER=bm25 try evaluate_rag_gpts.sh "$OUT_DIR/locomo10_qa.json" --limit 3
for key in gpt-4-turbo gpt-3.5-turbo-4k gpt-3.5-turbo-8k gpt-3.5-turbo-12k gpt-3.5-turbo-16k claude-sonnet gemini-pro-1.0 \
  llama3-chat-70b mistral-instruct-7b-32k-v2 gpt-3.5-turbo_dialog_top_50 gpt-3.5-turbo_observation_top_5 gpt-3.5-turbo_summary_top_2; do
  grep -q "\"${key}_f1\"" "$OUT_DIR/locomo10_qa.json" || fail "no scores of $key"
done

serve facts "$java" "$root/scripts/check/FakeProviders.java" "$work/facts.port" \
  '{"Marisol":[["Likes tea.","@ID"]],"Henrik":[["Rows.","@ID"]]}'
LOCOMO_BASE_URL=$address/v1 try generate_observations.sh "$OUT_DIR/locomo10_observation.json" --samples demo-1
LOCOMO_BASE_URL=$address/v1 try generate_session_summaries.sh "$OUT_DIR/locomo10_session_summary.json"
serve writer "$java" "$root/locomo-gen/src/test/java/dev/locomo/gen/WriterServer.java" 0
printf '{"train": [{"Speaker 1": ["I row.", "I like tea."], "Speaker 2": ["I paint.", "I have a dog."]}]}' >personas.json
LOCOMO_BASE_URL=$address PERSONAS=personas.json try generate_conversations.sh "$OUT_DIR/conversations/dataset.json" --num-sessions 2 --num-days 30 --embedder bm25
echo "All scripts work."
