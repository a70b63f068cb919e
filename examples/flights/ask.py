"""Ask a server about flights of the table, as a booking system would: one request a flight.

Run `python ask.py flights.parquet URL ROWS`.
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

import polars as pl


def main() -> None:
    path, url, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    flights = pl.read_parquet(path).drop("late").sample(rows, seed=7)
    dated = flights.with_columns(pl.col(pl.Datetime).dt.strftime("%Y-%m-%dT%H:%M:%S"))
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    versions: Counter[int] = Counter()
    began = time.perf_counter()
    for flight in dated.to_dicts():
        connection.request("POST", "/v1/predict", json.dumps(flight))
        answer = connection.getresponse()
        said = json.loads(answer.read())
        if answer.status != http.client.OK:
            sys.exit(f"{answer.status}: {said}")
        versions[said["model_version"]] += 1
    seconds = time.perf_counter() - began
    by = ", ".join(f"{count:,} by version {version}" for version, count in sorted(versions.items()))
    print(f"{rows:,} flights answered in {seconds:.1f} s: {by}")


if __name__ == "__main__":
    main()
