"""Run the workers and the keeper, and start again whichever dies."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import uvicorn

from assay.core.errors import InputError
from assay.serving import counters, limit
from assay.serving.connection import Connection
from assay.serving.listener import listener
from assay.serving.plan import ServePlan, hand_over
from assay.serving.supervisor import Supervisor

WORKER = "assay.serving.worker:make"
KEEPER = "assay.serving.keeper"

MOST_PORT = 65_535

DRAIN_SECONDS = 10
"""How long requests that are under way may take when the server is told to stop."""

NICENESS = 5
"""How far the keeper steps back behind the workers; in one session with them, or it would not."""

logger = logging.getLogger("assay.serving")


def serve(
    plan: ServePlan,
    *,
    host: str,
    port: int,
    workers: int,
    certificate: Path | None = None,
    private_key: Path | None = None,
) -> None:
    """Answer until the process is told to stop (SIGINT or SIGTERM), then drain.

    Args:
        plan: What every worker is told.
        host: Address to listen at.
        port: Port to listen at; 0 takes a free one.
        workers: Processes that answer.
        certificate: TLS certificate file, PEM.
        private_key: Its private key, PEM.

    Raises:
        InputError: If the address cannot be listened at, the rate is none, or the certificate and
            its key cannot be used.
    """
    _trusted(certificate, private_key)
    if plan.rate is not None:
        limit.per_second(plan.rate)  # told now, not by each worker
        limit.prepare(plan.limits)
    config = uvicorn.Config(
        WORKER,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http=Connection,
        lifespan="on",
        interface="asgi3",
        access_log=False,
        proxy_headers=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        ssl_certfile=certificate,
        ssl_keyfile=private_key,
    )
    listening = _listen(config)
    hand_over(plan)  # not before: another server of this workspace may have the address
    counters.empty(plan.counters)
    stopped = threading.Event()
    keeping = threading.Thread(target=_keep_keeping, args=(stopped,), daemon=True)
    keeping.start()
    scheme = "https" if certificate else "http"
    shown = listening.getsockname()[1]
    print(f"serving '{plan.name}' at {scheme}://{host}:{shown}", flush=True)
    try:
        Supervisor(config, [listening]).run()
    finally:
        stopped.set()
        keeping.join(timeout=DRAIN_SECONDS)
        listening.close()


def _trusted(certificate: Path | None, private_key: Path | None) -> None:
    """Refuse a certificate or key that no worker could use."""
    if certificate is None:
        if private_key is not None:
            raise InputError(
                "a private key is named and no certificate",
                where="options --certificate and --private-key",
                remedy="name both, or neither for plain HTTP",
            )
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key, _no_word)
    except (OSError, ssl.SSLError) as cause:
        raise InputError(
            f"the certificate and its key cannot be used: {cause.strerror or cause}",
            where=f"{certificate}, {private_key or 'no private key'}",
            remedy="give PEM files that belong together, the key without a pass phrase",
        ) from cause


def _no_word() -> str:
    """Answer for nobody when a key asks for its pass phrase."""
    return ""


def _listen(config: uvicorn.Config) -> socket.socket:
    if not 0 <= config.port <= MOST_PORT:
        raise InputError(
            f"{config.port} is no port",
            where="option --port",
            remedy=f"give one from 1 to {MOST_PORT}, or 0 for a free one",
        )
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as cause:
        listening.close()
        raise _no_place(config, cause) from cause
    listening.listen(config.backlog)
    listening.set_inheritable(True)
    return listening


def _no_place(config: uvicorn.Config, cause: OSError) -> InputError:
    """Return what keeps the server from its address, and who has it, where that can be known."""
    holder = listener(config.port) if cause.errno == errno.EADDRINUSE else ""
    remedies = {
        errno.EADDRINUSE: f"stop {holder or 'what listens there'}, or give another --port; 0 takes "
        "a free one",
        errno.EACCES: "give a port above 1023, or the right to listen at this one",
    }
    return InputError(
        f"the address {config.host}:{config.port} cannot be listened at: {cause.strerror}"
        + (f", by {holder}" if holder else ""),
        where="options --host and --port",
        remedy=remedies.get(cause.errno or 0, "give an address of this machine as --host"),
    )


def _keep_keeping(stopped: threading.Event) -> None:
    """Run the keeper, again when it dies, until the server stops; it then files the rest."""
    command = [sys.executable, "-m", KEEPER, str(os.getpid())]
    while not stopped.is_set():
        keeper = subprocess.Popen(command, process_group=0)  # Ctrl-C is not for it
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, keeper.pid, NICENESS)
        while keeper.poll() is None and not stopped.wait(0.5):
            pass
        if keeper.poll() is None:
            keeper.send_signal(signal.SIGTERM)
            try:
                keeper.wait(timeout=DRAIN_SECONDS)
            except subprocess.TimeoutExpired:
                keeper.kill()
        elif not stopped.is_set():
            logger.error("the keeper ended with %s; it is started again", keeper.returncode)
            stopped.wait(1.0)
