"""The process beside the workers: it files what they answered, and guards and feeds who answers.

Workers load nothing of what this needs. It acts through the verbs that the plan names, as a person
would, and every act of its is in the ledger with its reason.
"""

from __future__ import annotations

import dataclasses
import datetime
import logging
import os
import signal
import sys
import threading
import time
from typing import Any

import polars as pl

from assay.core import lock
from assay.core.address import expanded
from assay.core.errors import AssayError
from assay.core.ledger import Ledger
from assay.serving import guard_kept, moves, ramp, routes
from assay.serving.alarm import Paired
from assay.serving.counters import Counters
from assay.serving.log import alone, filing
from assay.serving.plan import ServePlan, handed_over

PERIOD_SECONDS = 2.0

AGAIN_SECONDS = 60.0
"""How long until a promotion that came to nothing, and was not refused, is tried again."""

logger = logging.getLogger("assay.serving")


def main() -> None:
    """Work until told to stop (SIGTERM) or the server is gone, then file the rest.

    The server says its process number, since it may be gone before this one could ask for it.
    """
    logging.basicConfig(format="%(message)s")
    plan, parent = handed_over(), int(sys.argv[1])
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    plan.log.mkdir(parents=True, exist_ok=True)
    with (plan.log / alone.NAME).open("w") as file:
        while not lock.take(file):  # another server of this workspace keeps the log, while it lives
            if stopped.wait(PERIOD_SECONDS) or os.getppid() != parent:
                return
        _keep(plan, parent, stopped)


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
        self.guard = guard_kept.kept(plan.guard, slow_us=plan.slow_ms * 1000)
        self._plan = plan
        self._ledger = Ledger(expanded(plan.ledger))
        self._forgotten: datetime.date | None = None
        self._news = True
        self._looked_at = 0.0
        self._rest_seconds = 0.0
        self._counters = Counters(plan.counters)
        self._winning = Winning(plan)
        self._pairs: Any = None

    def work(self) -> None:
        """Do what there is to do now."""
        plan = self._plan
        self.guard.follow(routes.read(self._ledger))
        filed = filing.file(plan.spool, plan.log, seen=self._seen)
        today = datetime.datetime.now(datetime.UTC).date()
        if self._forgotten != today:
            filing.forget(plan.log, retention_days=plan.retention_days, today=today)
            self._forgotten = today
        joined = self._join()
        if joined or filed:
            self.act()
        if self.guard.routing.canaries:
            self._winning.follow()
        self._counters.write()

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
        guard_kept.keep(self.guard, self._plan.guard)
        self._news = self._news or outcomes.height > 0

    def _join(self) -> bool:
        """Join answers with outcomes, where some came; a tenth of the time at most goes into it.

        Returns:
            Whether guards know more than before.
        """
        if not self._news or time.monotonic() < self._looked_at + self._rest_seconds:
            return False
        if not self.guard.routing.canaries:
            return False
        began = time.monotonic()
        try:
            known = moves.losses(self._plan, self.guard.settled_at)
            self.guard.losses = known.losses
            self._set_aside(known)
            self.guard.pairs = self._paired()
            self._look()
            self._news = False
        except AssayError as error:  # the other guards do not wait for it
            logger.error("outcomes wait: %s", error.what)
        self._looked_at = time.monotonic()
        self._rest_seconds = 9 * (self._looked_at - began)
        return True

    def _paired(self) -> dict[int, Paired]:
        """Return what outcomes say that judge both versions, where they may."""
        if self._plan.answers_change_outcomes:
            return {}
        if self._pairs is None:
            self._pairs = moves.pairs(self._plan)
        found: dict[int, Paired] = self._pairs.learn(self.guard.routing, self.guard.settled_at)
        return found

    def _look(self) -> None:
        """Take the look of an experiment that is due."""
        found = moves.look(self._plan)
        if found is not None:
            told = f"look {found.number}: z {found.z:.2f} of {found.bound:.2f}, {found.reason}"
            logger.warning("the experiment is looked at as planned; %s", told)

    def _set_aside(self, known: moves.Known) -> None:
        counts = self._counters.counts
        if known.unreadable > counts.unreadable:
            logger.error(
                "%d outcomes are set aside, such as %s: they are no value of the target",
                known.unreadable,
                known.example[:40],
            )
        counts.unreadable = known.unreadable


class Winning:
    """Asks the gate for a challenger that an experiment found better, where its plan says so.

    That takes seconds, in a process of its own: who answers is guarded and filed meanwhile.

    Args:
        plan: What the server was told.
    """

    def __init__(self, plan: ServePlan) -> None:
        self._plan = plan
        self._process: Any = None
        self._begun = -AGAIN_SECONDS

    def follow(self) -> None:
        """Begin where there is something to ask, again after a while if that came to nothing."""
        if self._process is not None and self._process.poll() is None:
            return
        if time.monotonic() < self._begun + AGAIN_SECONDS or not moves.has_winner(self._plan):
            return
        self._begun = time.monotonic()
        self._process = moves.promote_winner(self._plan)


if __name__ == "__main__":
    main()
