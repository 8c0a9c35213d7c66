#!/usr/bin/env bash
# Runs deploy/slurm-array.sh on a real Slurm cluster of this one machine and compares what is merged with a run of one
# process, byte for byte; then over a queue, where redis-server is installed; then again with a task killed and one told to stop
# in the middle, both submitted again.
#   scripts/check/slurm.sh [DATA_FILE]
# Needs Debian's slurmctld, slurmd, slurm-client and munge (exit code 77 where they are missing), but none of their
# services or settings: all of the cluster is in a temporary folder, listens on loopback, and is gone at the end.
#   LOCOMO     the program (default: ./locomo of this checkout)
#   JAVA_HOME  a JDK 25, for the server that is asked
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$(realpath "${1:-$root/data/locomo-demo.json}")
program=${LOCOMO:-$root/locomo}
tasks=4
PATH=$PATH:/usr/sbin:/sbin

skip() {
  echo "skipped: $*" >&2
  exit 77
}
for needed in munged slurmctld slurmd sbatch scontrol squeue scancel; do
  command -v $needed >/dev/null || skip "needs $needed (apt-get install slurmctld slurmd slurm-client munge)"
done

work=$(mktemp -d /tmp/locomo-slurm.XXXXXX)
export SLURM_CONF=$work/slurm.conf
started=()
stop_all() {
  local code=$?
  trap - EXIT INT TERM
  if [ "$code" -ne 0 ]; then
    echo "failed; the ends of the logs:" >&2
    tail -n 5 "$work"/*.log "$work"/*/*.log >&2 2>/dev/null || true
  fi
  if [ -e "$work/up" ]; then
    timeout 10 scancel --full --signal=KILL --user="$(id -un)" >/dev/null 2>&1 || true
    timeout 10 scancel --user="$(id -un)" >/dev/null 2>&1 || true
  fi
  # The daemons of single tasks are slurmd's, but not its children.
  for task in "$work"/pids/*; do
    if [ -e "$task" ] && pid=$(cat "$task") && grep -qs "$work" "/proc/$pid/environ"; then kill -KILL "$pid"; fi
  done
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
  exit "$code"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# background NAME COMMAND...
background() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  started+=($!)
}

all_alive() {
  local pid
  for pid in "${started[@]}"; do kill -0 "$pid" 2>/dev/null || return 1; done
}

# eventually WHAT COMMAND...: within five minutes, and while all that was started is alive
eventually() {
  local what=$1 end=$((SECONDS + 300))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ] || ! all_alive; then
      echo "waited in vain for $what" >&2
      exit 1
    fi
    sleep 0.1
  done
}

sinfo_says() { [ "$(sinfo -h -o %T)" = "$1" ]; }

# free_port FROM: below the ports that the system gives out by itself
free_port() {
  local port
  while port=$(($1 + RANDOM % 4000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo $port
}

start_cluster() {
  chmod 755 "$work"
  mkdir -m 700 "$work/munge" "$work/state" "$work/spool"
  mkdir "$work/pids"
  head -c 1024 /dev/urandom >"$work/munge/key"
  chmod 600 "$work/munge/key"
  cat >"$SLURM_CONF" <<CONF
ClusterName=locomo
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$(free_port 20000)
SlurmdPort=$(free_port 24000)
SlurmctldParameters=enable_configless
SlurmdParameters=config_overrides
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/state/slurmctld.pid
SlurmdPidFile=$work/state/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/builtin
ReturnToService=2
KillWait=10
MinJobAge=3600
NodeName=here NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$((tasks * 2)) RealMemory=$((tasks * 2048))
PartitionName=all Nodes=here Default=YES MaxTime=INFINITE State=UP
CONF
  background munged munged --foreground --force --num-threads=2 --socket="$work/munge/socket" \
    --key-file="$work/munge/key" --log-file="$work/munge/log" --pid-file="$work/munge/pid" --seed-file="$work/munge/seed"
  eventually munged test -S "$work/munge/socket"
  background slurmctld slurmctld -D -f "$SLURM_CONF"
  eventually slurmctld scontrol ping
  background slurmd slurmd -D -N here -f "$SLURM_CONF"
  eventually 'the node' sinfo_says idle
  touch "$work/up"
  echo "Slurm $(scontrol --version | cut -d' ' -f2): $(sinfo -h -o '%D node, %c processors, %T')"
}

# submit RUN ARRAY OPTIONS...: prints the number of the job
submit() {
  local run=$1 array=$2
  shift 2
  sbatch --parsable --chdir="$work" --array="$array" --export="ALL,LOCOMO_SHARDS=$tasks,RUN=$work/$run" \
    "$root/deploy/slurm-array.sh" "$@"
}

over() { [ -z "$(squeue -h -j "$1" -t PENDING,RUNNING,COMPLETING,SUSPENDED)" ]; }

# states JOB: how its tasks ended, such as "COMPLETED FAILED"
states() {
  scontrol show job "$1" | sed -n 's/.*JobState=\([A-Z]*\).*/\1/p' | sort -u | paste -sd' '
}

# predictions RUN: what was answered, without what no two runs share
predictions() { sed 's/"latency_ms":[^,}]*//' "$work/$1/predictions.jsonl"; }

# same ONE WHOLE FILE...
same() {
  local one=$1 whole=$2 file
  shift 2
  for file in "$@"; do
    cmp "$work/$one/$file" "$work/$whole/$file"
  done
}

merge() { "$program" merge --out "$work/$1/whole" "$work/$1"/shard-* >"$work/$1/merge.log"; }

whole_array() {
  local job
  "$program" eval-qa --data-file "$data" --model extractive --run "$work/one" >"$work/one.log" 2>&1
  job=$(submit whole 1-"$tasks" --data-file "$data" --model extractive)
  eventually "job $job" over "$job"
  [ "$(states "$job")" = COMPLETED ]
  merge whole
  same one whole/whole predictions.jsonl scores.jsonl report.json
  echo "$tasks tasks: predictions, scores and report of $(wc -l <"$work/one/predictions.jsonl") answers are those of" \
    "one process, byte for byte"
}

queued_array() {
  local port job task
  if ! command -v redis-server >/dev/null; then
    echo "not run: tasks over a queue, which need redis-server"
    return
  fi
  port=$(free_port 32000)
  background redis redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$work"
  eventually redis bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
  job=$(sbatch --parsable --chdir="$work" --array=1-"$tasks" \
    --export="ALL,LOCOMO_QUEUE=redis://127.0.0.1:$port/0,RUN=$work/queued" \
    "$root/deploy/slurm-array.sh" --data-file "$data" --model extractive)
  eventually "job $job" over "$job"
  [ "$(states "$job")" = COMPLETED ]
  for ((task = 1; task <= tasks; task++)); do
    same one "queued/process-$task" scores.jsonl report.json
    cmp <(predictions one) <(predictions "queued/process-$task")
  done
  echo "$tasks tasks over a queue in Redis: each has predictions, scores and report of one process"
}

answered() { [ "$(wc -l <"$work/hit/shard-$1/predictions.jsonl")" -ge 2 ]; }

hit_tasks() {
  local port others job again before killed=2 told=$tasks
  port=$(free_port 28000)
  background server "${JAVA_HOME:-/usr}/bin/java" -XX:TieredStopAtLevel=1 \
    "$root/scripts/bench/SlowServer.java" "$port" 500
  eventually 'the server' bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
  local how=(--data-file "$data" --model openai:m --base-url "http://127.0.0.1:$port/v1" --context none --no-cache
    --max-unscored 100) # the server answers no choice
  export OPENAI_API_KEY=none
  "$program" eval-qa "${how[@]}" --concurrency 64 --run "$work/asked" >"$work/asked.log" 2>&1
  others=$(submit hit "$(seq 1 "$tasks" | grep -vx -e $killed -e "$told" | paste -sd,)" "${how[@]}" --concurrency 64)
  # Those that are hit take long enough to be hit in the middle.
  job=$(submit hit "$killed,$told" "${how[@]}" --concurrency 1)
  eventually "answers in task $killed" answered "$killed"
  kill -KILL "$(cat "$work/pids/$killed")"
  eventually "answers in task $told" answered "$told"
  # What Slurm itself does before the time is over (--signal=B:TERM@120).
  scancel --batch --signal=TERM "${job}_$told"
  eventually "jobs $others and $job" over "$others,$job"
  [ "$(states "$others") $(states "$job")" = "COMPLETED FAILED" ]
  if merge hit 2>"$work/refused.log"; then
    echo "a run with a killed task was merged" >&2
    exit 1
  fi
  grep -q "shard $killed/$tasks .* is not complete (status: running)" "$work/refused.log"
  grep -q "shard $told/$tasks .* is not complete (status: interrupted)" "$work/refused.log"
  before=$(cat "$work"/hit/shard-{"$killed","$told"}/predictions.jsonl | wc -l)
  again=$(submit hit "$killed,$told" "${how[@]}" --concurrency 64)
  eventually "job $again" over "$again"
  [ "$(states "$again")" = COMPLETED ]
  merge hit
  same asked hit/whole scores.jsonl report.json
  cmp <(predictions asked) <(predictions hit/whole)
  echo "task $killed killed, task $told told to stop, with $before answers; both submitted again: predictions, scores" \
    "and report are those of one process"
}

# Notes the number of its process, to kill it by.
cat >"$work/locomo" <<CONF
#!/bin/sh
echo \$\$ >"$work/pids/\$SLURM_ARRAY_TASK_ID"
exec "$program" "\$@"
CONF
chmod +x "$work/locomo"
export LOCOMO=$work/locomo
"$program" --version >/dev/null
start_cluster
whole_array
queued_array
hit_tasks
