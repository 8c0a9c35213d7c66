#!/usr/bin/env bash
# Composes every overlay of deploy/kubernetes, and where Docker and the image locomo:cpu are there, runs what the pods of cpu,
# redis and postgres run: containers as the manifests describe them, on the demonstration data, against a server that takes its
# time, one of them stopped and started again.
#   scripts/check/kubernetes.sh [--cluster]
# Needs kubectl or kustomize (exit code 77 without), for the containers python3 with PyYAML and a JDK 25 in JAVA_HOME. With
# --cluster the API server that kubectl knows checks the overlays too (a dry run: it keeps nothing). scripts/check/containers.sh
# builds the image and calls this script.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

if command -v kubectl >/dev/null; then
  compose=(kubectl kustomize)
elif command -v kustomize >/dev/null; then
  compose=(kustomize build)
else
  echo "skipped: needs kubectl or kustomize" >&2
  exit 77
fi

notrun=()
for folder in "$root"/deploy/kubernetes/overlays/*/; do
  name=$(basename "$folder")
  "${compose[@]}" "$folder" >"$work/$name.yaml"
  echo "$name: $(grep -c '^kind:' "$work/$name.yaml") objects"
  if [ "${1:-}" = --cluster ]; then
    kubectl apply --dry-run=server --validate=strict --filename "$work/$name.yaml"
  fi
done
[ "${1:-}" = --cluster ] || notrun+=("the API server's own checks: without --cluster")

if docker image inspect locomo:cpu >/dev/null 2>&1 && python3 -c 'import yaml' 2>/dev/null; then
  mkdir "$work/classes"
  "${JAVA_HOME:?a JDK 25}/bin/javac" -d "$work/classes" "$root/scripts/bench/SlowServer.java"
  for name in cpu redis postgres; do
    # As a user writes it: the overlay, and what differs here.
    mkdir "$work/$name"
    path=$(realpath --relative-to="$work/$name" "$root/deploy/kubernetes")
    cat >"$work/$name/kustomization.yaml" <<YAML
resources: [$path/overlays/$name]
components: [$path/components/demo, $path/components/one-node]
patches:
  - patch: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: locomo}
      data:
        LOCOMO_MODEL: openai:slow
        LOCOMO_BASE_URL: http://model:8000/v1
        LOCOMO_CONTEXT: none
        LOCOMO_CONCURRENCY: "2"
        LOCOMO_MAX_UNSCORED: "100"
YAML
    "${compose[@]}" "$work/$name" >"$work/$name-here.yaml"
    missing=
    while read -r image; do
      docker image inspect "$image" >/dev/null 2>&1 || docker pull --quiet "$image" >/dev/null 2>&1 || missing=$image
    done < <(sed -n 's/^ *image: //p' "$work/$name-here.yaml" | sort -u)
    if [ -n "$missing" ]; then
      notrun+=("the pods of $name: the image $missing is not to be had")
    else
      python3 "$root/scripts/check/kubernetes_pods.py" "$work/$name-here.yaml" "$work/classes"
    fi
  done
  notrun+=("the pods of gpu and vllm: they need a GPU" "the pods of view: scripts/check/containers.sh starts the same command")
else
  notrun+=("the pods: need Docker with the image locomo:cpu, and python3 with PyYAML")
fi
notrun+=("scheduling, volumes, retries and probes: they are Kubernetes' own")
echo "Not run:"
printf '  %s\n' "${notrun[@]}"
