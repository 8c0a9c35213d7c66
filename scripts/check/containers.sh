#!/usr/bin/env bash
# Builds the image cpu and runs every command of "Containers" in docs/distribution.md as it is written there, with a scripted
# model instead of the provider:
#   scripts/check/containers.sh [docker|podman]
# Takes a whole build. Where no engine runs, scripts/check/chroot.sh does the Dockerfile's steps without one. Where base images
# and services cannot be pulled, stand-ins are made of Debian's packages (as root, with debootstrap) and removed again: then
# the steps are tried, not those images. At its end scripts/check/kubernetes.sh runs the pods of the manifests with the same images,
# for which JAVA_HOME has to be a JDK 25. What is not run is said at the end.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
engine=${1:-}
for candidate in docker podman; do
  if [ -z "$engine" ] && $candidate info >/dev/null 2>&1; then engine=$candidate; fi
done
if [ -z "$engine" ]; then
  echo "Neither Docker nor Podman runs here; the Dockerfile's steps in a chroot:"
  exec "$root/scripts/check/chroot.sh"
fi
echo "Engine: $($engine --version)"

work=$(mktemp -d /var/tmp/locomo-containers.XXXXXX)
standins=()
model=
clean() {
  local code=$?
  trap - EXIT
  [ -z "$model" ] || $engine rm --force "$model" >/dev/null 2>&1 || true
  if [ -f "$work/lab/docker-compose.yml" ] && composes; then
    (cd "$work/lab" && $engine compose --profile '*' down --volumes) >/dev/null 2>&1 || true
  fi
  for image in "${standins[@]}"; do $engine rmi --force "$image" >/dev/null 2>&1 || true; done
  rm -rf "$work"
  exit $code
}
trap clean EXIT
trap 'exit 130' INT TERM

notrun=()
composes() { [ "$engine" = docker ] && docker compose version >/dev/null 2>&1; }

# standin IMAGE: a Dockerfile for it on stdin, with $work/base as its context
standin() {
  $engine build --quiet --tag "$1" --file - "$work/base" >/dev/null
  standins+=("$1")
}

# wants IMAGE: whether it has to be made here
wants() { ! $engine image inspect "$1" >/dev/null 2>&1 && ! $engine pull --quiet "$1" >/dev/null 2>&1; }

debian() {
  command -v debootstrap >/dev/null || { echo "error: images cannot be pulled, and debootstrap is not installed" >&2; exit 2; }
  mkdir "$work/base" "$work/debian"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/debian" >"$work/log" 2>&1 ||
    { tail -n 3 "$work/log" >&2; exit 1; }
  # Authorities that this machine trusts, one of its own network among them.
  cp /etc/ssl/certs/ca-certificates.crt "$work/debian/etc/ssl/certs/"
  tar --create --directory="$work/debian" . | $engine import - debian:bookworm-slim >/dev/null
  standins+=(debian:bookworm-slim)
  rm -rf "$work/debian"
}

bases() {
  if wants debian:bookworm-slim; then debian; fi
  if wants eclipse-temurin:25-jdk; then
    mkdir -p "$work/base"
    cp -RL "${JAVA_HOME:?a JDK 25}" "$work/base/jdk"
    standin eclipse-temurin:25-jdk <<'DOCKERFILE'
FROM debian:bookworm-slim
COPY jdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
DOCKERFILE
    rm -rf "$work/base/jdk"
  fi
}

services() {
  mkdir -p "$work/base"
  if wants redis:7.4-bookworm; then
    standin redis:7.4-bookworm <<'DOCKERFILE'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends redis-server
WORKDIR /data
ENTRYPOINT ["sh", "-c", "exec \"$@\" --protected-mode no --bind 0.0.0.0", "sh"]
DOCKERFILE
  fi
  if wants postgres:17.2-bookworm; then
    cat >"$work/base/start" <<'START'
#!/bin/bash
set -eu
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=999 --regid=999 --clear-groups "$@"; else "$@"; fi; }
if [ ! -e "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  [ "$(id -u)" != 0 ] || chown 999 "$PGDATA"
  echo "${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:-}")}" | as sh -c 'umask 077; cat >/tmp/password'
  as initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust >/dev/null
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  echo "CREATE DATABASE $POSTGRES_DB;" | as postgres --single postgres >/dev/null
fi
if [ "$(id -u)" = 0 ]; then
  exec setpriv --reuid=999 --regid=999 --clear-groups postgres -c listen_addresses='*'
fi
exec postgres -c listen_addresses='*'
START
    chmod 755 "$work/base/start"
    standin postgres:17.2-bookworm <<'DOCKERFILE'
FROM debian:bookworm-slim
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid postgres postgres && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends postgresql \
    && chown -R postgres /var/run/postgresql
ENV PGDATA=/var/lib/postgresql/data PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin
COPY start /
ENTRYPOINT ["/start"]
DOCKERFILE
  fi
}

# Prometheus' own programs, of Debian's versions.
watching() {
  if wants prom/prometheus:v3.1.0; then
    standin prom/prometheus:v3.1.0 <<'DOCKERFILE'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends prometheus
ENTRYPOINT ["prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/tmp/prometheus"]
DOCKERFILE
  fi
  if wants prom/pushgateway:v1.10.0; then
    standin prom/pushgateway:v1.10.0 <<'DOCKERFILE'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends prometheus-pushgateway
ENTRYPOINT ["prometheus-pushgateway"]
DOCKERFILE
  fi
}

# scraped: whether Prometheus has that a run was complete, within half a minute
scraped() {
  local asked='http://127.0.0.1:9090/api/v1/query?query=locomo_run_complete'
  for _ in $(seq 30); do
    if curl --silent --fail "$asked" | grep -q '"value":\[[0-9.]*,"1"\]'; then return; fi
    sleep 1
  done
  echo "FAILED: Prometheus has no figures of the run" >&2
  return 1
}

# block N: the Nth block of commands below "Containers"
block() {
  awk -v n="$1" '/^## /{in_part = $0 == "## Containers"} in_part && /^```sh$/{k++; next} /^```$/{if (k == n) exit} in_part && k == n' \
    "$root/docs/distribution.md"
}

# typed FILE: each line of it in the folder lab, as a user types it
typed() {
  local line
  while IFS= read -r line; do
    echo "$ $line"
    case $line in
      *" down") $engine network disconnect locomo_default "$model" ;;
      *) $engine network connect locomo_default "$model" 2>/dev/null || true ;;
    esac
    if (cd "$work/lab" && GIT_DIR=$(git -C "$root" rev-parse --absolute-git-dir) PATH=$work/bin:$PATH bash -c "$line") \
      >"$work/log" 2>&1 </dev/null; then
      tail -n 2 "$work/log"
    elif [[ $line == *"data fetch" ]] && grep -q 'cannot be reached' "$work/log"; then
      notrun+=("$line: there is no way to the published data from here")
    else
      grep -m 5 "ERROR" "$work/log" >&2 || true
      tail -n 20 "$work/log" >&2
      echo "FAILED: $line" >&2
      exit 1
    fi
  done <"$1"
}

bases
mkdir "$work/lab" "$work/bin"
# What a checkout holds, without its repository.
(cd "$root" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  [ ! -e "$file" ] || printf '%s\0' "$file"
done | tar --create --null --files-from=-) | tar --extract --directory="$work/lab"
if [ "$engine" = podman ]; then ln -s "$(command -v podman)" "$work/bin/docker"; fi

# The provider is the scripted model in a container of its own: a file of settings in the working folder names it.
model=$($engine run --detach --volume "$root/scripts/check:/check:ro" eclipse-temurin:25-jdk \
  java /check/ScriptedModels.java 8000 0.0.0.0)
address=$($engine inspect --format '{{.NetworkSettings.IPAddress}}' "$model")
echo "base-url=http://$address:8000/plain/v1" >"$work/lab/locomo.properties"
# In the network that Compose makes, containers know one another by name.
mkdir "$work/lab/lab"
echo "base-url=http://${model:0:12}:8000/plain/v1" >"$work/lab/lab/locomo.properties"
export OPENAI_API_KEY=key-of-the-check BUILDKIT_PROGRESS=plain

block 1 >"$work/commands"
typed "$work/commands"
ls "$work/lab/runs" >/dev/null
for file in "$work"/lab/runs/*/manifest.json; do
  grep -q "$(git -C "$root" rev-parse HEAD | cut -c1-12)" "$file" || { echo "FAILED: $file does not name the commit" >&2; exit 1; }
done

# Another user, everything read-only but the mounted folder: what the images of Kubernetes are given.
mkdir -m 777 "$work/lab/other"
$engine run --rm --read-only --tmpfs /tmp:exec --cap-drop ALL --user 4711:4711 --volume "$work/lab/other:/lab" locomo:cpu \
  eval-qa --model extractive --track wandb --limit 5 >/dev/null
ls -d "$work"/lab/other/runs/* "$work"/lab/other/wandb/offline-run-* >/dev/null
echo "A user without name and home wrote runs and wandb's folder."

services

if composes; then
  watching
  block 2 >"$work/commands"
  typed <(sed '/--metrics-push/q' "$work/commands")
  scraped
  echo "Prometheus has the run's figures from the Pushgateway."
  typed <(sed '1,/--metrics-push/d' "$work/commands")
else
  notrun+=("docker compose ...: $engine has no Compose here")
fi
if [ "$engine" = docker ]; then
  "$root/scripts/check/kubernetes.sh" || { code=$?; [ $code = 77 ] || exit $code; notrun+=("the manifests of Kubernetes: kubectl or kustomize"); }
fi
notrun+=("the image cuda, Grafana and the profiles cuda, tracking, objects, traces, models: not started here")

echo "Not run:"
printf '  %s\n' "${notrun[@]}"
if [ ${#standins[@]} -gt 0 ]; then echo "Stand-ins of Debian's packages instead of: ${standins[*]}"; fi
echo "Everything else works."
