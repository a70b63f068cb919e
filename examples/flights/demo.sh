#!/usr/bin/env bash
# From 336,776 flights to a champion, to a better one that earned its place, and a worse one taken back.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${ASSAY_DEMO:-$here/../../build/demo/flights}
rm -rf "$place" && mkdir -p "$place"

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; "$@"; }
tell() { printf '\n\033[3m# %s\033[0m\n' "$*"; }
quietly() { local log=$1; shift; printf '\n\033[1m$ %s\033[0m\n' "$*"; "$@" > "$log" || { cat "$log"; exit 1; }; tail -n 2 "$log"; }

python "$here/prepare.py" "$place/flights.parquet" "$place/july.parquet"
cd "$place"
say assay init flights.parquet --target late --time time_hour
say assay check

say assay run --budget 30
say assay runs
say assay promote || [ $? -eq 1 ]   # the gate may say no: its reasons are the point
say assay verify
say assay predict flights.parquet --out predictions.parquet

tell "a stale challenger, trained on July alone"
sed -i.bak 's/^source = "flights.parquet"/source = "july.parquet"/' assay.toml
quietly second.log assay run --budget 8
mv assay.toml.bak assay.toml

tell "a better one: it is asked at pushback, when the delay of the departure is known"
cat >> assay.toml <<'WAIVER'

[[practices.waivers]]
rule = "leak-known-after-outcome"
column = "dep_delay"
reason = "passengers are told at pushback, when the delay of the departure is known"
expires = 2099-12-31
WAIVER
quietly third.log assay run --budget 15

address=http://127.0.0.1:${ASSAY_DEMO_PORT:-8642}
assay serve --port "${address##*:}" > server.log 2>&1 & server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
printf '\n\033[1m$ assay serve --port %s &\033[0m\n' "${address##*:}"
until grep -q '^serving' server.log; do
  kill -0 $server 2>/dev/null || { cat server.log; exit 1; }
  sleep 0.2
done
cat server.log
asked=0
ask() {  # new flights of the last months, which no model has seen, and what became of them
  say python "$here/ask.py" flights.parquet "$address" "$1" --from "$asked"
  asked=$((asked + $1))
}
until_routes() {  # the keeper looks at each batch of answers
  for _ in $(seq 50); do
    assay routes --json > routes.json
    grep -Eq "$1" routes.json && return
    sleep 0.5
  done
  return 1
}

say assay deploy 3 --as shadow
sleep 1                 # every worker follows within a second
ask 2000
say assay replay        # online is batch, bit for bit
say assay shadow 3      # what the challenger would have said, and what it takes beside the champion

tell "version 3, the better one: more requests by evidence, then an experiment on outcomes, then the gate"
say assay deploy 3 --as canary --ramp 20,50 --margin 0.02
sleep 1                 # every worker follows within a second
ask 3000
until_routes '"percent": ?50' || { cat server.log; exit 1; }
say assay routes
say assay experiment plan 3 --effect 0.1 --share 0.5 --requests-a-day 1000 --looks 3
for _ in $(seq 4); do
  ask 600
  sleep 4               # the server looks when the information is there; status reads what it found
  assay experiment status > status.txt
  grep -Eq 'better|stays' status.txt && break
done
say cat status.txt
say assay promote 3 || [ $? -eq 1 ]

tell "version 2, the stale one: its outcomes betray it, and a guard takes it away"
say assay deploy 2 --as canary --percent 50 || [ $? -eq 1 ]
sleep 1
for _ in $(seq 8); do
  ask 1000
  sleep 3               # the keeper files and looks every two seconds
  assay routes --json > routes.json
  grep -Eq '"canaries": ?\[\]' routes.json && break
done
say assay routes
say assay history
echo
echo "the report is in $place/.assay/runs/*/pages/report.html"
