"""Ask a server about flights of the table, as a booking system would: one request a flight.

Run `python ask.py flights.parquet URL ROWS --from PLACE`. The flights are of the last fifth of the
year, in a drawn order. What became of each is told afterwards, as it would be the next day.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl

LAST = 0.2
"""Part of the table that is asked about; models are tested on it, and trained on none of it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("url")
    parser.add_argument("rows", type=int)
    parser.add_argument("--from", dest="place", type=int, default=0)
    asked = parser.parse_args()
    flights = drawn(asked.table)[asked.place : asked.place + asked.rows]
    connection = http.client.HTTPConnection(urlsplit(asked.url).netloc)
    versions: Counter[int] = Counter()
    outcomes = []
    began = time.perf_counter()
    for flight in flights.to_dicts():
        late = flight.pop("late")
        said = post(connection, "/v1/predict", flight)
        versions[said["model_version"]] += 1
        outcomes.append({"request_id": said["request_id"], "outcome": late})
    seconds = time.perf_counter() - began
    post(connection, "/v1/feedback", outcomes)
    by = ", ".join(f"{count:,} by version {version}" for version, count in sorted(versions.items()))
    print(f"{flights.height:,} flights answered in {seconds:.1f} s: {by}")


def drawn(table: Path) -> pl.DataFrame:
    """Return flights of the last part of the year whose outcome is known, in a drawn order."""
    flights = pl.read_parquet(table).sort("time_hour", maintain_order=True)
    last = flights.tail(int(flights.height * LAST)).filter(pl.col("late").is_not_null())
    dated = last.with_columns(pl.col(pl.Datetime).dt.strftime("%Y-%m-%dT%H:%M:%S"))
    return dated.sample(fraction=1, shuffle=True, seed=7)


def post(connection: http.client.HTTPConnection, path: str, body: object) -> Any:
    """Return what the server says; end the program if it refuses."""
    connection.request("POST", path, json.dumps(body))
    answer = connection.getresponse()
    said = json.loads(answer.read())
    if answer.status not in (http.client.OK, http.client.ACCEPTED):
        sys.exit(f"{answer.status}: {said}")
    return said


if __name__ == "__main__":
    main()
