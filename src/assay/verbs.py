"""The verbs that need a face: a run that leaves its pages, a report, the rules in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import write_atomic
from assay.lifecycle import run as stages
from assay.lifecycle.inspect import show
from assay.lifecycle.run import RunOutcome
from assay.practices import catalogue
from assay.practices.rule import Rule
from assay.web import pages


def run(
    project: ProjectOrFolder,
    *,
    budget_seconds: float | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> RunOutcome:
    """Take a project from its table to a registered candidate, with model card and report.

    A call after a kill goes on with the run that was cut short, if neither the data nor the
    project has changed since.

    Args:
        project: What is intended, or the folder that says so.
        budget_seconds: Wall time of training; the project's if absent.
        progress: Called with stage and fraction done.

    Returns:
        The outcome; `version` is None where findings keep the model out of the registry.

    Raises:
        AssayError: For anything the user can mend; the run's folder says how far it came.
    """
    return stages.run(
        loaded(project), budget_seconds=budget_seconds, progress=progress, pages=pages.draw
    )


def report(project: ProjectOrFolder, run: str | None = None, *, out: Path | None = None) -> Path:
    """Write the report of a run: one self-contained HTML page.

    Args:
        project: The project, or its folder.
        run: The run, or the start of its name; the latest if absent.
        out: File to write; beside the run's other pages if absent.

    Returns:
        Where it was written.
    """
    project = loaded(project)
    state, evidence = show(project, run)
    path = out or project.root / ".assay" / "runs" / state.run_id / "pages" / "report.html"
    write_atomic(path, pages.draw(evidence, project.settings)["report.html"])
    return path


def rules() -> dict[str, Rule]:
    """Return every rule by its name, in the order of the lifecycle."""
    return catalogue.load()
