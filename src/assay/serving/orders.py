"""What control endpoints are told, and what they tell of the server."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

_Percent = Annotated[float, msgspec.Meta(gt=0, lt=100)]
_Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class Rollback(msgspec.Struct, frozen=True):
    """An order to take the champion back."""

    reason: str = "over HTTP"


class Deploy(msgspec.Struct, frozen=True, rename={"role": "as"}):
    """An order to deploy a version, or to take it away; who is to answer asks the gate."""

    version: _Version
    role: Literal["shadow", "canary", "champion", "none"]
    percent: Annotated[float, msgspec.Meta(gt=0, lt=100)] | None = None
    ramp: Annotated[list[_Percent], msgspec.Meta(min_length=1, max_length=100)] | None = None
    margin: Annotated[float, msgspec.Meta(gt=0, lt=1)] | None = None
    loss_margin: Annotated[float, msgspec.Meta(gt=0)] | None = None

    @property
    def climb(self) -> dict[str, Any] | None:
        """What `ramp_of` takes."""
        if self.ramp is None:
            return None
        return {"percents": self.ramp, "margin": self.margin, "loss_margin": self.loss_margin}


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order to announce an experiment, as `assay experiment plan` does."""

    version: _Version
    effect: Annotated[float, msgspec.Meta(gt=0)]
    requests_a_day: Annotated[float, msgspec.Meta(gt=0)]
    share: Annotated[float, msgspec.Meta(gt=0, lt=1)] = 0.1
    metric: str | None = None
    baseline: float | None = None
    deviation: Annotated[float, msgspec.Meta(gt=0)] | None = None
    alpha: Annotated[float, msgspec.Meta(gt=0, lt=1)] = 0.05
    power: Annotated[float, msgspec.Meta(gt=0, lt=1)] = 0.8
    looks: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    promote: bool = False
    proxy: bool = False


class Stop(msgspec.Struct, frozen=True):
    """An order to end the running experiment."""

    reason: str = "over HTTP"


class Share(msgspec.Struct, frozen=True):
    """A canary and the percentage of requests that it answers."""

    version: int
    percent: float


class State(msgspec.Struct, frozen=True):
    """Who answers, and how far the worker that was asked has followed the ledger."""

    champion: int | None
    rollback_to: int | None
    canaries: list[Share]
    shadows: list[int]
    loaded: list[int]
    ledger: int
    behind: str
