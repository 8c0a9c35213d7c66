#!/bin/sh
# Derives the speakers' observations from the conversations. Arguments go on to annotate observations; the same command
# resumes. MODEL=extractive needs no model.
set -eu
. "$(dirname "$0")/env.sh"

mkdir -p "$(dirname "$OBS_OUTPUT_FILE")"
"$LOCOMO" annotate observations --data-file "$DATA_FILE_PATH" --out-file "$OBS_OUTPUT_FILE" --model "${MODEL:-gpt-3.5-turbo}" "$@"
