#!/bin/sh
# Asks the open models of the paper. Where they run is given with --base-url or LOCOMO_BASE_URL; --serve vllm --use-4bit
# starts a server with four-bit weights for each. Arguments go on to eval-qa; the same command resumes.
set -eu
. "$(dirname "$0")/env.sh"

for model in llama3-chat-70b mistral-instruct-7b-32k-v2; do
  evaluate "$model" 1 "$@"
done
