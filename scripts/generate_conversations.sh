#!/bin/sh
# Makes conversations as the paper's were made: two people, their events, sessions with summaries. Arguments go on to
# generate (--count 10, --model ...); the same command resumes.
set -eu
. "$(dirname "$0")/env.sh"

"$LOCOMO" generate --out-dir "$OUT_DIR/conversations" --personas "$PERSONAS" --persona --events --session --summary \
  --model "${MODEL:-gpt-3.5-turbo}" "$@"
