"""A PostgreSQL server of one's own: made in a temporary folder, gone when it is closed."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PASSWORD = "p@ss/word"
"""With characters that a URL must write with percent signs."""
_ENCODED = "p%40ss%2Fword"
_HINT = "PostgreSQL's server is not installed: apt-get install postgresql"


def programs() -> Path:
    """Return the folder of `initdb`, or skip; fail where the tests must run."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if found or folders:
        return Path(found).parent if found else folders[-1]
    if os.environ.get("CI") or os.environ.get("ASSAY_REQUIRE_POSTGRESQL"):
        pytest.fail(_HINT)
    pytest.skip(_HINT)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server on a free port of 127.0.0.1 and give the address of its first database."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="assay-postgresql-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    prefix = []
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        for path in (folder, secret):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        prefix = [shutil.which("runuser") or "/usr/sbin/runuser", "-u", "postgres", "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def call(program: str, *arguments: str) -> None:
        command = [*prefix, str(bin_folder / program), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(
            command, cwd=folder, check=False, stdout=log, stderr=subprocess.STDOUT, text=True
        )
        assert done.returncode == 0, f"{program}: {(folder / 'log').read_text()}"

    with (folder / "log").open("w") as log:
        try:
            call("initdb", "-U", "assay", "-A", "scram-sha-256", "-E", "UTF8",
                 "--pwfile", str(secret), "--no-sync")  # fmt: skip
            options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
            call("pg_ctl", "start", "--wait", "-o", options)
            try:
                yield f"assay:{_ENCODED}@127.0.0.1:{port}/postgres"
            finally:
                call("pg_ctl", "stop", "--wait", "-m", "immediate")
        finally:
            shutil.rmtree(folder)
