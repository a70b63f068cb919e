#!/usr/bin/env bash
# From 336,776 flights to a registered, promoted and scored model.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${ASSAY_DEMO:-$here/../../build/demo/flights}
rm -rf "$place" && mkdir -p "$place"

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; "$@"; }

python "$here/prepare.py" "$place/flights.parquet"
cd "$place"
say assay init flights.parquet --target late --time time_hour
say assay check
say assay run --budget 60
say assay runs
say assay promote || [ $? -eq 1 ]   # the gate may say no: its reasons are the point
say assay verify
say assay predict flights.parquet --out predictions.parquet
echo
echo "the report is in $place/.assay/runs/*/pages/report.html"
