# shellcheck shell=sh
# Settings of the scripts beside it. What is set already stays as it is, so nothing here has to be edited:
#
#   DATA_FILE_PATH=my.json OUT_DIR=/scratch/out scripts/evaluate_gpts.sh --limit 10
#
# Keys come from the environment or from a file .env in the working directory, never from here: OPENAI_API_KEY,
# ANTHROPIC_API_KEY, GOOGLE_API_KEY, HF_TOKEN. Every setting of locomo also has a variable: LOCOMO_PROTOCOL=reference
# asks as the original does, LOCOMO_BASE_URL=http://localhost:8000/v1 asks a server of your own.

: "${DATA_FILE_PATH:=data/locomo10.json}"      # the data set: locomo data fetch --out data/locomo10.json
: "${OUT_DIR:=outputs}"                        # where results go
: "${EMB_DIR:=$OUT_DIR}"                       # where vectors go
: "${QA_OUTPUT_FILE:=locomo10_qa.json}"        # in OUT_DIR; all models share it
: "${OBS_OUTPUT_FILE:=$OUT_DIR/locomo10_observation.json}"
: "${PERSONAS:=data/msc_personas_all.json}"    # who can be generated: attributes of speakers
: "${SESS_SUMM_OUTPUT_FILE:=$OUT_DIR/locomo10_session_summary.json}"

# The program: LOCOMO, else the one these scripts came with.
if [ -z "${LOCOMO:-}" ]; then
  LOCOMO=$(cd "$(dirname "$0")/.." && pwd)
  if [ -x "$LOCOMO/bin/locomo" ]; then LOCOMO=$LOCOMO/bin/locomo; else LOCOMO=$LOCOMO/locomo; fi
fi

# evaluate MODEL BATCH_SIZE [OPTION...]: one model's answers and scores, added to the shared file
evaluate() {
  model=$1
  batch=$2
  shift 2
  mkdir -p "$OUT_DIR"
  "$LOCOMO" eval-qa --data-file "$DATA_FILE_PATH" --out-file "$OUT_DIR/$QA_OUTPUT_FILE" --model "$model" \
    --batch-size "$batch" "$@"
}
