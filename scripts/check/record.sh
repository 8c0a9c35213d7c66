#!/bin/bash
# Records what every verb prints and writes, so that two builds can be compared:
#   scripts/check/record.sh LAUNCHER OUT_DIR [DATA_FILE]
#   diff -r OUT_A OUT_B
# LAUNCHER is a command that starts a locomo, such as ./locomo; it may have several words. It runs on the demonstration
# data, and on DATA_FILE too when that is given (the published ten conversations). Models are played by
# ScriptedModels.java, whose replies follow from the request alone.
#
# OUT_DIR/demo/STEP and OUT_DIR/data/STEP hold: command, stdout, stderr, exit, requests (what the models were asked, sorted)
# and files/ (all that lay in the working directory afterwards, LOCOMO_HOME in home/). What no two runs share is made the
# same by normalise below, and nothing else is changed.
#   ONLY=REGEX   records only the steps whose name matches; those that they build on run, too
#   KEEP=DIR     also leaves everything as it was written, there
#   PORT=N       the port of the models, the same for both recordings (18947): addresses are part of what is compared
# JAVA_HOME is a JDK 25; curl is needed too.
set -u
export LC_ALL=C.UTF-8

usage() {
  echo "usage: $0 LAUNCHER OUT_DIR [DATA_FILE]" >&2
  exit 2
}
if [ $# -lt 2 ] || [ $# -gt 3 ]; then usage; fi
root=$(cd "$(dirname "$0")/../.." && pwd)
read -ra launcher <<<"$1"
launcher[0]=$(realpath "$(command -v "${launcher[0]:-nothing}")") || usage
[ -x "${launcher[0]}" ] || usage
out=$(realpath -m "$2")
published=${3:+$(realpath "$3")}
port=${PORT:-18947}
only=${ONLY:-.}
home=$(dirname "${launcher[0]}")
java=${JAVA_HOME:?a JDK 25}/bin/java

"${launcher[@]}" --version >/dev/null || exit 2 # builds it where that is needed
work=$(mktemp -d)
"$java" "$root/scripts/check/ScriptedModels.java" "$port" >"$work/models.log" 2>&1 &
server=$!
finish() {
  kill "$server" 2>/dev/null
  if [ -n "${KEEP:-}" ]; then mkdir -p "$KEEP" && cp -r "$work/." "$KEEP"; fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
until curl -sf -o /dev/null -X POST "http://127.0.0.1:$port/!reset"; do
  kill -0 "$server" 2>/dev/null || { echo "the models do not start: $(cat "$work/models.log")" >&2; exit 2; }
  sleep 0.2
done

mkdir -p "$work/data" "$work/models" "$work/tmp" "$out"
cp "$root/data/locomo-demo.json" "$work/data/"
[ -z "$published" ] || cp "$published" "$work/data/"
# Networks of a few kilobytes, from the tests.
for model in tiny tiny-cross tiny-chat tiny-roberta clip blip; do
  found=$(find "$root" -type d -path "*/src/test/resources/*/$model" | head -n 1)
  [ -z "$found" ] || cp -r "$found" "$work/models/$model"
done

mkdir "$work/pictures"
for picture in png-rgb.png png-gray.png jpeg-420.jpg; do
  found=$(find "$root" -path "*/src/test/resources/*/$picture" | head -n 1)
  [ -z "$found" ] || cp "$found" "$work/pictures/"
done

# What differs between two runs of one build: where and when it ran, how long it took, which build it is.
cat >"$work/normalise.sed" <<SED
s#(/private)?$work#WORK#g
s#$home/#HOME/#g
s#127\.0\.0\.1:$port#127.0.0.1:PORT#g
SED
cat >>"$work/normalise.sed" <<'SED'
s/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})/TIME/g
s/"(latency_ms|latency_ns|run_id)" ?: ?"?[^,"}]*"?/"\1":SOME/g
s/commit [0-9a-f]{12,40}/commit COMMIT/
s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}\b/DAY_AND_TIME/g
s#(<td>latency</td><td[^>]*>)[^<]*#\1SOME#g
s/^(run +)[0-9a-f]{12}$/\1RUN_ID/
s/^(stored as|would delete|deleting) [0-9a-f]{12} /\1 RUN_ID /
/^WARNING: Using incubator modules/d
s/^asking again in [0-9.]+ s/asking again in SOME s/
s/^((added|updated|unchanged) +)[0-9a-f]{12} /\1RUN_ID /
s/^[0-9a-f]{12}  /RUN_ID  /
s/"id" : "[0-9a-f]{12,64}"/"id" : "RUN_ID"/
SED

normalise() { # FOLDER: its texts as if they had been written at one time and place
  find "$1" -type f -name '*.db*' -delete # their rows have times; what they hold is shown by queries
  find "$1" -type f -print0 | xargs -0 -r grep -IlZ '' | xargs -0 -r sed -i -E -f "$work/normalise.sed"
}

names=()
declare -A commands

# step NAME [VARIABLE=VALUE...] [:CODE...] ARGUMENT...: a run of the program in a folder of its own, after the shell
# code. ../OTHER/ in it is the folder of another step, which has run before.
step() {
  local name=$set/$1
  shift
  [ -z "${commands[$name]:-}" ] || { echo "two steps are called $name" >&2; exit 2; }
  names+=("$name")
  commands[$name]=$(printf '%q ' "$@")
}

perform() { # NAME
  local name=$1 variables=() dir=$work/$1 code
  eval "set -- ${commands[$name]}"
  mkdir -p "$dir"
  cd "$dir" || exit 2
  while [ $# -gt 0 ]; do
    case $1 in
      :*) code=${1#:} && eval "$code" ;;
      [A-Z]*=*) variables+=("$1") ;;
      *) break ;;
    esac
    shift
  done
  # One call at a time, so that the order in which things are written can be compared too.
  case "${1:-} " in
    eval-qa\ * | eval-events\ * | eval-dialog\ * | judge\ * | annotate\ * | generate\ * | caption\ *)
      [[ " $* " == *" --concurrency "* || " $* " == *" --help "* ]] || set -- "$@" --concurrency 1
      ;;
  esac
  curl -sf -X POST "http://127.0.0.1:$port/!reset"
  env -i PATH="$PATH" JAVA_HOME="$JAVA_HOME" TMPDIR="$work/tmp" LC_ALL=C.UTF-8 TZ=UTC HOME="$dir/home" \
    LOCOMO_HOME="$dir/home" OPENAI_API_KEY=key-openai ANTHROPIC_API_KEY=key-anthropic GOOGLE_API_KEY=key-google \
    MISTRAL_API_KEY=key-mistral HF_TOKEN=key-hf "${variables[@]}" \
    timeout 900 "${launcher[@]}" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null
  local status=$?
  [[ $name =~ $only ]] || return
  local to=$out/$name
  rm -rf "$to"
  mkdir -p "$to"
  printf '%q ' "${variables[@]}" locomo "$@" >"$to/command"
  echo >>"$to/command"
  echo "$status" >"$to/exit"
  cp "$work/stdout" "$work/stderr" "$to/"
  curl -sf "http://127.0.0.1:$port/!log" >"$to/requests"
  [ -s "$to/requests" ] || rm "$to/requests"
  if [ -n "$(ls -A "$dir")" ]; then cp -r "$dir" "$to/files"; fi
  normalise "$to"
  printf '%-6s %-48s %s s\n' "exit $status" "$name" "$((SECONDS - since))"
}

models=http://127.0.0.1:$port
plain=$models/plain/v1
odd=$models/odd/v1

# The verbs of the whole program, on a data set that is small.
demo() {
  set=demo
  local data=../../data/locomo-demo.json verb mode part format kind name
  local qa=(eval-qa --data-file "$data") gpt=(--model openai:gpt-4o-mini --base-url "$plain") here=(--run run)

  # Help, and what needs no data
  step version --version
  step help --help
  for verb in eval-qa eval-retrieval eval-events eval-dialog score judge 'judge calibrate' compare report embed annotate \
    'annotate observations' 'annotate summaries' generate caption data 'data check' 'data stats' 'data show' 'data fetch' \
    'data errata' 'data errata import' 'data errata derive' 'data images' protocol 'protocol list' 'protocol show' \
    'protocol import' reproduce config 'config show' generate-completion merge runs 'runs import' 'runs list' 'runs show' \
    'runs query' 'runs delete' 'runs push' 'runs pull' models 'models list' check-claims; do
    # shellcheck disable=SC2086  # a verb of two words
    step "help-${verb// /-}" $verb --help
  done
  step no-verb
  step wrong-verb evaluate
  step wrong-option eval-qa --no-such-option
  step wrong-value eval-qa --limit many
  step wrong-twice eval-qa --limit 1 --limit 2
  step wrong-twice-flag eval-qa --json --json --dry-run
  step wrong-twice-list eval-qa --data-file "$data" --samples demo-1 --samples demo-2 --dry-run
  step wrong-twice-score score --predictions a --predictions b
  step wrong-twice-judge judge --run a --run b
  step wrong-twice-report report --run a --run b
  step completion generate-completion
  step models-list models list
  step models-list-own ':printf "%s" "{\"models\": {\"house\": {\"provider\": \"openai\", \"model\": \"house-1\", \"context\": 9000}}}" >own.json' \
    models list --models own.json
  step models-list-bad ':echo "{" >own.json' models list --models own.json
  step protocol-list protocol list
  step protocol-show protocol show locomo
  step protocol-show-reference protocol show reference
  step protocol-show-unknown protocol show other
  step protocol-import-nothing protocol import
  step protocol-import-missing protocol import --from nowhere
  step config-show config show
  step config-show-sources LOCOMO_MODEL=gpt-4o-mini LOCOMO_TOP_K=7 ':printf "top-k=9\nlimit=4\nrag-mode=summary\n" >locomo.properties' \
    ':printf "limit=5\nprotocol=reference\n" >my.properties' --config my.properties config show
  step config-unknown ':echo "no-such-thing=1" >locomo.properties' config show
  step config-missing --config nowhere.properties config show
  step config-environment-unknown LOCOMO_NO_SUCH_THING=1 config show
  step config-environment-bad LOCOMO_LIMIT=many eval-qa --data-file "$data" --dry-run

  # Data
  step data-check data check $data
  step data-check-json data check $data --json
  step data-check-all data check $data --all
  step data-check-bad ":sed 's/\"D1:3\"/\"D9:99\"/; s/\"category\": 2/\"category\": 9/' $data >bad.json" data check bad.json --all
  step data-check-bad-json ":sed 's/\"D1:3\"/\"D9:99\"/; s/\"category\": 2/\"category\": 9/' $data >bad.json" data check bad.json --json
  step data-check-torn ":head -c 3000 $data >torn.json" data check torn.json
  step data-check-missing data check nowhere.json
  step data-check-other ':echo "{\"a\": 1}" >other.json' data check other.json
  step data-stats data stats $data
  step data-stats-json data stats $data --json
  step data-show data show $data demo-1
  step data-show-session data show $data demo-2 --session 3
  step data-show-question data show $data demo-1 --question 5
  step data-show-unknown data show $data demo-9
  step data-show-session-unknown data show $data demo-1 --session 99
  step data-fetch-wrong data fetch --from $data --out data.json
  step data-errata-derive data errata derive --data-file "$data" --out errata.json
  step data-errata-derive-print data errata derive --data-file "$data"
  step data-errata-import-missing data errata import --data-file "$data" --from nowhere
  step data-default ':mkdir data; cp ../../data/locomo-demo.json data/' data stats

  # Questions, without a model
  step qa-extractive "${qa[@]}" "${here[@]}"
  step qa-extractive-json "${qa[@]}" "${here[@]}" --json
  step qa-extractive-default-folder "${qa[@]}" --limit 7
  step qa-extractive-again ':cp -r ../qa-extractive/run run' "${qa[@]}" "${here[@]}"
  step qa-extractive-again-other ':cp -r ../qa-extractive/run run' "${qa[@]}" "${here[@]}" --limit 3
  step qa-extractive-overwrite ':cp -r ../qa-extractive/run run' "${qa[@]}" "${here[@]}" --overwrite
  step qa-extractive-selection "${qa[@]}" "${here[@]}" --samples demo-2 --categories 1,temporal,5 --limit 9 --json
  step qa-extractive-dry-run "${qa[@]}" --dry-run
  step qa-extractive-none "${qa[@]}" "${here[@]}" --context none --limit 9
  step qa-extractive-oracle "${qa[@]}" "${here[@]}" --context oracle
  step qa-extractive-fit "${qa[@]}" "${here[@]}" --context fit --context-tokens 1500 --tokenizer whitespace
  step qa-extractive-reference "${qa[@]}" "${here[@]}" --protocol reference --out-file out.json
  step qa-extractive-out-file "${qa[@]}" "${here[@]}" --out-file out.json --limit 20
  step qa-extractive-rag-bm25 "${qa[@]}" "${here[@]}" --use-rag --retriever bm25 --out-file out.json
  step qa-extractive-rag-bm25-observation "${qa[@]}" "${here[@]}" --use-rag --retriever bm25 --rag-mode observation --top-k 3
  step qa-extractive-rag-bm25-summary "${qa[@]}" "${here[@]}" --use-rag --retriever bm25 --rag-mode summary --top-k 2
  step qa-extractive-rag-minilm "${qa[@]}" "${here[@]}" --use-rag --retriever minilm --emb-dir ../../emb --top-k 4
  step qa-extractive-rag-hybrid "${qa[@]}" "${here[@]}" --use-rag --retriever hybrid --emb-dir ../../emb --rag-mode observation
  step qa-extractive-rag-tiny "${qa[@]}" "${here[@]}" --use-rag --retriever hf:../../models/tiny --emb-dir emb --limit 20
  step qa-extractive-rag-rerank "${qa[@]}" "${here[@]}" --use-rag --retriever bm25 --rerank ../../models/tiny-cross --rerank-depth 8 --limit 12
  step qa-extractive-rag-oracle "${qa[@]}" "${here[@]}" --use-rag --context oracle
  for part in 1 2 3; do
    step qa-extractive-shard-$part "${qa[@]}" "${here[@]}" --shard $part/3
  done
  step qa-extractive-shard-auto SLURM_ARRAY_TASK_ID=2 LOCOMO_SHARDS=4 "${qa[@]}" "${here[@]}" --shard auto --json
  step qa-extractive-shard-wrong "${qa[@]}" "${here[@]}" --shard 4/3
  step qa-extractive-merged merge --out whole ../qa-extractive-shard-1/run ../qa-extractive-shard-2/run ../qa-extractive-shard-3/run
  step qa-extractive-merged-json merge --json --out whole ../qa-extractive-shard-3/run ../qa-extractive-shard-2/run ../qa-extractive-shard-1/run
  step qa-merge-missing merge --out whole ../qa-extractive-shard-1/run ../qa-extractive-shard-3/run
  step qa-merge-twice merge --out whole ../qa-extractive-shard-1/run ../qa-extractive-shard-1/run ../qa-extractive-shard-2/run
  step qa-merge-not-a-shard merge --out whole ../qa-extractive/run
  step qa-shard-report report --run ../qa-extractive-shard-1/run
  step qa-extractive-settings LOCOMO_LIMIT=6 LOCOMO_RUN=run ':echo "categories=2" >locomo.properties' "${qa[@]}"
  step qa-extractive-config ':printf "limit=4\nrun=run\nuse-rag=true\nretriever=bm25\n" >my.properties' --config my.properties "${qa[@]}"
  step qa-extractive-log --log-level debug --log-format json --log-file log "${qa[@]}" "${here[@]}" --limit 2
  step qa-extractive-tracked "${qa[@]}" "${here[@]}" --limit 2 --track mlflow
  step qa-extractive-store "${qa[@]}" "${here[@]}" --limit 8 --store results.db
  step qa-wrong-model "${qa[@]}" --model no-such-model
  step qa-wrong-provider "${qa[@]}" --model acme:model
  step qa-wrong-context "${qa[@]}" --context everything
  step qa-wrong-retriever "${qa[@]}" --use-rag --retriever elastic
  step qa-wrong-mode "${qa[@]}" --use-rag --retriever bm25 --rag-mode chapters
  step qa-wrong-protocol "${qa[@]}" --protocol other
  step qa-wrong-sample "${qa[@]}" --samples demo-7
  step qa-wrong-category "${qa[@]}" --categories 8
  step qa-wrong-mix "${qa[@]}" --context retrieved
  step qa-missing-file eval-qa --data-file nowhere.json
  step qa-torn-file ":head -c 3000 $data >torn.json" eval-qa --data-file torn.json
  step qa-local-missing "${qa[@]}" --model local:nowhere
  step qa-local "${qa[@]}" "${here[@]}" --model local:../../models/tiny-chat --context none --limit 3 --reply-tokens 5

  # Questions, with a model
  step qa-openai "${qa[@]}" "${gpt[@]}" "${here[@]}" --out-file out.json
  step qa-openai-json "${qa[@]}" "${gpt[@]}" "${here[@]}" --json --limit 20 --concurrency 1
  step qa-openai-default-folder "${qa[@]}" "${gpt[@]}" --limit 5
  step qa-openai-dry-run "${qa[@]}" "${gpt[@]}" --dry-run
  step qa-openai-dry-run-json "${qa[@]}" "${gpt[@]}" --dry-run --json --context full
  step qa-openai-dry-run-rag "${qa[@]}" "${gpt[@]}" --dry-run --use-rag --retriever bm25
  step qa-openai-rag-batch "${qa[@]}" "${gpt[@]}" "${here[@]}" --use-rag --retriever bm25 --batch-size 10
  step qa-openai-again ':cp -r ../qa-openai/run ../qa-openai/out.json ../qa-openai/home .' "${qa[@]}" "${gpt[@]}" "${here[@]}" --out-file out.json
  step qa-openai-more ':cp -r ../qa-openai/home .' "${qa[@]}" "${gpt[@]}" "${here[@]}" --seed 1 --limit 12
  step qa-openai-cached ':cp -r ../qa-openai/home .' "${qa[@]}" "${gpt[@]}" "${here[@]}" --offline
  step qa-openai-offline "${qa[@]}" "${gpt[@]}" "${here[@]}" --offline --limit 3
  step qa-openai-not-cached ':mkdir -p home/cache' "${qa[@]}" "${gpt[@]}" "${here[@]}" --offline --limit 3
  step qa-openai-cache-folder "${qa[@]}" "${gpt[@]}" "${here[@]}" --cache kept --limit 10 --adversarial free
  step qa-openai-no-cache "${qa[@]}" "${gpt[@]}" "${here[@]}" --no-cache --limit 10
  step qa-openai-full "${qa[@]}" "${gpt[@]}" "${here[@]}" --context full --samples demo-1 --limit 10 --no-cache
  step qa-openai-fit "${qa[@]}" "${gpt[@]}" "${here[@]}" --context fit --context-tokens 1200 --limit 10 --no-cache
  step qa-openai-oracle "${qa[@]}" "${gpt[@]}" "${here[@]}" --context oracle --samples demo-2 --no-cache
  step qa-openai-none "${qa[@]}" "${gpt[@]}" "${here[@]}" --context none --categories 5 --reply-tokens 20 --no-cache
  step qa-openai-batch "${qa[@]}" "${gpt[@]}" "${here[@]}" --batch-size 8 --no-cache
  step qa-openai-rag "${qa[@]}" "${gpt[@]}" "${here[@]}" --use-rag --retriever bm25 --out-file out.json --no-cache
  step qa-openai-rag-minilm "${qa[@]}" "${gpt[@]}" "${here[@]}" --use-rag --retriever minilm --emb-dir ../../emb --rag-mode observation --limit 15 --no-cache
  step qa-openai-rag-hybrid "${qa[@]}" "${gpt[@]}" "${here[@]}" --use-rag --retriever hybrid --emb-dir ../../emb --rag-mode summary --top-k 2 --limit 15 --no-cache
  step qa-openai-rag-openai "${qa[@]}" "${gpt[@]}" "${here[@]}" --use-rag --retriever openai:words-16 --embedding-url "$plain" \
    --emb-dir emb --limit 15 --no-cache
  step qa-openai-odd "${qa[@]}" --model openai:gpt-4o-mini --base-url "$odd" "${here[@]}"
  step qa-openai-odd-batch "${qa[@]}" --model openai:gpt-4o-mini --base-url "$odd" "${here[@]}" --batch-size 5 --no-cache
  step qa-openai-odd-again ':cp -r ../qa-openai-odd/run ../qa-openai-odd/home .' "${qa[@]}" --model openai:gpt-4o-mini --base-url "$odd" "${here[@]}"
  step qa-openai-denied "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-5/v1" "${here[@]}" --concurrency 1 --out-file out.json
  step qa-openai-denied-report report --run ../qa-openai-denied/run
  step qa-openai-denied-again ':cp -r ../qa-openai-denied/run ../qa-openai-denied/home .' "${qa[@]}" --model openai:gpt-4o-mini \
    --base-url "$models/deny-5/v1" "${here[@]}" --concurrency 1
  step qa-openai-denied-at-once "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-0/v1" "${here[@]}" --concurrency 1
  step qa-openai-keys OPENAI_API_KEY=key-one,key-two "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-3/v1" "${here[@]}" --concurrency 1
  step qa-openai-key-file OPENAI_API_KEY= OPENAI_API_KEY_FILE=key ':echo key-from-file >key' "${qa[@]}" "${gpt[@]}" "${here[@]}" --limit 1
  step qa-openai-key-dotenv OPENAI_API_KEY= ':echo OPENAI_API_KEY=key-from-dotenv >.env' "${qa[@]}" "${gpt[@]}" "${here[@]}" --limit 1
  step qa-openai-no-key OPENAI_API_KEY= "${qa[@]}" --model openai:gpt-4o-mini --limit 1
  step qa-openai-quota "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/quota/v1" "${here[@]}" --concurrency 1
  step qa-openai-missing "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/missing/v1" "${here[@]}" --concurrency 1 --limit 3
  step qa-openai-busy "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/busy-1/v1" "${here[@]}" --limit 3
  step qa-openai-broken "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/broken-3/v1" "${here[@]}" --limit 1
  step qa-openai-broken-for-good "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/broken-9/v1" "${here[@]}" --limit 2 --attempts 2 --json
  step qa-openai-filtered "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/filter-9/v1" "${here[@]}" --limit 4
  step qa-openai-cut "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/cut-9/v1" "${here[@]}" --limit 6
  step qa-openai-empty "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/empty-99/v1" "${here[@]}" --limit 3 --max-unscored 100
  step qa-openai-html "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/html-99/v1" "${here[@]}" --limit 2 --attempts 1
  step qa-openai-junk-batch "${qa[@]}" --model openai:gpt-4o-mini --base-url "$models/junk-99/v1" "${here[@]}" --limit 10 --batch-size 5
  step qa-openai-cost "${qa[@]}" "${gpt[@]}" "${here[@]}" --max-cost 0.002 --concurrency 1
  step qa-openai-prices ':echo "{\"date\": \"2026-01-01\", \"source\": \"us\", \"usd_per_million_tokens\": {\"openai\": {\"gpt-4o-mini\": {\"input\": 2, \"output\": 8}}}}" >prices.json' \
    "${qa[@]}" "${gpt[@]}" "${here[@]}" --prices prices.json --limit 4
  step qa-openai-reasoning "${qa[@]}" --model openai:o3-mini --base-url "$plain" "${here[@]}" --limit 3
  step qa-anthropic "${qa[@]}" --model anthropic:claude-sonnet-4-5 --base-url "$plain" "${here[@]}" --limit 25
  step qa-anthropic-odd "${qa[@]}" --model claude-sonnet --base-url "$odd" "${here[@]}" --limit 30 --batch-size 3
  step qa-google "${qa[@]}" --model google:gemini-2.5-flash --base-url "$models/plain/v1beta" "${here[@]}" --limit 25
  step qa-google-odd "${qa[@]}" --model gemini-pro-1.0 --base-url "$models/odd/v1beta" "${here[@]}" --limit 30
  step qa-mistral "${qa[@]}" --model mistral:mistral-large-2411 --base-url "$plain" "${here[@]}" --limit 25
  step qa-mistral-odd "${qa[@]}" --model mistral --base-url "$odd" "${here[@]}" --limit 20
  step qa-ollama "${qa[@]}" --model ollama:llama3 --base-url "$models/plain" "${here[@]}" --limit 25
  step qa-ollama-odd "${qa[@]}" --model ollama:llama3 --base-url "$models/odd" "${here[@]}" --limit 20
  step qa-huggingface "${qa[@]}" --model llama3-chat-70b --base-url "$plain" "${here[@]}" --limit 25
  step qa-huggingface-odd "${qa[@]}" --model huggingface:org/model --base-url "$odd" "${here[@]}" --limit 20 --context full
  step qa-own-alias ':printf "%s" "{\"models\": {\"house\": {\"provider\": \"openai\", \"model\": \"house-1\", \"context\": 2000}}}" >own.json' \
    "${qa[@]}" --model house --models own.json --base-url "$plain" "${here[@]}" --limit 5
  step qa-reference "${qa[@]}" --protocol reference --model gpt-3.5-turbo-16k --base-url "$plain" "${here[@]}" --limit 30 --out-file out.json
  step qa-reference-batch "${qa[@]}" --protocol reference --batch-size 10 --model gpt-4-turbo --base-url "$plain" "${here[@]}" --limit 30 --out-file out.json
  for part in 1 2 3; do
    step qa-openai-shard-$part "${qa[@]}" "${gpt[@]}" "${here[@]}" --limit 40 --shard $part/3 --no-cache
    step qa-rag-shard-$part "${qa[@]}" "${gpt[@]}" "${here[@]}" --limit 40 --use-rag --retriever bm25 --shard $part/3 --no-cache
  done
  step qa-openai-merged merge --out whole ../qa-openai-shard-1/run ../qa-openai-shard-2/run ../qa-openai-shard-3/run
  step qa-rag-merged merge --out whole ../qa-rag-shard-1/run ../qa-rag-shard-2/run ../qa-rag-shard-3/run
  step qa-merge-mixed merge --out whole ../qa-rag-shard-1/run ../qa-openai-shard-2/run ../qa-rag-shard-3/run

  # Retrieval
  local ret=(eval-retrieval --data-file "$data")
  for mode in dialog observation summary; do
    step retrieval-bm25-$mode "${ret[@]}" --retriever bm25 --rag-mode $mode --json
    step retrieval-bm25-$mode-reference "${ret[@]}" --retriever bm25 --rag-mode $mode --protocol reference --top-k 2,5,10
    step retrieval-minilm-$mode "${ret[@]}" --retriever minilm --rag-mode $mode --emb-dir ../../emb
    step retrieval-hybrid-$mode "${ret[@]}" --retriever hybrid --rag-mode $mode --emb-dir ../../emb --json
  done
  step retrieval-files "${ret[@]}" --retriever bm25 --run run --per-question lines.jsonl --trec-run run.trec --trec-qrels qrels.trec --categories 1,2
  step retrieval-tiny "${ret[@]}" --retriever hf:../../models/tiny --emb-dir emb --samples demo-1
  step retrieval-tiny-again ':cp -r ../retrieval-tiny/emb .' "${ret[@]}" --retriever hf:../../models/tiny --emb-dir emb --samples demo-1
  step retrieval-rerank "${ret[@]}" --retriever bm25 --rerank ../../models/tiny-cross --rerank-depth 5 --samples demo-1 --limit 10
  step retrieval-openai "${ret[@]}" --retriever openai:words-16 --embedding-url "$plain" --emb-dir emb --json
  step retrieval-vectors-missing "${ret[@]}" --retriever vectors:nowhere
  step retrieval-missing-model "${ret[@]}" --retriever contriever --offline
  step retrieval-extra-k "${ret[@]}" --retriever bm25 --top-k 0

  # Embedding
  step embed-tiny embed --data-file "$data" --retriever hf:../../models/tiny --emb-dir emb
  step embed-minilm-observation embed --data-file "$data" --retriever minilm --rag-mode observation --emb-dir ../../emb --json
  step embed-openai embed --data-file "$data" --retriever openai:words-16 --embedding-url "$plain" --rag-mode summary --emb-dir emb --json
  step embed-texts ':printf "%s\n" "{\"id\": \"a\", \"text\": \"tea\"}" "{\"id\": \"b\", \"text\": \"Zwölf Boxkämpfer\"}" >texts.jsonl' \
    embed --texts texts.jsonl --role query --retriever hf:../../models/tiny --out vectors.jsonl
  step embed-texts-minilm ':printf "%s\n" "{\"id\": \"a\", \"text\": \"tea\"}" >texts.jsonl' embed --texts texts.jsonl --retriever minilm --out vectors.jsonl
  step embed-texts-bad ':echo "{\"id\": 1}" >texts.jsonl' embed --texts texts.jsonl --retriever hf:../../models/tiny --out vectors.jsonl
  step embed-bm25 embed --data-file "$data" --retriever bm25

  # Scores
  local every=token-f1,token-f1-single,token-f1-multi,exact-match,has-answer,rouge-1-stemmed,rouge-1,rouge-2,rouge-l,rouge-lsum
  every+=,rouge-1-google-stemmed,rouge-2-google-stemmed,rouge-l-google-stemmed,rouge-lsum-google-stemmed,rouge-1-pltrdy,rouge-2-pltrdy
  every+=,rouge-l-pltrdy,bleu-1,bleu-2,bleu-3,bleu-4,bleu-char-1,bleu-char-2,bleu-1-method1,bleu-2-method1,bleu-3-method1,bleu-4-method1
  every+=,bleu-4-method2,bleu-4-method3,bleu-4-method4,bleu-4-method5,bleu-4-method7,sacrebleu,sacrebleu-char,abstention
  every+=,evidence-recall,evidence-recall-reference
  step score-run score --data-file "$data" --predictions ../qa-openai/run
  step score-metrics score --data-file "$data" --predictions ../qa-openai/run --metrics $every --per-question lines.jsonl
  step score-json score --data-file "$data" --predictions ../qa-extractive/run --metrics $every --json
  step score-unknown-metric score --data-file "$data" --predictions ../qa-openai/run --metrics shine
  step score-lines ':printf "%s\n" "{\"question_id\": \"demo-1/0\", \"prediction\": \"baking\"}" "{\"question_id\": \"demo-1/1\", \"prediction\": \"tea\", \"context\": [\"D1:12\"]}" >p.jsonl' \
    score --data-file "$data" --predictions p.jsonl --json
  step score-lines-bad ':printf "%s\n" "{\"question_id\": \"demo-1/999\", \"prediction\": \"baking\"}" >p.jsonl' score --data-file "$data" --predictions p.jsonl
  step score-lines-torn ':printf "{\"question_id\": \"demo" >p.jsonl' score --data-file "$data" --predictions p.jsonl
  step score-missing score --data-file "$data" --predictions nowhere
  step score-out-file score --data-file "$data" --predictions ../qa-openai/out.json
  step score-reference score --data-file "$data" --predictions ../qa-extractive/run --protocol reference
  step score-reference-json score --data-file "$data" --predictions ../qa-rag-merged/whole --protocol reference --json
  step score-reference-stats score --data-file "$data" --predictions ../qa-extractive-rag-bm25/out.json --protocol reference --stats-file stats.json --model-key mine
  step score-reference-stats-run score --data-file "$data" --predictions ../qa-extractive-rag-bm25/run --protocol reference --stats-file stats.json
  step score-errata score --data-file "$data" --predictions ../qa-extractive/run --errata ../data-errata-derive/errata.json
  step score-bertscore score --data-file "$data" --predictions ../qa-openai-rag-minilm/run --bertscore-model ../../models/tiny --bertscore-layer 1 --bertscore-idf --metrics bertscore
  step score-odd score --data-file "$data" --predictions ../qa-openai-odd/run --metrics $every --per-question lines.jsonl

  # Judging
  local ask=(--data-file "$data" --base-url "$plain")
  step judge-run ':cp -r ../qa-openai/run run' judge --run run "${ask[@]}" --judge openai:gpt-4o --out verdicts
  step judge-panel ':cp -r ../qa-extractive/run run' judge --run run "${ask[@]}" --judge openai:gpt-4o --judge openai:gpt-4.1 --rubric lenient \
    --rubric strict --rubric evidence --rubric longmemeval --repeats 3 --limit 12 --out verdicts --json
  step judge-predictions judge --predictions ../qa-extractive/run/predictions.jsonl "${ask[@]}" --judge openai:gpt-4o --rubric evidence --limit 20 --out verdicts
  step judge-own-rubric ':printf "Question {{question}}\nGold {{gold}}\nAnswer {{answer}}\n" >mine.txt' judge --predictions ../qa-extractive/run \
    "${ask[@]}" --judge openai:gpt-4o --rubric mine.txt --limit 10 --out verdicts
  step judge-bad-rubric ':echo "Question {{question}}" >mine.txt' judge --predictions ../qa-extractive/run "${ask[@]}" --judge openai:gpt-4o --rubric mine.txt
  step judge-odd judge --predictions ../qa-extractive/run --data-file "$data" --base-url "$odd" --judge openai:gpt-4o --rubric lenient --limit 40 --out verdicts
  step judge-junk judge --predictions ../qa-extractive/run --data-file "$data" --base-url "$models/junk-99/v1" --judge openai:gpt-4o --limit 4 --out verdicts
  step judge-denied judge --predictions ../qa-extractive/run --data-file "$data" --base-url "$models/deny-4/v1" --judge openai:gpt-4o --concurrency 1 --out verdicts
  step judge-denied-again ':cp -r ../judge-denied/verdicts ../judge-denied/home .' judge --predictions ../qa-extractive/run --data-file "$data" \
    --base-url "$models/deny-4/v1" --judge openai:gpt-4o --concurrency 1 --out verdicts
  step judge-again ':cp -r ../judge-predictions/verdicts .' judge --predictions ../qa-extractive/run/predictions.jsonl "${ask[@]}" --judge openai:gpt-4o --rubric evidence --limit 20 --out verdicts
  step judge-own-answers judge --run ../qa-openai/run "${ask[@]}" --judge openai:gpt-4o-mini
  step judge-forced ':cp -r ../qa-openai/run run' judge --run run "${ask[@]}" --judge openai:gpt-4o-mini --force --limit 3
  step judge-dry-run judge --run ../qa-openai/run "${ask[@]}" --judge openai:gpt-4o --dry-run
  step judge-dry-run-json judge --run ../qa-openai/run "${ask[@]}" --judge openai:gpt-4o --judge anthropic:claude-haiku-4-5 --repeats 2 --dry-run --json
  step judge-anthropic judge --predictions ../qa-extractive/run "${ask[@]}" --judge anthropic:claude-haiku-4-5 --limit 6 --out verdicts
  step judge-unknown-rubric judge --run ../qa-openai/run "${ask[@]}" --judge openai:gpt-4o --rubric kind
  step judge-nothing judge "${ask[@]}" --judge openai:gpt-4o
  step judge-calibrate judge calibrate "${ask[@]}" --judge openai:gpt-4o --rubric strict --per-kind 4 --out verdicts
  step judge-calibrate-json judge calibrate "${ask[@]}" --judge openai:gpt-4o --rubric lenient --per-kind 3 --seed 2 --repeats 2 --out verdicts --json
  step judge-calibrate-dry-run judge calibrate "${ask[@]}" --judge openai:gpt-4o --per-kind 4 --dry-run
  step judge-calibrated ':cp -r ../judge-calibrate/verdicts calibration; cp -r ../qa-extractive/run run' judge --run run "${ask[@]}" \
    --judge openai:gpt-4o --rubric strict --limit 10 --out verdicts
  for part in 1 2 3; do
    step judge-shard-$part judge --predictions ../qa-extractive/run "${ask[@]}" --judge openai:gpt-4o --rubric lenient --limit 20 --shard $part/3 --out verdicts
  done
  step judge-merged merge --out whole ../judge-shard-1/verdicts ../judge-shard-2/verdicts ../judge-shard-3/verdicts

  # Annotation
  for kind in observations summaries; do
    local note=(annotate "$kind" --data-file "$data" --run run --out-file out.json)
    step annotate-$kind-extractive "${note[@]}" --overwrite
    step annotate-$kind-present "${note[@]}"
    step annotate-$kind-model "${note[@]}" --overwrite "${gpt[@]}" --json
    step annotate-$kind-odd "${note[@]}" --overwrite --model openai:gpt-4o-mini --base-url "$odd"
    step annotate-$kind-junk "${note[@]}" --overwrite --model openai:gpt-4o-mini --base-url "$models/empty-99/v1" --samples demo-1 --tries 2 --json
    step annotate-$kind-tries ":cp -r ../annotate-$kind-junk/run ../annotate-$kind-junk/home ." "${note[@]}" --overwrite --model openai:gpt-4o-mini \
      --base-url "$models/empty-99/v1" --samples demo-1 --tries 3
    step annotate-$kind-again ":cp -r ../annotate-$kind-model/run ." "${note[@]}" --overwrite "${gpt[@]}" --no-cache
    step annotate-$kind-denied "${note[@]}" --overwrite --model openai:gpt-4o-mini --base-url "$models/deny-2/v1" --concurrency 1
    step annotate-$kind-dry-run "${note[@]}" --overwrite "${gpt[@]}" --dry-run
    step annotate-$kind-dry-run-json "${note[@]}" --overwrite "${gpt[@]}" --dry-run --json
    for part in 1 2; do
      step annotate-$kind-shard-$part annotate $kind --data-file "$data" --run run --overwrite "${gpt[@]}" --shard $part/2
    done
    step annotate-$kind-merged merge --out whole --out-file out.json ../annotate-$kind-shard-1/run ../annotate-$kind-shard-2/run
    step annotate-$kind-reference "${note[@]}" --protocol reference --overwrite "${gpt[@]}"
  done
  step annotate-added ":cp ../annotate-observations-model/out.json ." annotate summaries --data-file out.json --out-file out.json --run run --overwrite

  # Events
  local ev=(eval-events --data-file "$data" --run run) check=(--verifier openai:gpt-4o --verifier-base-url "$plain")
  step events-extractive "${ev[@]}"
  step events-extractive-json "${ev[@]}" --json --sessions 2-4 --length-penalty 10
  step events-model "${ev[@]}" "${gpt[@]}" "${check[@]}"
  step events-model-json "${ev[@]}" "${gpt[@]}" "${check[@]}" --json --summarize incremental --facts-per-call 3
  step events-again ':cp -r ../events-model/run .' "${ev[@]}" "${gpt[@]}" "${check[@]}" --no-cache
  step events-odd "${ev[@]}" --model openai:gpt-4o-mini --base-url "$odd" --verifier openai:gpt-4o --verifier-base-url "$odd" --facts-per-call 4
  step events-junk "${ev[@]}" --model openai:gpt-4o-mini --base-url "$models/junk-99/v1" "${check[@]}" --samples demo-1
  step events-junk-verifier "${ev[@]}" "${gpt[@]}" --verifier openai:gpt-4o --verifier-base-url "$models/junk-99/v1" --samples demo-1
  step events-cut "${ev[@]}" --model openai:gpt-4o-mini --base-url "$models/cut-99/v1" --verifier lexical --samples demo-1
  step events-denied "${ev[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-2/v1" --verifier lexical --concurrency 1
  step events-denied-again ':cp -r ../events-denied/run ../events-denied/home .' "${ev[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-2/v1" --verifier lexical --concurrency 1
  step events-lexical "${ev[@]}" "${gpt[@]}" --verifier lexical --label-errors none --context-tokens 3000
  step events-clauses "${ev[@]}" "${gpt[@]}" "${check[@]}" --decomposer clauses --label-errors words --samples demo-2
  step events-own "${ev[@]}" "${gpt[@]}" --verifier openai:gpt-4o-mini
  step events-no-verifier "${ev[@]}" "${gpt[@]}"
  step events-dry-run "${ev[@]}" "${gpt[@]}" "${check[@]}" --dry-run
  step events-dry-run-json "${ev[@]}" "${gpt[@]}" "${check[@]}" --dry-run --json --summarize incremental
  step events-wrong-sessions "${ev[@]}" --sessions 8-3
  for part in 1 2; do
    step events-shard-$part "${ev[@]}" "${gpt[@]}" "${check[@]}" --shard $part/2
  done
  step events-merged merge --out whole ../events-shard-1/run ../events-shard-2/run
  step events-report-out report --run ../events-odd/run --format html --out page.html

  # Dialogue
  local di=(eval-dialog --data-file "$data" --run run) some=(--max-turns 24)
  step dialog-extractive "${di[@]}" "${some[@]}"
  step dialog-model "${di[@]}" "${some[@]}" "${gpt[@]}"
  step dialog-json "${di[@]}" "${some[@]}" "${gpt[@]}" --json --picture query --seed 3
  step dialog-candidates "${di[@]}" "${some[@]}" "${gpt[@]}" --picture candidates --candidates 4 --turns pictures
  step dialog-none "${di[@]}" "${some[@]}" "${gpt[@]}" --picture none --history-tokens 500 --tokenizer whitespace
  step dialog-rag-observation "${di[@]}" "${some[@]}" "${gpt[@]}" --use-rag --retriever bm25 --rag-mode observation
  step dialog-rag-summary "${di[@]}" "${some[@]}" "${gpt[@]}" --use-rag --retriever bm25 --rag-mode summary --top-k 2
  step dialog-rag-dialog "${di[@]}" "${some[@]}" --use-rag --retriever bm25 --rag-mode dialog
  step dialog-odd "${di[@]}" "${some[@]}" --model openai:gpt-4o-mini --base-url "$odd"
  step dialog-junk "${di[@]}" --model openai:gpt-4o-mini --base-url "$models/junk-99/v1" --max-turns 3
  step dialog-denied "${di[@]}" "${some[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-3/v1" --concurrency 1
  step dialog-denied-again ':cp -r ../dialog-denied/run ../dialog-denied/home .' "${di[@]}" "${some[@]}" --model openai:gpt-4o-mini --base-url "$models/deny-3/v1" --concurrency 1
  step dialog-again ':cp -r ../dialog-model/run .' "${di[@]}" "${some[@]}" "${gpt[@]}" --no-cache
  step dialog-dry-run "${di[@]}" "${some[@]}" "${gpt[@]}" --dry-run
  step dialog-dry-run-json "${di[@]}" "${some[@]}" "${gpt[@]}" --dry-run --json
  step dialog-networks "${di[@]}" --max-turns 6 --bertscore-model ../../models/tiny --bertscore-layer 1 --relevance-encoder hf:../../models/tiny
  step dialog-clip "${di[@]}" --max-turns 6 --turns pictures --relevance-encoder clip:../../models/clip
  for part in 1 2; do
    step dialog-shard-$part "${di[@]}" "${some[@]}" "${gpt[@]}" --shard $part/2
  done
  step dialog-merged merge --out whole ../dialog-shard-1/run ../dialog-shard-2/run
  step dialog-wrong-picture "${di[@]}" "${some[@]}" --picture film

  # Reports and comparisons
  for format in table json csv md latex html; do
    step report-qa-$format report --run ../qa-openai/run --format $format
    step report-events-$format report --run ../events-model/run --format $format
    step report-dialog-$format report --run ../dialog-model/run --format $format
  done
  step report-qa-out report --run ../qa-extractive-rag-bm25/run --format html --out page.html --svg-dir svg --baseline ../qa-extractive-oracle/run --metric rouge-l
  step report-qa-judged report --run ../judge-panel/run
  step report-qa-judged-html report --run ../judge-calibrated/run --format html --out page.html
  step report-qa-merged report --run ../qa-openai-merged/whole --format md
  step report-qa-odd report --run ../qa-openai-odd/run
  step report-dialog-out report --run ../dialog-model/run --format html --out page.html --svg-dir svg --baseline ../dialog-extractive/run
  step report-missing report --run nowhere
  step report-other-data ":sed 's/Henrik/Hendrik/g' $data >other.json" report --run ../qa-extractive/run --data-file other.json
  step report-wrong-format report --run ../qa-extractive/run --format pdf
  step compare-qa compare ../qa-extractive/run ../qa-openai/run ../qa-extractive-oracle/run
  step compare-qa-json compare ../qa-extractive/run ../qa-extractive-oracle/run --json --metric exact-match
  step compare-qa-check compare ../qa-extractive-oracle/run ../qa-openai/run --check --questions 3
  step compare-qa-scores compare ../score-metrics/lines.jsonl ../score-odd/lines.jsonl --metric rouge-1
  step compare-qa-judged compare ../judge-panel/run ../judge-calibrated/run
  step compare-events compare ../events-model/run ../events-extractive/run
  step compare-events-json compare ../events-extractive/run ../events-model/run --json --check
  step compare-dialog compare ../dialog-model/run ../dialog-extractive/run
  step compare-dialog-json compare ../dialog-extractive/run ../dialog-model/run --json --metric rouge-l
  step compare-mixed compare ../dialog-extractive/run ../events-extractive/run
  step compare-one compare ../qa-extractive/run
  step compare-wrong-metric compare ../qa-extractive/run ../qa-openai/run --metric shine
  step claims ':printf "label,score\noverall,75.5\nsingle-hop,77\nmulti-hop,70\ntemporal,72\nopen-domain,60\n" >claims.csv' check-claims claims.csv
  step claims-json ':printf "overall,66.88\nsingle-hop,67.13\nmulti-hop,51.15\ntemporal,55.51\nopen-domain,72.93\n" >claims.csv' check-claims claims.csv --json
  step claims-n ':printf "label,score\noverall,50\nmulti-hop,40\ntemporal,60\n" >claims.csv' check-claims claims.csv --n multi-hop=10 --n temporal=10
  step claims-bad ':printf "label,score\na,forty\n" >claims.csv' check-claims claims.csv

  # Making conversations
  local gen=(generate --out-dir out --description 'two old friends' --model openai:writer --num-days 60 --embedder bm25)
  step generate "${gen[@]}" --num-sessions 3 --base-url "$plain" --qa 1
  step generate-json "${gen[@]}" --num-sessions 3 --base-url "$plain" --qa 1 --no-qa-verify --json --seed 5
  step generate-german "${gen[@]}" --base-url "$plain" --num-sessions 1 --language de
  step generate-again ':cp -r ../generate/out ../generate/home .' "${gen[@]}" --num-sessions 3 --base-url "$plain" --qa 1
  step generate-more ':cp -r ../generate/out ../generate/home .' "${gen[@]}" --base-url "$plain" --num-sessions 4
  step generate-two "${gen[@]}" --base-url "$plain" --count 2 --num-sessions 2
  step generate-odd "${gen[@]}" --base-url "$odd" --qa 1 --num-sessions 2
  step generate-denied "${gen[@]}" --base-url "$models/deny-9/v1" --num-sessions 2
  step generate-denied-again ':cp -r ../generate-denied/out ../generate-denied/home .' "${gen[@]}" --base-url "$models/deny-9/v1" --num-sessions 2
  step generate-personas ':printf "{\"train\": [{\"Speaker 1\": [\"I row.\", \"I like tea.\"], \"Speaker 2\": [\"I paint.\"]}]}" >personas.json' \
    generate --out-dir out --personas personas.json --model openai:writer --base-url "$plain" --num-sessions 1 --num-days 30 --embedder bm25 \
    --moderation-url "$plain/moderations" --persona --events
  step generate-agents ':printf "{\"name\": \"Ada\", \"persona_summary\": \"Ada bakes.\"}" >a.json; printf "{\"name\": \"Ben\", \"persona_summary\": \"Ben rows.\"}" >b.json; mkdir photos; printf x >photos/dog.txt' \
    generate --out-dir out --agent-a a.json --agent-b b.json --model openai:writer --base-url "$plain" --num-sessions 2 --num-days 40 --start-date 2023-02-01 \
    --embedder bm25 --max-turns-per-session 6
  step generate-photos ':mkdir photos; cp ../../pictures/png-rgb.png photos/dog.png; printf "{\"dog.png\": {\"caption\": \"a brown dog on a sofa\", \"licence\": \"CC0\"}}" >photos/captions.json' \
    "${gen[@]}" --base-url "$plain" --image-dir photos --num-sessions 2
  step generate-block-list ':echo bakery >words' "${gen[@]}" --base-url "$plain" --block-list words --num-sessions 1
  step generate-minilm generate --out-dir out --description 'two old friends' --model openai:writer --base-url "$plain" --num-sessions 2 --num-days 30
  step generate-nobody generate --out-dir out --model openai:writer --base-url "$plain"
  step generate-reference "${gen[@]}" --num-sessions 3 --base-url "$plain" --protocol reference
  step generate-extractive generate --out-dir out --description x
  step generate-check data check ../generate/out/dataset.json

  # Captions
  local caption=(caption --caption-model ../../models/blip --run run --out-file captions.jsonl --json)
  step caption ':mkdir photos; cp ../../pictures/*.png ../../pictures/*.jpg photos' "${caption[@]}" --images photos
  step caption-beams ':mkdir photos; cp ../../pictures/png-rgb.png photos; echo none >photos/broken.png' "${caption[@]}" --images photos --beams 3 --prompt "" --max-tokens 6
  step caption-missing caption --data-file "$data" --image-dir nowhere --caption-model ../../models/blip --run run --out-file captions.jsonl

  # Reproductions
  step reproduce-list reproduce --list
  for name in extractive-demo gold-demo abstain-demo; do
    step reproduce-show-$name reproduce --show $name
  done
  step reproduce-dry-run ':mkdir data; cp ../../data/locomo-demo.json data/' reproduce --dry-run extractive-demo
  step reproduce-demo ':mkdir data; cp ../../data/locomo-demo.json data/' reproduce extractive-demo gold-demo abstain-demo
  step reproduce-unknown reproduce nothing-like-it
  step reproduce-missing reproduce --inputs nowhere extractive-published

  # Many runs
  # shellcheck disable=SC2016  # evaluated by the step
  local db=results.db gather=':mkdir runs; for r in qa-openai qa-extractive judge-panel; do cp -r ../$r/run runs/$r; done; cp -r ../events-model/run runs/events; cp -r ../dialog-model/run runs/dialog'
  step runs-import ": : ../qa-openai/ ../qa-extractive/ ../judge-panel/ ../events-model/ ../dialog-model/" "$gather" runs import runs --store $db
  step runs-import-json ": : ../qa-openai/ ../qa-extractive/ ../judge-panel/ ../events-model/ ../dialog-model/" "$gather" runs import runs --store $db --json
  step runs-import-again ':cp -r ../runs-import/runs ../runs-import/results.db .' runs import runs --store $db
  step runs-list runs list --store ../runs-import/$db
  step runs-list-json runs list --store ../runs-import/$db --json --task eval-qa --metric exact-match
  step runs-show runs show qa-openai --store ../runs-import/$db
  step runs-show-json runs show qa-openai --store ../runs-import/$db --json
  step runs-show-unknown runs show nothing --store ../runs-import/$db
  step runs-query runs query 'SELECT name, task, status, starts, protocol, context, answers, cost_usd FROM runs ORDER BY name' --store ../runs-import/$db
  step runs-query-csv runs query "SELECT r.name, e.item, e.metric, e.value, e.unscored, e.why FROM evaluation_results e JOIN runs r ON r.id = e.run_id \
    ORDER BY 1, 2, 3" --store ../runs-import/$db --format csv
  step runs-query-answers runs query "SELECT r.name, r.fingerprint, a.item, a.form, a.outcome, a.reason, a.answer, a.context, a.cached, a.input_tokens, \
    q.question, q.answer AS gold, q.evidence FROM answers a JOIN runs r ON r.id = a.run_id LEFT JOIN qa_annotations q ON q.id = a.qa_annotation_id \
    ORDER BY 1, 3, 4" --store ../runs-import/$db --format json
  step runs-query-tables runs query "SELECT name, sql FROM sqlite_master ORDER BY name" --store ../runs-import/$db --format json
  step runs-query-wrong runs query 'DELETE FROM runs' --store ../runs-import/$db
  step runs-delete ':cp ../runs-import/results.db .; cp -r ../runs-import/runs .' runs delete qa-openai --store $db
  step runs-delete-yes ':cp ../runs-import/results.db .; cp -r ../runs-import/runs .' runs delete qa-openai --store $db --yes --files
  step runs-missing runs list --store nowhere.db
  step merge-missing merge --out whole nowhere
}

# What only the size of the published data shows.
published() {
  set=data
  local data=../../data/${published##*/} format mode part
  local qa=(eval-qa --data-file "$data") gpt=(--model openai:gpt-4o-mini --base-url "$plain") here=(--run run)
  step data-check data check "$data" --all
  step data-check-json data check "$data" --json
  step data-stats data stats "$data"
  step data-stats-json data stats "$data" --json
  step data-show data show "$data" conv-30 --session 2
  step data-show-question data show "$data" conv-26 --question 37
  step data-errata-derive data errata derive --data-file "$data" --out errata.json
  step qa-extractive "${qa[@]}" "${here[@]}" --out-file out.json
  step qa-extractive-reference "${qa[@]}" "${here[@]}" --protocol reference --samples conv-30 --out-file out.json
  for part in 1 2; do
    step qa-extractive-shard-$part "${qa[@]}" "${here[@]}" --samples conv-26,conv-30 --shard $part/2
  done
  step qa-extractive-merged merge --out whole --json ../qa-extractive-shard-1/run ../qa-extractive-shard-2/run
  step qa-extractive-rag "${qa[@]}" "${here[@]}" --use-rag --retriever bm25 --samples conv-30,conv-41
  step qa-openai-dry-run "${qa[@]}" "${gpt[@]}" --dry-run
  step qa-openai-dry-run-rag "${qa[@]}" "${gpt[@]}" --dry-run --json --use-rag --retriever bm25
  step qa-openai "${qa[@]}" "${gpt[@]}" "${here[@]}" --limit 40 --no-cache
  step qa-openai-fit "${qa[@]}" --model gpt-3.5-turbo-4k --base-url "$plain" "${here[@]}" --limit 30 --batch-size 10 --no-cache
  step qa-openai-rag "${qa[@]}" "${gpt[@]}" "${here[@]}" --use-rag --retriever bm25 --rag-mode observation --samples conv-42 --no-cache
  step qa-openai-adversarial "${qa[@]}" "${gpt[@]}" "${here[@]}" --context oracle --samples conv-30 --no-cache
  step qa-openai-odd "${qa[@]}" --model openai:gpt-4o-mini --base-url "$odd" "${here[@]}" --context oracle --limit 80 --no-cache
  step qa-reference "${qa[@]}" --protocol reference --model gpt-3.5-turbo-16k --base-url "$plain" "${here[@]}" --limit 20
  for mode in dialog observation summary; do
    step retrieval-bm25-$mode eval-retrieval --data-file "$data" --retriever bm25 --rag-mode $mode --json
    step retrieval-bm25-$mode-reference eval-retrieval --data-file "$data" --retriever bm25 --rag-mode $mode --protocol reference
  done
  step retrieval-files eval-retrieval --data-file "$data" --retriever bm25 --run run --trec-run run.trec --trec-qrels qrels.trec --per-question lines.jsonl
  step score score --data-file "$data" --predictions ../qa-extractive/run --metrics token-f1,exact-match,rouge-1,rouge-l,bleu-1 --json --per-question lines.jsonl
  step score-reference score --data-file "$data" --predictions ../qa-extractive/run --protocol reference
  step score-stats score --data-file "$data" --predictions ../qa-extractive/out.json --protocol reference --stats-file stats.json
  step score-errata score --data-file "$data" --predictions ../qa-extractive/run --errata ../data-errata-derive/errata.json
  for format in table json csv md latex html; do
    step report-$format report --run ../qa-extractive/run --format $format
  done
  step compare compare ../qa-openai-rag/run ../qa-extractive/run --json
  step compare-two compare ../qa-extractive/run ../qa-extractive-rag/run
  step judge judge --predictions ../qa-extractive/run --data-file "$data" --base-url "$plain" --judge openai:gpt-4o --rubric evidence --limit 40 --out verdicts
  step judge-calibrate judge calibrate --data-file "$data" --base-url "$plain" --judge openai:gpt-4o --rubric strict --per-kind 5 --out verdicts
  step events-extractive eval-events --data-file "$data" --run run --json
  step events-dry-run eval-events --data-file "$data" "${gpt[@]}" --verifier openai:gpt-4o --dry-run
  step events-model eval-events --data-file "$data" --run run "${gpt[@]}" --verifier openai:gpt-4o --verifier-base-url "$plain" --samples conv-30 --no-cache
  step dialog-extractive eval-dialog --data-file "$data" --run run --max-turns 200
  step dialog-model eval-dialog --data-file "$data" --run run "${gpt[@]}" --max-turns 20 --use-rag --retriever bm25 --rag-mode observation --no-cache
  step dialog-dry-run eval-dialog --data-file "$data" "${gpt[@]}" --dry-run
  step annotate-observations annotate observations --data-file "$data" --out-file out.json --run run --overwrite --samples conv-30
  step annotate-summaries annotate summaries --data-file "$data" --out-file out.json --run run --overwrite --samples conv-30 "${gpt[@]}" --no-cache
  step reproduce reproduce --inputs ../../data extractive-published gold-published
}

demo
[ -z "$published" ] || published

# Which steps are needed: those asked for, and what they build on.
declare -A wanted
for ((i = ${#names[@]} - 1; i >= 0; i--)); do
  name=${names[i]}
  if [[ $name =~ $only ]]; then wanted[$name]=1; fi
  if [ -n "${wanted[$name]:-}" ]; then
    while IFS= read -r other; do wanted[${name%%/*}/$other]=1; done < <(grep -o '\.\./[a-z0-9-]*' <<<"${commands[$name]}" | sed 's#^\.\./##' | grep -v '^$')
  fi
done
since=$SECONDS
for name in "${names[@]}"; do
  if [ -n "${wanted[$name]:-}" ]; then perform "$name"; fi
done
echo "recorded in $((SECONDS - since)) s"
