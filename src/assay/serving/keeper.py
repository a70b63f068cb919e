"""The process beside the workers: it files what they answered, and guards and feeds who answers.

Workers load nothing of what this needs. It acts through the verbs that the plan names, as a person
would, and every act of its is in the ledger with its reason.
"""

from __future__ import annotations

import dataclasses
import datetime
import fcntl
import logging
import os
import signal
import threading
import time
from typing import IO

import polars as pl

from assay.core.address import expanded
from assay.core.errors import AssayError
from assay.core.ledger import Ledger
from assay.serving import moves, ramp, routes
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
    keeper = Keeper(plan)
    while True:
        ending = stopped.wait(PERIOD_SECONDS) or os.getppid() != parent
        try:
            keeper.work()
        except OSError:  # a full disk, say: the spool keeps what waits, and the next try comes
            logger.exception("answers could not be filed; they wait in the spool")
        except AssayError as error:  # a locked ledger, say
            logger.error("the guard waits: %s", error.what)
        if ending:
            return


class Keeper:
    """Files answers, and does what they call for.

    Args:
        plan: What the server was told.

    Attributes:
        guard: Counts, and goes on where the keeper before ended.
    """

    def __init__(self, plan: ServePlan) -> None:
        self.guard = Guard.kept(plan.guard, slow_us=plan.slow_ms * 1000)
        self._plan = plan
        self._ledger = Ledger(expanded(plan.ledger))
        self._forgotten: datetime.date | None = None
        self._news = True
        self._joined_at = 0.0
        self._rest_seconds = 0.0

    def work(self) -> None:
        """Do what there is to do now."""
        plan = self._plan
        self.guard.follow(routes.read(self._ledger))
        filed = filing.file(plan.spool, plan.log, seen=self._seen)
        today = datetime.datetime.now(datetime.UTC).date()
        if self._forgotten != today:
            filing.forget(plan.log, retention_days=plan.retention_days, today=today)
            self._forgotten = today
        if self._join() or filed:
            self.act()

    def act(self) -> None:
        """Withdraw canaries that do worse, take back a champion that fails, give more where due."""
        plan, guard = self._plan, self.guard
        gone = set()
        for alarm in guard.alarms():
            logger.error("version %d is taken away: %s", alarm.version, alarm.reason)
            gone.add(alarm.version)
            if alarm.version == guard.routing.champion:
                moves.take_back(plan, reason=alarm.reason)
            else:
                moves.deploy(plan, alarm.version, role="none", reason=alarm.reason)
        p_value = guard.split_alarm()
        if p_value is not None:
            logger.error(
                "requests are not split as planned (always-valid p = %.2g): look at the key",
                p_value,
            )
            return  # what was not drawn as planned is no evidence
        if guard.routing.champion in gone:
            return
        for canary in guard.routing.canaries:
            percent = ramp.earned(guard, canary)
            if percent is None or canary.version in gone:
                continue
            known = ramp.standings(guard, canary)
            told = "; ".join(each.told for each in known)
            logger.info("version %d is given %g %%: %s", canary.version, percent, told)
            evidence = [dataclasses.asdict(each) for each in known]
            moves.grow(plan, canary.version, percent=percent, evidence=evidence)

    def _seen(self, number: int, answers: pl.DataFrame, outcomes: pl.DataFrame) -> None:
        self.guard.observe(number, answers)
        self.guard.keep(self._plan.guard)
        self._news = self._news or outcomes.height > 0

    def _join(self) -> bool:
        """Join answers with outcomes, where some came; a tenth of the time at most goes into it."""
        waits = time.monotonic() < self._joined_at + self._rest_seconds
        if not self._news or waits or not self.guard.routing.canaries:
            return False
        began = time.monotonic()
        try:
            self.guard.losses = moves.losses(self._plan, self.guard.settled_at)
        except AssayError as error:
            logger.error("outcomes are left aside: %s", error.what)
        self._joined_at, self._news = time.monotonic(), False
        self._rest_seconds = 9 * (self._joined_at - began)
        return True


if __name__ == "__main__":
    main()
