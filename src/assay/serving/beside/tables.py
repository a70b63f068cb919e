"""Predictions for tables, Arrow or Parquet, asked of the process that reads and scores them."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from assay.serving.beside.process import Beside, Exhausted, Unavailable
from assay.serving.counters import Counters
from assay.serving.http import JSON, Headers, Refused, later

MODULE = "assay.serving.beside.table_scorer"

ARROW, PARQUET = b"application/vnd.apache.arrow.stream", b"application/vnd.apache.parquet"

Form = Literal["arrow", "parquet"]
FORMS: dict[bytes, Form] = {ARROW: "arrow", PARQUET: "parquet"}
"""What a body may be, by its media type."""

MOST_WAITING = 8
TIMEOUT_SECONDS = 30.0


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """A table to be answered.

    Attributes:
        arrow: Whether the answer is Arrow too; JSON otherwise.
    """

    request: str
    form: Form
    arrow: bool
    body: bytes
    client: str


class Told(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What is answered; it is in the log already.

    Attributes:
        content: Body of the answer; empty where the request is refused.
        broken: Check and action of each value that broke the contract.
        logged: Whether the log has it; None where there was nothing to log.
        detail: Reasons of a refusal, as `Refused` has them.
    """

    status: int
    content: bytes = b""
    what: str = ""
    remedy: str = ""
    detail: list[Any] | None = None
    route: str = "refused"
    rows: int = 0
    broken: list[tuple[str, str]] = []
    logged: bool | None = None


class Tables:
    """The worker's end.

    Args:
        counters: What the worker counts.
    """

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._process = Beside(MODULE, most_waiting=MOST_WAITING)
        self._decoder = msgspec.msgpack.Decoder(Told)
        self.close = self._process.close

    async def answered(
        self, form: Form, body: bytes, accept: bytes, request: str, client: str
    ) -> tuple[bytes, Headers, str]:
        """Return the body of the answer, its media type, and the route.

        Raises:
            Refused: If the table cannot be read, breaks the contract or a limit, or the process
                cannot answer now.
        """
        arrow = ARROW in accept
        asked = msgspec.msgpack.encode(Asked(request, form, arrow, body, client))
        try:
            content = await self._process.ask(asked, timeout_seconds=TIMEOUT_SECONDS)
        except Exhausted as problem:
            raise Refused(
                413,
                "the table takes more memory than one request may",
                "send fewer rows at once, or score them in batch with `assay predict`",
            ) from problem
        except Unavailable as problem:
            raise later(f"tables cannot be read now: {problem}") from problem
        told = self._decoder.decode(content)
        self._count(told)
        if told.status == 503:
            raise later(told.what)
        if told.status != 200:
            raise Refused(told.status, told.what, told.remedy, detail=told.detail)
        return told.content, ((b"content-type", ARROW),) if arrow else (JSON,), told.route

    def _count(self, told: Told) -> None:
        named = self._counters.named
        named["rows"] += told.rows
        if told.route == "baseline":
            named["fallbacks"] += 1
        for check, action in told.broken:
            self._counters.broken(check, action)
        if told.logged is not None:
            named["log_records" if told.logged else "log_dropped"] += 1
