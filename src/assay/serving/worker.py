"""One worker process: everything it needs is named by the plan that the server handed over."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from assay.core.address import expanded
from assay.core.errors import AssayError
from assay.core.ledger import Ledger
from assay.serving import limit, tokens
from assay.serving.app import App
from assay.serving.control import control
from assay.serving.copies import Copies
from assay.serving.counters import Counters
from assay.serving.http import Receive, Scope, Send
from assay.serving.log.spool import Spool
from assay.serving.plan import ServePlan, handed_over
from assay.serving.watch import Board, Watch

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

logger = logging.getLogger("assay.serving")


AGAIN_SECONDS = 2.0
"""Pause before a worker that cannot start ends, and the supervisor starts the next one."""


def make() -> Asgi:
    """Return the worker's app; uvicorn calls it in each process that it starts.

    A worker that cannot serve the champion says why in one line, and ends. Others go on.
    """
    try:
        return _made()
    except AssayError as error:
        logger.error("a worker cannot start: %s (%s)", error.what, error.where)
        time.sleep(AGAIN_SECONDS)
        raise SystemExit(1) from error


def _made() -> Asgi:
    plan = handed_over()
    counters = Counters(plan.counters)

    def changed(board: Board) -> None:
        counters.counts.version = board.routing.champion or 0
        logger.info("serving version %s", board.routing.champion)

    watch = Watch(
        Ledger(expanded(plan.ledger)),
        Path(plan.root) / "runs",
        policy=plan.policy,
        changed=changed,
        copies=Copies(plan.copies),
    )
    watch.begin()
    gc.collect()
    gc.freeze()  # what is loaded now stays: no collection has to look at it again
    return App(
        plan,
        watch,
        Spool(plan.spool, most_bytes=plan.most_log_bytes),
        counters,
        _late(plan, watch),
        tokens=tokens.of(plan),
        limit=limit.of(plan),
    )


def _late(plan: ServePlan, watch: Watch) -> Asgi:
    """Return the pages beside the hot path; they are made, and Starlette loaded, at first use."""
    made: list[Asgi] = []
    token = None if plan.control_token is None else tokens.secret(plan.control_token)

    async def pages(scope: Scope, receive: Receive, send: Send) -> None:
        if not made:
            made.append(await asyncio.to_thread(control, plan, watch, token))
        await made[0](scope, receive, send)

    return pages
