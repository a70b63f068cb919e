"""Propose a project from its data: task, metric, split, contract, and columns to leave out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assay.core.address import public
from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import ProfileEvidence, Task
from assay.core.evidence.split import SplitKind
from assay.core.workspace import write_atomic
from assay.data import profile, source, split, target
from assay.data.columns import named
from assay.data.contract import infer, text
from assay.data.contract.validate import validate
from assay.data.folds import count_folds
from assay.data.split_checks import FEWEST_ROWS
from assay.lifecycle.project_text import project_text

PART = 0.2
"""Share of rows that is proposed for validation, and for the test."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was proposed, each part with its reason.

    Attributes:
        metric_reason: Why this metric.
        split_reason: Why this split.
        leave_out: Columns to leave out, with the reason of each.
    """

    name: str
    source: str
    header: bool
    target: str
    task: Task
    positive: str | None
    metric: str
    metric_reason: str
    split: SplitKind
    split_reason: str
    time: str | None
    group: str | None
    id: str | None
    leave_out: dict[str, str]
    rows: int
    columns: int
    profile: ProfileEvidence


def initialise(
    url: str,
    *,
    target_column: str,
    folder: Path,
    query: str | None = None,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
    task: Task | None = None,
    positive: str | None = None,
    header: bool | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Proposal:
    """Look at a table and write a commented `assay.toml` and `contract.toml` for it.

    Args:
        url: The source.
        target_column: What to predict.
        folder: Where to write.
        query: SQL query, when the source is a database.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row.
        task: Kind of prediction; inferred from the target if absent.
        positive: Value of the target that counts as positive; the rarer one if absent.
        header: For CSV: whether the first line names the columns; judged by its look if absent.
        force: Write over a project that is there already.
        progress: Called with stage and fraction done.

    Raises:
        InputError: If the source, a column or the target cannot be used, or a project is there.
    """
    tell = progress or (lambda _stage, _fraction: None)
    existing = folder / "assay.toml"
    if existing.exists() and not force:
        raise InputError(
            "there is an assay.toml already",
            where=str(existing),
            remedy="edit it, or give --force to write it anew",
        )
    if header is None:
        header = not source.headerless(url, folder)
    frame = source.scan(url, query=query, header=header, root=folder)
    if not header:
        target_column = _of_first_row(frame, target_column)
    names = frame.collect_schema().names()
    _all_there(names, url, target=target_column, time=time, group=group, id=id)
    tell("profile", 0.0)
    raw = profile.profile(frame, source=url, target=target_column, time=time, group=group, id=id)
    tell("profile", 0.6)
    contract = infer.infer(frame, raw, target=target_column, time=time, group=group, id=id)
    clean = validate(frame, contract, most_quarantined=1.0).frame
    profiled = profile.profile(
        clean, source=url, target=target_column, time=time, group=group, id=id
    )
    tell("profile", 1.0)
    labels = clean.select(named(target_column)).collect().to_series()
    if 0 < (known := len(labels) - labels.null_count()) < FEWEST_ROWS:
        raise InputError(
            f"{known} rows have a known '{target_column}'; a split needs {FEWEST_ROWS}",
            where=public(url),
            remedy="bring more rows",
        )
    decided = task or profile.infer_task(labels)
    positive = _positive(labels, decided, positive, target_column)
    target.classes_of(labels, task=decided, positive=positive)
    if decided == "regression":
        target.encode(labels, task=decided, classes=(), positive=None)
    else:
        _demand_classes(labels, decided, target_column, url)
    kind, split_reason = split.propose(profiled, clean, time=time, group=group)
    metric, metric_reason = _metric(decided, labels, positive)
    proposal = Proposal(
        name=_name(url, folder),
        source=_relative(url, folder),
        header=header,
        target=target_column,
        task=decided,
        positive=positive,
        metric=metric,
        metric_reason=metric_reason,
        split=kind,
        split_reason=split_reason,
        time=time,
        group=group,
        id=id,
        leave_out=_leave_out(profiled, {target_column, time, group, id}),
        rows=profiled.rows,
        columns=len(profiled.columns),
        profile=profiled,
    )
    write_atomic(folder / "contract.toml", text.to_toml(contract).encode())
    write_atomic(existing, project_text(proposal, query=query).encode())
    return proposal


def _demand_classes(labels: pl.Series, task: Task, name: str, url: str) -> None:
    """Refuse classes of too few rows for the shares that are proposed, as `run` would later."""
    present = target.names(labels).drop_nulls().alias("class")
    part = round(present.len() * PART)
    need = count_folds(present.len() - 2 * part, part) + 1
    counts = present.value_counts(name="rows").sort("rows", "class")
    rare = [f"'{value}' ({rows})" for value, rows in counts.iter_rows() if rows < need]
    if not rare:
        return
    number = labels.dtype.is_numeric() and task == "multiclass"
    more = f" and {len(rare) - 5} more" if len(rare) > 5 else ""
    raise InputError(
        f"too few rows of class {', '.join(rare[:5])}{more}: each class of '{name}' needs {need}, "
        "for test, validation and the training folds",
        where=public(url),
        remedy="join rare classes into one, take their rows out, or bring more of them"
        + ("; or give --task regression, if the target is a quantity" if number else ""),
    )


_OPPOSITE = {"1": "0", "1.0": "0.0", "true": "false", "yes": "no", "y": "n", "t": "f"}
"""Positive words, each with the word it is the opposite of."""


def _all_there(names: list[str], url: str, **roles: str | None) -> None:
    for role, name in roles.items():
        if name is not None and name not in names:
            shown = ", ".join(names[:12]) + (" ..." if len(names) > 12 else "")
            raise InputError(
                f"there is no column '{name}' for --{role}{did_you_mean(name, names)}",
                where=f"{public(url)} has {shown}",
                remedy="name a column of the data",
            )


def _positive(labels: pl.Series, task: Task, positive: str | None, name: str) -> str | None:
    if task != "binary":
        return None
    counts = labels.drop_nulls().cast(pl.String).alias("value").value_counts(name="rows")
    values = counts.sort("rows", "value")["value"].to_list()
    if positive is not None and positive not in values:
        raise InputError(
            f"'{positive}' is not a value of '{name}'{did_you_mean(positive, values)}",
            where=f"values: {', '.join(map(str, values))}",
            remedy="name the value that counts as positive",
        )
    if positive is None:
        words = {value.lower() for value in values}
        positive = next((v for v in values if {v.lower(), _OPPOSITE.get(v.lower())} == words), None)
    return positive or (values[0] if values else None)


def _metric(task: Task, labels: pl.Series, positive: str | None) -> tuple[str, str]:
    if task == "regression":
        return "rmse", "large errors weigh more; name mae or quantile_loss if they should not"
    if task == "multiclass":
        return "log_loss", "judges the probabilities of all classes, not only the first guess"
    present = labels.drop_nulls().cast(pl.String)
    share = (present == positive).sum() / max(len(present), 1)
    if share < 0.2:
        return (
            "average_precision",
            f"positives are {share:.1%}: accuracy would praise a model that never says yes",
        )
    return "roc_auc", f"positives are {share:.1%}: judges the ranking, whatever the threshold"


def _leave_out(profiled: ProfileEvidence, roles: set[str | None]) -> dict[str, str]:
    reasons = {
        "identifier": "identifies rows instead of describing them",
        "constant": "has one value only",
        "text": "is free text, which the tabular model does not read",
        "unsupported": "has a type that the model cannot read",
    }
    return {
        column.name: reasons[column.kind]
        for column in profiled.columns
        if column.kind in reasons and column.name not in roles
    }


def _of_first_row(frame: pl.LazyFrame, target_column: str) -> str:
    """Return the column that a value of the first row names, in a file without a header."""
    first = frame.head(1).collect().row(0, named=True)
    holding = [name for name, value in first.items() if str(value).strip() == target_column.strip()]
    return holding[0] if len(holding) == 1 and target_column not in first else target_column


def _name(url: str, folder: Path) -> str:
    stem = re.split(r"[/\\:]", _place(url).rstrip("/"))[-1].split(".")[0]
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-._")
    return name or re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.resolve().name).strip("-._") or "project"


def _place(url: str) -> str:
    """Return the path that a URL names, or its host where it has none; a path as it is."""
    if "://" not in url:
        return url
    rest = public(url).partition("://")[2]
    host, _, path = re.split(r"[?#]", rest)[0].partition("/")
    return path or host.rpartition("@")[2].partition(":")[0]


def _relative(url: str, folder: Path) -> str:
    """Return a path as seen from the project's folder; anything else as it is."""
    path = Path(url)
    if "://" in url or path.is_absolute() or not path.exists():
        return url
    try:
        return str(path.resolve().relative_to(folder.resolve()))
    except ValueError:
        return str(path.resolve())
