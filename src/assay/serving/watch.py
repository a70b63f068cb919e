"""Follow the ledger: keep the versions that may answer loaded, and switch when it says so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from assay.core.errors import AssayError, BackendError
from assay.core.ledger import Ledger
from assay.serving import routes
from assay.serving.copies import Copies
from assay.serving.field import Policy
from assay.serving.model import ServedModel
from assay.serving.routes import Routing

PERIOD_SECONDS = 0.2
"""How often the ledger is asked; a move is seen within it, and the time to load a version."""

WARM = 3
"""Champions before the present one that stay loaded, so that the way back loads nothing."""

logger = logging.getLogger("assay.serving")


class Board:
    """The versions that answer now; replaced as a whole, so that a request sees one state.

    Attributes:
        routing: What the ledger said.
        models: Loaded versions, the champion among them.
    """

    __slots__ = ("models", "routing")

    def __init__(self, routing: Routing, models: dict[int, ServedModel]) -> None:
        self.routing = routing
        self.models = models

    @property
    def champion(self) -> ServedModel:
        """The version that answers where no canary does."""
        assert self.routing.champion is not None
        return self.models[self.routing.champion]


class Watch:
    """Reads the ledger in a thread of its own and swaps the board.

    Args:
        ledger: The ledger.
        runs: Folder of the runs, where versions keep their scorers.
        policy: What is done with values that break the contract.
        changed: Called in the thread after each swap.
        copies: Where versions that were loaded are kept, so that they can be loaded again.

    Attributes:
        board: What answers now.
        behind: What kept the board from following the ledger; empty if nothing does.
    """

    def __init__(
        self,
        ledger: Ledger,
        runs: Path,
        *,
        policy: Policy,
        changed: Callable[[Board], None] | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._ledger = ledger
        self._runs = runs
        self._policy = policy
        self._copies = copies
        self._changed = changed or (lambda _board: None)
        self._stopped = threading.Event()
        self._seen = -1
        self._thread: threading.Thread | None = None
        self.behind = ""
        self.board = Board(Routing(), {})

    def load(self) -> None:
        """Load what the ledger says now.

        Raises:
            AssayError: If the champion cannot be served.
        """
        self._seen = self._ledger.length()
        self.board = self._loaded(routes.read(self._ledger))
        self._changed(self.board)

    def begin(self) -> None:
        """Load what the ledger says now, then follow it.

        Raises:
            AssayError: If the champion cannot be served.
        """
        self.load()
        self._thread = threading.Thread(target=self._follow, name="ledger", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop following."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _follow(self) -> None:
        while not self._stopped.wait(PERIOD_SECONDS):
            self.look()

    def look(self) -> None:
        """Follow the ledger where it has moved on; if that fails, `behind` says why."""
        try:
            length = self._ledger.length()
            if length == self._seen:
                return
            board = self._loaded(routes.read(self._ledger))
        except BackendError as error:  # the state before goes on answering
            self._say(error.what)
            return
        except AssayError as error:
            self._say(error.what)
            self._seen = length  # a version that cannot be loaded is not tried again and again
            return
        self.board, self._seen, self.behind = board, length, ""
        self._changed(board)

    def _say(self, problem: str) -> None:
        if problem != self.behind:
            logger.error("still serving the state before: %s", problem)
        self.behind = problem

    def _loaded(self, routing: Routing) -> Board:
        """Return a board with the versions that may answer; each is loaded once."""
        wanted = [
            *routing.champions[-1 - WARM :],
            *(canary.version for canary in routing.canaries),
        ]
        known = self.board.models
        models = {
            version: known[version] if version in known else self._load(routing, version)
            for version in dict.fromkeys(wanted)
        }
        if self._copies is not None:
            self._copies.forget(each.registered for each in models.values())
        return Board(routing, models)

    def _load(self, routing: Routing, version: int) -> ServedModel:
        """Load a version from its run, or if that cannot be, from the copy that was made of it."""
        registered = routing.registered[version]
        folder = self._runs / registered.run / "model"
        try:
            model = ServedModel.load(folder, registered, policy=self._policy)
        except AssayError as problem:
            if self._copies is None or not self._copies.of(registered).exists():
                raise
            copy = self._copies.of(registered)
            logger.error("version %d is loaded from %s, since %s", version, copy, problem.what)
            return ServedModel.load(copy, registered, policy=self._policy)
        if self._copies is not None:
            self._copies.keep(registered, folder)
        return model
