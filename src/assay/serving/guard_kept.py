"""Write down what a guard counted, so that it outlives the keeper, and go on from there."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assay.core.evidence import codec
from assay.core.workspace import write_atomic
from assay.evaluation.sequential import sums
from assay.serving.guard import Guard
from assay.serving.routes import Canary, Routing


def keep(guard: Guard, path: Path) -> None:
    """Write down what was counted."""
    write_atomic(path, codec.encode(_Kept.of(guard)))


def kept(path: Path, *, slow_us: float) -> Guard:
    """Return a guard that goes on where another was kept; a new one if none was."""
    if not path.exists():
        return Guard(slow_us=slow_us)
    return codec.decode(path.read_bytes(), _Kept).guard(slow_us)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What outlives a guard.

    Attributes:
        canaries: Version and share.
        counts: Count and hits, by version and guard.
    """

    number: int
    champion: int | None
    canaries: list[tuple[int, float]]
    counts: dict[str, dict[str, tuple[float, float]]]
    carried: dict[str, dict[str, float]]

    @classmethod
    def of(cls, guard: Guard) -> _Kept:
        champion, canaries = guard.routing.shares
        return cls(
            number=guard.number,
            champion=champion,
            canaries=list(canaries),
            counts={
                str(version): {name: (float(each[0]), float(each[1])) for name, each in of.items()}
                for version, of in guard.counts.items()
            },
            carried={str(version): of for version, of in guard.carried.items()},
        )

    def guard(self, slow_us: float) -> Guard:
        canaries = tuple(Canary(version=version, share=share) for version, share in self.canaries)
        champions = () if self.champion is None else (self.champion,)
        return Guard(
            slow_us=slow_us,
            routing=Routing(champions=champions, canaries=canaries),
            number=self.number,
            counts={
                int(version): {
                    name: sums.of_hits(hits, count) for name, (count, hits) in of.items()
                }
                for version, of in self.counts.items()
            },
            carried={int(version): of for version, of in self.carried.items()},
        )
