"""The process beside the workers: it files what they answered, and guards who answers.

Workers load nothing of what this needs. It acts through the verbs that the plan names, as a person
would, and every act of its is in the ledger with its reason.
"""

from __future__ import annotations

import datetime
import fcntl
import logging
import os
import signal
import threading
from typing import IO

from assay.core.address import expanded
from assay.core.errors import AssayError
from assay.core.ledger import Ledger
from assay.serving import moves, routes
from assay.serving.guard import Guard
from assay.serving.log import filing
from assay.serving.plan import ServePlan, handed_over

PERIOD_SECONDS = 2.0

logger = logging.getLogger("assay.serving")


def main() -> None:
    """Work until told to stop (SIGTERM) or the server is gone, then file the rest."""
    logging.basicConfig(format="%(message)s")
    plan, parent = handed_over(), os.getppid()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    plan.log.mkdir(parents=True, exist_ok=True)
    with (plan.log / "keeper.lock").open("w") as lock:
        while not _locked(lock):  # another server of this workspace keeps the log, while it lives
            if stopped.wait(PERIOD_SECONDS) or os.getppid() != parent:
                return
        _keep(plan, parent, stopped)


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _keep(plan: ServePlan, parent: int, stopped: threading.Event) -> None:
    ledger, guard = Ledger(expanded(plan.ledger)), Guard(slow_us=plan.slow_ms * 1000)
    forgotten: datetime.date | None = None
    while True:
        ending = stopped.wait(PERIOD_SECONDS) or os.getppid() != parent
        try:
            guard.follow(routes.read(ledger))
            if filing.file(plan.spool, plan.log, seen=guard.observe):
                _act(plan, guard)
            today = datetime.datetime.now(datetime.UTC).date()
            if forgotten != today:
                filing.forget(plan.log, retention_days=plan.retention_days, today=today)
                forgotten = today
        except OSError:  # a full disk, say: the spool keeps what waits, and the next try comes
            logger.exception("answers could not be filed; they wait in the spool")
        except AssayError as error:  # a locked ledger, say
            logger.error("the guard waits: %s", error.what)
        if ending:
            return


def _act(plan: ServePlan, guard: Guard) -> None:
    """Withdraw canaries that do worse, and take back a champion that fails."""
    for alarm in guard.alarms():
        logger.error("version %d is taken away: %s", alarm.version, alarm.reason)
        if alarm.version == guard.routing.champion:
            moves.take_back(plan, reason=alarm.reason)
        else:
            moves.deploy(plan, alarm.version, role="none", reason=alarm.reason)
    p_value = guard.split_alarm()
    if p_value is not None:
        logger.error(
            "requests are not split as planned (always-valid p = %.2g): look at the key", p_value
        )


if __name__ == "__main__":
    main()
