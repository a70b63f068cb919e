"""The Dockerfile of a version, and what one says when it is read back."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from assay.core.errors import InputError

PORT = 8000
USER = 10001
"""A number, so that a cluster can see that it is not root's."""

ROOT, PROJECT = "/srv/assay", "project"
STATE = f"{PROJECT}/.assay/serving"
"""All that the server writes: its log and its counters."""

_OPENMP = (
    "# LightGBM, which explains answers, needs OpenMP of the system.\n"
    "RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 "
    "&& rm -rf /var/lib/apt/lists/*"
)
_HEALTHY = (
    f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{PORT}/health', timeout=3)"
)


def text(
    *, title: str, wheel: str, image: str, hashed: bool, explains: bool, token: str | None
) -> str:
    """Return the file's text.

    Args:
        title: What is in the image, for its first line.
        wheel: File name of Assay's wheel, which `requirements.txt` names too.
        image: What to call the image.
        hashed: Whether `requirements.txt` holds hashes.
        explains: Whether the image holds the fitted model, which LightGBM reads.
        token: Variable that the container must be given, if any.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    install = ["python", "-m", "pip", "install", "--no-cache-dir", "--only-binary=:all:"]
    install += [*(["--require-hashes"] if hashed else []), "-r", "requirements.txt"]
    serve = ["assay", "serve", "--host", "0.0.0.0", "--port", str(PORT), "--project", PROJECT]
    run = f"docker run --publish {PORT}:{PORT}" + (f" --env {token}" if token else "")
    lines = [
        f"# {title}",
        f"# docker build --tag {image} . && {run} {image}",
        f"FROM python:{version}-slim",
        "ENV PYTHONUNBUFFERED=1 ORT_DISABLE_TELEMETRY=1",
        *([_OPENMP] if explains else []),
        f"WORKDIR {ROOT}",
        f"COPY {json.dumps(['requirements.txt', wheel, './'])}",
        f"RUN {json.dumps(install)}",
        f"COPY {json.dumps([PROJECT, PROJECT])}",
        "# The model is root's and the server is not: it can write its log, and nothing else.",
        f"RUN chmod -R a+rX {PROJECT} && install -d -o {USER} -g {USER} {STATE}",
        f"USER {USER}:{USER}",
        f"VOLUME {json.dumps([f'{ROOT}/{STATE}'])}",
        f"EXPOSE {PORT}",
        "STOPSIGNAL SIGTERM",
        "HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 "
        f"CMD {json.dumps(['python', '-c', _HEALTHY])}",
        f"CMD {json.dumps(serve)}",
        "",
    ]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One line of a Dockerfile: `RUN`, and what follows it."""

    name: str
    said: str

    def words(self) -> list[str]:
        """Return the words of the exec form, which is JSON, behind whatever stands before it.

        Raises:
            InputError: If it has none.
        """
        found = re.search(r"\[.*\]$", self.said)
        try:
            words = json.loads(found[0]) if found else None
        except json.JSONDecodeError:
            words = None
        if not isinstance(words, list):
            raise InputError(
                f"{self.name} is not written as a JSON list: {self.said}",
                where="Dockerfile",
                remedy="write it so; a shell between would swallow the stop signal",
            )
        return [str(word) for word in words]


def read(content: str) -> Iterator[Instruction]:
    r"""Yield the instructions of a Dockerfile, comments left out and continued lines joined.

    Example:
        >>> [one.words() for one in read('# a\nCMD ["a", \\\n"b"]')]
        [['a', 'b']]
    """
    bare = "\n".join(line for line in content.splitlines() if not line.lstrip().startswith("#"))
    for line in bare.replace("\\\n", "").splitlines():
        if line.strip():
            name, _, said = line.strip().partition(" ")
            yield Instruction(name.upper(), said.strip())
