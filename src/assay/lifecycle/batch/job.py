"""One batch on the disk: what it was asked, the parts that are scored, and how far it has come."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

import msgspec
import polars as pl

from assay.core.evidence import codec
from assay.core.workspace import write_atomic
from assay.lifecycle.batch.durable import replace_durably
from assay.lifecycle.batch.tally import Tally, total

NOTE = "job.json"
PARTS = "parts"
KEY = "assay"
"""Where a part's metadata keep its tally."""

Stage = Literal["scoring", "publishing", "published"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides the rows that are written; where one differs, parts are of no use.

    Attributes:
        source: Address, without credentials.
        identity: What the source consisted of; None if only reading it could tell.
        scorer: SHA-256 of what scores.
        rows: SHA-256 of contract and own features.
        assay: Version of Assay.
    """

    source: str
    query: str | None
    header: bool
    identity: tuple[str, ...] | None
    version: int
    scorer: str
    rows: str
    policy: str
    keep: tuple[str, ...]
    drop_rejected: bool
    assay: str


_CHANGED = {
    "source": "another source is named",
    "query": "another query is asked",
    "header": "the first line is read otherwise",
    "identity": "the source changed",
    "version": "another version scores",
    "scorer": "the version's scorer changed",
    "rows": "the version's contract or features changed",
    "policy": "the policy is another",
    "keep": "other columns are kept",
    "drop_rejected": "rejected rows are treated otherwise",
    "assay": "Assay was upgraded",
}


@dataclass(slots=True, kw_only=True)
class _State:
    """Content of `job.json`."""

    id: str
    settings: Settings
    stage: Stage = "scoring"
    summary: Tally | None = None


class Job:
    """A batch that may go on after a kill; whoever has it holds its folder.

    Args:
        folder: Where its parts stand until they are published.
        state: What its note says.

    Attributes:
        anew: Why what an interrupted call left was of no use; None if nothing was left, or it was.
    """

    def __init__(self, folder: Path, state: _State, anew: str | None = None) -> None:
        self.folder = folder
        self.anew = anew
        self._state = state
        self._tallies = [_tally(part) for part in self.parts] if self.stage == "scoring" else []

    @classmethod
    def begin(cls, folder: Path, settings: Settings, *, restart: bool = False) -> Job:
        """Go on with what an interrupted call left, if it was asked the same; else start anew.

        Args:
            folder: The work folder, held by this process.
            settings: What is asked now.
            restart: Start anew, whatever was left.
        """
        left = _read(folder / NOTE)
        anew = None
        if left is not None:
            anew = "it was asked for" if restart else _difference(left.settings, settings)
            if anew is None:
                return cls(folder, left)
        empty(folder)
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        job = cls(folder, _State(id=secrets.token_hex(8), settings=settings), anew)
        job._note()
        return job

    @classmethod
    def left(cls, folder: Path) -> Settings | None:
        """Return what an interrupted call was asked; None if none left anything."""
        state = _read(folder / NOTE)
        return None if state is None else state.settings

    @property
    def id(self) -> str:
        """Name of the batch; the same after a kill."""
        return self._state.id

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return self._state.stage

    @property
    def parts(self) -> list[Path]:
        """The scored parts, in the order of their rows."""
        return sorted((self.folder / PARTS).glob("part-*.parquet"))

    @property
    def done(self) -> int:
        """Rows of the source that are scored."""
        return sum(tally.rows for tally in self._tallies)

    @property
    def summary(self) -> Tally:
        """What was seen of all rows that are scored."""
        return self._state.summary or total(self._tallies)

    def add(self, frames: Sequence[pl.DataFrame], tallies: Sequence[Tally]) -> None:
        """Write the next part; it appears whole."""
        tally = total(tallies)
        name = f"part-{len(self._tallies):05d}.parquet"
        path, part = self.folder / PARTS / name, self.folder / f"{name}.part"
        whole = pl.concat(frames, rechunk=False)
        whole.write_parquet(part, compression="zstd", metadata={KEY: codec.encode(tally).decode()})
        replace_durably(part, path)
        self._tallies.append(tally)

    def publishing(self) -> None:
        """Note that all parts are there, and that the output may be written from now on."""
        self._state.summary, self._state.stage = self.summary, "publishing"
        self._note()

    def published(self) -> None:
        """Note that the output is whole."""
        self._state.stage = "published"
        self._note()

    def _note(self) -> None:
        write_atomic(self.folder / NOTE, codec.encode(asdict(self._state)))


def remove(folder: Path) -> None:
    """Remove a work folder, its note last: a kill in between leaves what says how far it was."""
    empty(folder)
    (folder / NOTE).unlink(missing_ok=True)


def empty(folder: Path) -> None:
    """Remove all of a work folder but its note."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != NOTE:
            path.unlink()


def _read(note: Path) -> _State | None:
    """Return what a note says; None if there is none that this Assay can read."""
    try:
        return codec.decode(note.read_bytes(), _State)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _difference(left: Settings, asked: Settings) -> str | None:
    changed = [
        _CHANGED[field.name]
        for field in fields(Settings)
        if getattr(left, field.name) != getattr(asked, field.name)
    ]
    return " and ".join(changed) or None


def _tally(part: Path) -> Tally:
    return codec.decode(pl.read_parquet_metadata(part)[KEY].encode(), Tally)
