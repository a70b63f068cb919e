"""Hold the project file against what it names: metrics, rules, code, before anything runs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from assay.core import toml
from assay.core.address import unset_in
from assay.core.errors import did_you_mean
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.lifecycle import check_code
from assay.practices import waivers


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check read.

    Attributes:
        columns: Columns that the contract declares.
        expired: Waivers whose last day has passed, in words; they accept nothing any more.
        unset: Variables that the project names and the environment lacks, with the key.
    """

    name: str
    task: str
    target: str
    metric: str
    split: str
    columns: int
    expired: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()


def check(project: ProjectOrFolder) -> Checked:
    """Validate `assay.toml` and `contract.toml` together, without reading the data.

    Code that the project names is looked for, and not run.

    Args:
        project: The project, or its folder.

    Raises:
        InputError: If a file is missing.
        ProjectError: With every mistake, each with file, line, key and remedy.
    """
    from assay.data.contract import model

    project = loaded(project)
    contract = model.load(project.contract_path)
    settings = project.settings
    columns = set(contract.columns)
    mistakes = [
        *_metric(project),
        *_rules(project),
        *_columns(project, columns),
        *check_code.mistakes(project),
    ]
    if mistakes:
        raise toml.mistaken(project.file, mistakes)
    today = datetime.datetime.now(datetime.UTC).date()
    _, expired = waivers.in_force(settings.practices.waivers, today=today)
    return Checked(
        name=settings.name,
        task=settings.data.task,
        target=settings.data.target,
        metric=settings.fit.metric,
        split=settings.split.kind,
        columns=len(columns),
        expired=tuple(f"{waivers.in_words(w)}, on {w.expires.isoformat()}" for w in expired),
        unset=tuple(_unset(project)),
    )


def _unset(project: Project) -> Iterator[str]:
    """Say which variables are not there; another machine may have them, so it is no mistake."""
    settings = project.settings
    serve, registry = settings.serve, settings.registry
    named = {
        "data.source": settings.data.source,
        "registry.tracking_uri": registry.tracking_uri,
        "registry.ledger": registry.ledger,
        "serve.token": serve.token,
        **{f"serve.tokens.{name}": token for name, token in serve.tokens.items()},
        "serve.control_token": serve.control_token,
    }
    for key, text in named.items():
        for name in unset_in(text or ""):
            yield f"{name}, which {key} names"


def _metric(project: Project) -> list[str]:
    from assay.evaluation import metrics

    name, task = project.settings.fit.metric, project.settings.data.task
    fitting = [known for known in metrics.names() if task in metrics.get(known).tasks]
    if name in fitting:
        return []
    what = f"'{name}' is not a metric for {task}{did_you_mean(name, fitting)}"
    return [project.file.mistake(("fit", "metric"), what, f"use one of {', '.join(fitting)}")]


def _rules(project: Project) -> list[str]:
    from assay.practices import catalogue

    known = list(catalogue.load())
    practices = project.settings.practices
    named: list[tuple[toml.Key, str]] = [
        (("practices", "severity", rule), rule) for rule in practices.severity
    ]
    named += [
        (("practices", "waivers", number, "rule"), waiver.rule)
        for number, waiver in enumerate(practices.waivers)
    ]
    return [
        project.file.mistake(
            key, f"there is no rule '{rule}'{did_you_mean(rule, known)}", "`assay rules` lists them"
        )
        for key, rule in named
        if rule not in known
    ]


def _columns(project: Project, columns: set[str]) -> list[str]:
    data = project.settings.data
    own = project.settings.features.module is not None
    named: list[tuple[toml.Key, str | None]] = [
        (("data", role), getattr(data, role)) for role in ("target", "time", "group", "id")
    ]
    if not own:  # own features may make columns that the contract does not know
        named += [(("data", "leave_out", name), name) for name in data.leave_out]
        named += [(("features", "encode", name), name) for name in project.settings.features.encode]
        named += [(("evaluate", "sensitive"), name) for name in project.settings.evaluate.sensitive]
    return [
        project.file.mistake(
            key,
            f"{project.settings.contract.file} has no column '{name}'{did_you_mean(name, columns)}",
            "name a column of the data",
        )
        for key, name in named
        if name is not None and name not in columns
    ]
