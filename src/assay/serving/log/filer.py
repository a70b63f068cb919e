"""The process that files spooled answers, so that no worker loads what filing needs."""

from __future__ import annotations

import datetime
import fcntl
import logging
import os
import signal
import sys
import threading

from assay.serving.log import filing
from assay.serving.plan import handed_over

PERIOD_SECONDS = 2.0

logger = logging.getLogger("assay.serving")


def main() -> None:
    """File until told to stop (SIGTERM) or the server is gone, then file the rest."""
    plan, parent = handed_over(), os.getppid()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    plan.log.mkdir(parents=True, exist_ok=True)
    with (plan.log / "filer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("another process files this log already")
        forgotten: datetime.date | None = None
        while True:
            ending = stopped.wait(PERIOD_SECONDS) or os.getppid() != parent
            try:
                filing.file(plan.spool, plan.log)
                today = datetime.datetime.now(datetime.UTC).date()
                if forgotten != today:
                    filing.forget(plan.log, retention_days=plan.retention_days, today=today)
                    forgotten = today
            except OSError:  # a full disk, say: the spool keeps what waits, and the next try comes
                logger.exception("answers could not be filed; they wait in the spool")
            if ending:
                return


if __name__ == "__main__":
    main()
