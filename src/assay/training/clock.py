"""The budget: seconds that are left, counting those that an interrupted call already spent."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from assay.training.plan import Progress

KEPT_BACK = 0.08
"""Share of the budget that nothing may plan with, since machines slow down."""


@dataclass(slots=True)
class Clock:
    """A budget that runs.

    Attributes:
        seconds: The whole budget; infinite when a recorded plan is replayed.
        spent: Seconds that earlier calls of the same fit spent.
    """

    seconds: float
    spent: float = 0.0
    progress: Progress | None = None
    _started: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds spent, those of earlier calls included."""
        return self.spent + time.monotonic() - self._started

    @property
    def left(self) -> float:
        """Seconds that may still be planned with; negative once they are overdrawn."""
        return self.seconds * (1.0 - KEPT_BACK) - self.elapsed

    def tell(self, stage: str) -> None:
        """Report a stage with the share of the budget that is spent."""
        if self.progress is not None:
            self.progress(stage, min(self.elapsed / self.seconds, 1.0))
