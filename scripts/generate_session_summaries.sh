#!/bin/sh
# Derives a summary of each session. Arguments go on to annotate summaries; the same command resumes. MODEL=extractive
# needs no model.
set -eu
. "$(dirname "$0")/env.sh"

mkdir -p "$(dirname "$SESS_SUMM_OUTPUT_FILE")"
"$LOCOMO" annotate summaries --data-file "$DATA_FILE_PATH" --out-file "$SESS_SUMM_OUTPUT_FILE" --model "${MODEL:-gpt-3.5-turbo}" "$@"
