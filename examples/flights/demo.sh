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

# a challenger: the same table, another draw
sed -i 's/^\[fit\]$/[fit]\nseed = 7/' assay.toml
say assay run --budget 15 > second.log || { cat second.log; exit 1; }
tail -n 2 second.log

address=http://127.0.0.1:${ASSAY_DEMO_PORT:-8642}
assay serve --port "${address##*:}" > server.log 2>&1 & server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
printf '\n\033[1m$ assay serve --port %s &\033[0m\n' "${address##*:}"
until grep -q '^serving' server.log; do
  kill -0 $server 2>/dev/null || { cat server.log; exit 1; }
  sleep 0.2
done
cat server.log
say python "$here/ask.py" flights.parquet "$address" 3000
say assay replay        # online is batch, bit for bit
say assay shadow 2      # what the challenger would have said
say assay deploy 2 --as canary --percent 20
until curl -s "$address/health" >/dev/null; do sleep 0.2; done
sleep 1                 # every worker follows within a second
say python "$here/ask.py" flights.parquet "$address" 1000
say assay deploy 2 --as none
say assay routes
echo
echo "the report is in $place/.assay/runs/*/pages/report.html"
