"""How the command line speaks: tables and bars for people, JSON for machines."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from assay.core.finding import Severity

Progress = Callable[[str, float], None]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Folder = Annotated[
    Path, typer.Option("--project", "-p", help="Folder that holds assay.toml.", show_default=False)
]

STYLE: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def console() -> Console:
    """Return the console for results, on standard output."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def emit(value: object) -> None:
    """Print a value as JSON: evidence, dataclasses, paths and dates included."""
    from assay.core.evidence.codec import plain

    typer.echo(json.dumps(plain(value), indent=2, ensure_ascii=False, default=str))


def table(
    title: str | None, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, right: str = ""
) -> None:
    """Print a table.

    Args:
        title: Above the table.
        columns: Headings.
        rows: Cells; anything is turned to text.
        right: Headings of the columns to align right, separated by spaces.
    """
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    if title is not None:
        say(f"\n[bold]{escape(title)}[/]")
    drawn = Table(box=box.SIMPLE_HEAD)
    for number, name in enumerate(columns):
        justify: Literal["left", "right"] = "right" if name in right.split() else "left"
        drawn.add_column(name, justify=justify, no_wrap=number == 0, overflow="fold")
    for row in rows:
        drawn.add_row(*(escape(str(cell)) for cell in row))
    console().print(drawn)


def say(text: str) -> None:
    """Print one line; Rich markup is understood."""
    console().print(text)


def plain_text(text: object) -> str:
    """Return text in which nothing is markup."""
    from rich.markup import escape

    return escape(str(text))


@contextlib.contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Draw a bar on standard error for each stage that reports itself.

    Yields:
        A callback of stage and fraction done, from 0 to 1.
    """
    if quiet:
        yield lambda _stage, _fraction: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description:<34}"),
        BarColumn(bar_width=28),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as bars:
        known: dict[str, Any] = {}
        noted: dict[str, str] = {}

        def report(stage: str, fraction: float) -> None:
            room, _, detail = stage.partition(": ")
            if room not in known:
                known[room] = bars.add_task(room, total=1.0)
            if detail:
                noted[room] = detail
            done = fraction >= 1
            text = room if done else f"{room}: {noted[room]}" if room in noted else room
            bars.update(known[room], completed=min(fraction, 1.0), description=text[:34])

        yield report
