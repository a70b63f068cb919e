"""The process that answers tables: it reads them with Polars and scores with the same versions."""

from __future__ import annotations

import io
import os
import resource
import time
import traceback
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
from polars.exceptions import PanicException, PolarsError

from assay.core.address import expanded
from assay.core.errors import AssayError
from assay.core.ledger import Ledger
from assay.data.columns import demand_supported, named
from assay.serving import answers as answering
from assay.serving.answers import Answers, NoAnswer
from assay.serving.asking import wrong_size
from assay.serving.beside import pipe
from assay.serving.beside.columns import Columns, plain
from assay.serving.beside.tables import Asked, Told
from assay.serving.copies import Copies
from assay.serving.log.record import Answered
from assay.serving.log.spool import Spool
from assay.serving.plan import ServePlan, handed_over
from assay.serving.predict import Many, broken_contract
from assay.serving.watch import Watch

MOST_TIMES = 10
"""How many times as large as a body may be what it holds."""

MEMORY_TIMES = 20
"""Memory that answering one table may take, in tables of the largest size."""


class TableScorer:
    """Answers one table after the other.

    Args:
        plan: What the server was told.
    """

    def __init__(self, plan: ServePlan) -> None:
        self._plan = plan
        self._watch = Watch(
            Ledger(expanded(plan.ledger)),
            Path(plan.root) / "runs",
            policy=plan.policy,
            copies=Copies(plan.copies),
        )
        self._watch.load()
        self._spool = Spool(plan.spool, most_bytes=plan.most_log_bytes)
        self._decoder = msgspec.msgpack.Decoder(Asked)

    def answer(self, message: bytes) -> bytes:
        """Return what is told of one table."""
        return msgspec.msgpack.encode(self._told(self._decoder.decode(message)))

    def _told(self, asked: Asked) -> Told:
        began = time.perf_counter()
        try:
            frame = plain(_read(asked, self._plan.most_rows + 1))
            demand_supported(frame.columns, where="the body")
        except (PolarsError, PanicException, AssayError, OSError, ValueError) as problem:
            return Told(
                status=400,
                what=f"the body is no {asked.form.capitalize()} table: {_first_line(problem)}",
                remedy="send an Arrow IPC stream or a Parquet file with one column a feature",
            )
        refused = self._too_large(frame)
        if refused is not None:
            return refused
        self._watch.look()
        keys = self._keys(frame, asked.request)
        try:
            said = answering.answers(self._watch.board, Columns(frame), keys)
        except NoAnswer:
            return Told(status=503, what="the model and its baseline both failed")
        return self._worded(asked, frame, keys, said, began)

    def _too_large(self, frame: pl.DataFrame) -> Told | None:
        most_bytes = MOST_TIMES * self._plan.most_bytes
        if frame.estimated_size() > most_bytes:
            return Told(
                status=413,
                what=f"the table holds more than {most_bytes:,} bytes",
                remedy="send fewer at once, or score them in batch with `assay predict`",
            )
        if not 1 <= frame.height <= self._plan.most_rows:
            refused = wrong_size(frame.height, self._plan.most_rows)
            return Told(status=refused.status, what=refused.what, remedy=refused.remedy)
        return None

    def _worded(
        self, asked: Asked, frame: pl.DataFrame, keys: list[str], said: Answers, began: float
    ) -> Told:
        status = 422 if said.rejected else 200
        logged = self._logged(asked, frame, keys, said, began, status)
        counted: dict[str, Any] = {
            "route": said.route,
            "rows": len(said.scores),
            "broken": [(reason.check, reason.action) for reason in said.reasons],
            "logged": logged,
        }
        if not logged and self._plan.lossless:
            what = "the answer cannot be logged, and [serve] lossless forbids to give it"
            return Told(status=503, what=what, **counted)
        if said.rejected:
            refused = broken_contract(said)
            return Told(
                status=status,
                what=refused.what,
                remedy=refused.remedy,
                detail=refused.detail,
                **counted,
            )
        return Told(status=status, content=_content(asked, said), **counted)

    def _keys(self, frame: pl.DataFrame, request: str) -> list[str]:
        column = self._plan.key
        if column is None:
            return [request] * frame.height
        if column not in frame.columns:
            return [""] * frame.height
        return [str(value) for value in frame[column].to_list()]

    def _logged(
        self,
        asked: Asked,
        frame: pl.DataFrame,
        keys: list[str],
        said: Answers,
        began: float,
        status: int,
    ) -> bool:
        """Log the answer before it is sent, in a segment of its own."""
        self._spool.tick()
        written = self._spool.write(
            Answered(
                at_us=time.time_ns() // 1000,
                request=asked.request,
                versions=[each.model_version for each in said.predictions] or [said.version],
                route=said.route,
                key=keys[0] if self._plan.key else "",
                latency_us=int((time.perf_counter() - began) * 1e6),
                status=status,
                body=msgspec.json.encode(self._written(frame).to_dicts()),
                scores=said.scores,
                predictions=[each.prediction for each in said.predictions],
                reasons=said.reasons,
                client=asked.client,
            )
        )
        self._spool.close()
        return written

    def _written(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows as a client would have written them as JSON, less what is redacted."""
        columns = self._watch.board.champion.door.contract.columns
        forms = {
            name: (columns[name].format if name in columns else None)
            or ("%Y-%m-%d" if dtype == pl.Date() else "%Y-%m-%dT%H:%M:%S%.f")
            for name, dtype in frame.schema.items()
            if dtype in (pl.Date, pl.Datetime)
        }
        return frame.drop(self._plan.redact, strict=False).with_columns(
            named(name).dt.strftime(form)
            for name, form in forms.items()
            if name not in self._plan.redact
        )


def _read(asked: Asked, most_rows: int) -> pl.DataFrame:
    source = io.BytesIO(asked.body)
    if asked.form == "parquet":
        return pl.read_parquet(source, n_rows=most_rows)
    return pl.read_ipc_stream(source, n_rows=most_rows)


def _content(asked: Asked, said: Answers) -> bytes:
    if not asked.arrow:
        return msgspec.json.encode(
            Many(request_id=asked.request, model_version=said.version, predictions=said.predictions)
        )
    out = io.BytesIO()
    table_of(said).write_ipc_stream(out)
    return out.getvalue()


def table_of(said: Answers) -> pl.DataFrame:
    """Return answers as a table: prediction, probabilities as `assay predict` names them, version.

    The column `reasons` is JSON, null where the row has none.
    """
    predictions = said.predictions
    probabilities = [each.probability or {} for each in predictions]
    return pl.DataFrame(
        [
            pl.Series("prediction", [each.prediction for each in predictions]),
            *(
                pl.Series(f"probability_{name}", [each[name] for each in probabilities])
                for name in probabilities[0]
            ),
            pl.Series("model_version", [e.model_version for e in predictions], pl.Int32),
            pl.Series(
                "reasons",
                [
                    msgspec.json.encode(each.reasons).decode() if each.reasons else None
                    for each in predictions
                ],
                pl.String,
            ),
        ]
    )


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0][:200]


def main() -> None:
    """Answer until the worker is gone."""
    plan = handed_over()
    scorer = TableScorer(plan)
    bound_memory(MEMORY_TIMES * MOST_TIMES * plan.most_bytes)

    def answer(message: bytes) -> bytes:
        try:
            return scorer.answer(message)
        except (MemoryError, PanicException):  # nothing can be trusted now: as Rust's own end
            traceback.print_exc()
            os.abort()

    pipe.serve(answer)


def bound_memory(size_bytes: int) -> None:
    """Let the process take so much more memory than it has now, and no more."""
    kilobytes = next(
        int(line.split()[1])
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmData:")
    )
    limit = kilobytes * 1024 + size_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    main()
