#!/bin/sh
# Asks GPT-3.5 with what DRAGON finds in turns, observations and summaries. RETRIEVER=hybrid needs no download. Arguments
# go on to eval-qa; the same command resumes.
set -eu
. "$(dirname "$0")/env.sh"

retrieve() {
  mode=$1
  shift
  evaluate gpt-3.5-turbo 1 --use-rag --retriever "${RETRIEVER:-dragon}" --rag-mode "$mode" --emb-dir "$EMB_DIR" --top-k "$@"
}

for k in 5 10 25 50; do
  retrieve dialog $k "$@"
  retrieve observation $k "$@"
done
for k in 2 5 10; do
  retrieve summary $k "$@"
done
