"""What control endpoints are told, and what they tell of the server."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

_Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class Rollback(msgspec.Struct, frozen=True):
    """An order to take the champion back."""

    reason: str = "over HTTP"


class Deploy(msgspec.Struct, frozen=True, rename={"role": "as"}):
    """An order to deploy a version beside the champion, or to take it away."""

    version: _Version
    role: Literal["shadow", "canary", "none"]
    percent: Annotated[float, msgspec.Meta(gt=0, lt=100)] | None = None


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
