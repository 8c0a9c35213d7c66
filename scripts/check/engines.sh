#!/bin/sh
# Runs --serve with the engines that are on the PATH, not with stand-ins: started with flags that the engine knows, asked, ended by SIGTERM
# and by kill -9, killed in mid-run and resumed, a port that somebody took, a model file that is cut off. What is not there is skipped.
#   scripts/check/engines.sh                             llama.cpp with a tiny random model that it makes itself
#   VLLM_MODEL=DIR OLLAMA_MODEL=NAME:TAG ...             of four bits for Ollama; vLLM and Ollama are skipped without a model
# Exit code 1 where something is not as it should be, 3 where no engine is there. Needs python3 (its own library is enough), curl and /proc.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
locomo=${LOCOMO:-$root/locomo}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LOCOMO_HOME="$work/home"
cd "$work"
failed=0
seen=0

ok() { echo "ok      $*"; }
bad() {
  echo "FAILED  $*"
  sed 's/^/        /' err | tail -n 15
  failed=1
}
# expect CODE WORDS WHAT: the last command's exit code, and words on its stderr
expect() {
  if [ "$code" = "$1" ] && grep -qF -- "$2" err; then ok "$3"; else bad "$3: exit code $code; expected $1 and \"$2\""; fi
}
# gone PID WHAT: that a process is no more
gone() {
  i=0
  while [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null && [ $i -lt 100 ]; do
    i=$((i + 1))
    sleep 0.1
  done
  if [ $i -lt 100 ]; then ok "$2"; else bad "$2: process $1 still runs"; fi
}
# ask RUN ARGS: a run of eval-qa
ask() {
  run=$1
  shift
  code=0
  "$locomo" eval-qa --data-file "$root/data/locomo-demo.json" --context "${context:-none}" --adversarial free --no-cache --max-unscored 100 \
    --run "$run" "$@" >out 2>err || code=$?
}
# program: one that notes its process id and is then the engine
program() {
  printf '#!/bin/sh\necho $$ >>"%s"\nexec "%s" "$@"\n' "$work/pid" "$(command -v "$1")" >"$work/program"
  chmod +x "$work/program"
  rm -f "$work/pid"
}
# in_mid_run ARGS: starts a run that is being answered; its process in $ours, the engine's in $engine
in_mid_run() {
  rm -rf mid pid
  "$locomo" eval-qa --data-file "$root/data/locomo-demo.json" --context "${context:-none}" --adversarial free --no-cache --max-unscored 100 \
    --concurrency 1 --run mid --serve-program "$work/program" "$@" >out 2>err &
  ours=$!
  i=0
  until [ -s mid/predictions.jsonl ] || [ $i -gt 1200 ]; do
    i=$((i + 1))
    sleep 0.1
  done
  [ -s pid ] || { bad "no engine was started"; exit 1; }
  engine=$(tail -n 1 pid)
}
ended() {
  code=0
  wait "$ours" || code=$?
}

# lives ENGINE ARGS: what holds of every engine
lives() {
  name=$1
  shift
  seen=1
  program "$name"
  ask first --limit 4 --serve-program "$work/program" "$@"
  expect 0 "is ready after" "$name is started and asked"
  gone "$(tail -n 1 pid)" "$name has ended with the run"
  if python3 - first/manifest.json first/predictions.jsonl <<'PY'; then
import json, sys
served = json.load(open(sys.argv[1]))["served"][0]
print("       ", served["engine"], served["version"], " ".join(served["command"]))
lines = [json.loads(line) for line in open(sys.argv[2])]
assert served["version"] and len(served["command"]) > 1
assert len(lines) == 4 and all(line["outcome"] != "failed" for line in lines), lines
PY
    ok "$name: version and command are in the manifest, replies in the record"
  else
    bad "$name: manifest or record"
  fi
  in_mid_run "$@"
  kill -9 "$engine"
  ended
  expect 4 "the end of " "$name killed in mid-run: the run stops with the end of its log"
  if grep -q 'error: .* ended by signal 9' err; then ok "$name: the signal is named"; else bad "$name: the signal is not named"; fi
  before=$(grep -cv '"outcome":"failed"' mid/predictions.jsonl)
  ask mid --serve-program "$work/program" "$@"
  expect 0 "is ready after" "$name: the same command resumes after $before answers"
  in_mid_run "$@"
  kill -TERM "$ours"
  ended
  expect 130 "" "$name: SIGTERM ends the run"
  gone "$engine" "$name has ended with it"
  in_mid_run "$@"
  kill -9 "$ours" # the launcher becomes the process that has the engine
  ended
  gone "$engine" "$name has ended after kill -9"
  printf '#!/bin/sh\n[ -e "%s/taken" ] || { : >"%s/taken"; setsid python3 "%s/take.py" "$@" & sleep 2; }\nexec "%s" "$@"\n' \
    "$work" "$work" "$work" "$(command -v "$name")" >taker
  chmod +x taker
  cat >take.py <<'PY'
import os, socket, sys, time
port = sys.argv[sys.argv.index("--port") + 1] if "--port" in sys.argv else os.environ["OLLAMA_HOST"].split(":")[1]
taken = socket.socket()
taken.bind(("127.0.0.1", int(port)))
taken.listen()
time.sleep(20)
PY
  rm -f taken
  ask port --limit 1 --serve-program "$work/taker" "$@"
  expect 0 "was taken meanwhile" "$name: a port that somebody took is replaced"
}

if command -v llama-server >/dev/null; then
  llama-server --version 2>&1 | grep -i version || true
  python3 "$root/scripts/check/tiny_gguf.py" tiny-q4.gguf q4_0
  python3 "$root/scripts/check/tiny_gguf.py" tiny,of-32.gguf f32
  lives llama-server --model "local:$work/tiny-q4.gguf" --serve llama.cpp --use-4bit --context-tokens 8192
  llama-server --help >help 2>&1 || true
  for flag in --model --hf-repo --alias --ctx-size --parallel --host --port LLAMA_API_KEY; do
    if grep -q -- "$flag\b" help; then ok "llama-server knows $flag"; else bad "llama-server knows no $flag"; fi
  done
  ask window --limit 1 --model "local:$work/tiny-q4.gguf" --serve llama.cpp --context-tokens 1024 --concurrency 2
  if grep -q 'n_ctx_slot = 1024\b' window/served-*.log; then ok "each of two requests at once has the window"; else bad "another window"; fi
  ask comma --limit 1 --model "local:$work/tiny,of-32.gguf" --serve llama.cpp --context-tokens 1024 --serve-ready 60
  expect 0 "is ready after" "a file with a comma in its name is served"
  ask refused --limit 1 --model "local:$work/tiny,of-32.gguf" --serve llama.cpp --use-4bit
  expect 2 "have not four bits" "--use-4bit with weights of 32 bits is refused"
  head -c 60000 tiny-q4.gguf >cut.gguf
  ask cut --limit 1 --model "local:$work/cut.gguf" --serve llama.cpp --use-4bit
  expect 4 "is not within the file bounds" "a file that is cut off in its weights: the engine's own words are shown"
  head -c 6000 tiny-q4.gguf >cut.gguf
  ask head --limit 1 --model "local:$work/cut.gguf" --serve llama.cpp --use-4bit
  expect 3 "is it cut off?" "a file that is cut off in its head is refused before anything is started"
  context=full
  ask long --limit 1 --model "local:$work/tiny-q4.gguf" --serve llama.cpp --context-tokens 2048
  if grep -q 'context-too-long' long/predictions.jsonl; then ok "a prompt that is too long for the window is told as that"; else bad "no context-too-long"; fi
  context=none
else
  echo "skipped llama.cpp: no llama-server on the PATH"
fi
if command -v vllm >/dev/null && [ -n "${VLLM_MODEL:-}" ]; then
  lives vllm --model "local:$VLLM_MODEL" --serve vllm --context-tokens 2048
else
  echo "skipped vllm: no vllm on the PATH, or no VLLM_MODEL"
fi
if command -v ollama >/dev/null && [ -n "${OLLAMA_MODEL:-}" ]; then
  lives ollama --model "ollama:$OLLAMA_MODEL" --serve ollama --use-4bit --context-tokens 2048
else
  echo "skipped ollama: no ollama on the PATH, or no OLLAMA_MODEL"
fi
[ $seen = 1 ] || exit 3
exit $failed
