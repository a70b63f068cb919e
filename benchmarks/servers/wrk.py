"""Drive a server with `wrk`, a process of its own, by bodies that change with each request."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """
local requests_made, place = {}, 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
init = function()
  for line in io.lines(os.getenv("BENCH_BODIES")) do
    requests_made[#requests_made + 1] = wrk.format(nil, nil, nil, line)
  end
end
request = function()
  place = place % #requests_made + 1
  return requests_made[place]
end
done = function(summary, latency, requests)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  local form = '\\n{"p50_us": %d, "p99_us": %d, "requests": %d, "duration_us": %d, ' ..
    '"refused": %d, "broken": %d}\\n'
  io.write(string.format(form, latency:percentile(50), latency:percentile(99),
    summary.requests, summary.duration, errors.status, broken))
end
"""


@dataclass(frozen=True, slots=True)
class Driven:
    """What a client saw.

    Attributes:
        refused: Answers with a status above 399.
        broken: Connections that failed or timed out.
    """

    p50_us: float
    p99_us: float
    requests: int
    duration_us: int
    refused: int
    broken: int

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.duration_us * 1e6


def require() -> str:
    """Return the program's path.

    Raises:
        SystemExit: If it is not installed.
    """
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("error: wrk is not installed\nremedy: apt-get install wrk")
    return found


def drive(url: str, bodies: Path, *, connections: int, seconds: int) -> Driven:
    """Send the lines of a file in turn, and return what was seen."""
    script = bodies.with_suffix(".lua")
    script.write_text(SCRIPT)
    command = [require(), "-t", "1", "-c", str(connections), "-d", f"{seconds}s"]
    command += ["--timeout", "30s", "-s", str(script), url]
    done = subprocess.run(
        command, env={"BENCH_BODIES": str(bodies)}, capture_output=True, text=True, check=True
    )
    return Driven(**json.loads(done.stdout.splitlines()[-1]))


def write_bodies(path: Path, bodies: Sequence[object]) -> Path:
    """Write one body a line, JSON."""
    path.write_text("".join(f"{json.dumps(body)}\n" for body in bodies))
    return path
