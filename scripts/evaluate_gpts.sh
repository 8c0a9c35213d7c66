#!/bin/sh
# Asks the GPT models of the paper. Arguments go on to eval-qa; the same command resumes.
set -eu
. "$(dirname "$0")/env.sh"

evaluate gpt-4-turbo 20 "$@"
for window in 4k 8k 12k 16k; do
  evaluate "gpt-3.5-turbo-$window" 10 "$@"
done
