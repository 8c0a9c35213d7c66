#!/usr/bin/env bash
# Checks deploy/prometheus.yml and deploy/alerts.yml with promtool: their form, and what becomes of figures. promtool is part of
# Prometheus (Debian: apt-get install prometheus).
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v promtool >/dev/null || { echo "promtool is needed: it is part of Prometheus" >&2; exit 2; }
promtool check config deploy/prometheus.yml
promtool check rules deploy/alerts.yml
promtool test rules scripts/check/alerts-test.yml
