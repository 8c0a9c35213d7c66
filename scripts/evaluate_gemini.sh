#!/bin/sh
# Asks Gemini. Arguments go on to eval-qa; the same command resumes.
set -eu
. "$(dirname "$0")/env.sh"

evaluate gemini-pro-1.0 20 "$@"
