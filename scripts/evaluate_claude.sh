#!/bin/sh
# Asks Claude Sonnet. Arguments go on to eval-qa; the same command resumes.
set -eu
. "$(dirname "$0")/env.sh"

evaluate claude-sonnet 10 "$@"
