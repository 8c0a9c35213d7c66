#!/bin/sh
# A run of LoCoMo's questions as a Slurm array: each task does one shard, the last command joins them.
#
#   sbatch --array=1-4 --export=ALL,LOCOMO_SHARDS=4,RUN=$HOME/runs/my-run deploy/slurm-array.sh \
#     --data-file locomo10.json --model openai:my-model --base-url http://gpu-node:8000/v1
#   locomo merge --out "$HOME/runs/my-run/whole" "$HOME"/runs/my-run/shard-*
#
# A task that was killed is submitted again by itself, with everything else as before; it goes on where it was:
#
#   sbatch --array=3 --export=ALL,LOCOMO_SHARDS=4,RUN=$HOME/runs/my-run deploy/slurm-array.sh ...
#
# With a queue the tasks take questions from it instead of doing fixed shards, any number of them, and each ends with the
# whole run; there is nothing to merge, and a task that is lost need not be submitted again:
#
#   sbatch --array=1-4 --export=ALL,LOCOMO_QUEUE=redis://queue-host/0,RUN=$HOME/runs/my-run deploy/slurm-array.sh ...
#
#SBATCH --job-name=locomo
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=08:00:00
#SBATCH --output=locomo-%A-%a.log
#SBATCH --signal=B:TERM@120
set -eu

: "${RUN:?the folder of the run, on a file system that all nodes share}"
task=${SLURM_ARRAY_TASK_ID:?not an array job}
locomo=${LOCOMO:-locomo}
if [ -n "${LOCOMO_QUEUE:-}" ]; then
  exec "$locomo" eval-qa --run "$RUN/process-$task" "$@"
fi
: "${LOCOMO_SHARDS:?how many shards there are, the N of --array=1-N}"

# exec, so that Slurm's TERM reaches the program, which then stops after the calls in flight.
exec "$locomo" eval-qa --shard auto --run "$RUN/shard-$task" "$@"
