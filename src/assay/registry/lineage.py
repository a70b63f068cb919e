"""Where a run came from: the commit of its project, and the packages that decide its result."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

from assay.core.evidence.data import SnapshotEvidence
from assay.core.evidence.registry import LineageEvidence
from assay.core.project import Project
from assay.core.version import __version__
from assay.data.contract import model as contract

PACKAGES = (
    "lightgbm",
    "numpy",
    "onnx",
    "onnxruntime",
    "optuna",
    "polars",
    "scikit-learn",
    "scipy",
)
"""What can change a prediction; those not installed are left out."""
GIT_SECONDS = 10


def read(
    project: Project, *, snapshot: SnapshotEvidence, run_id: str, started_at: str
) -> LineageEvidence:
    """Return what makes a run of this project, now.

    Args:
        project: Its folder is asked for the commit, its contract for the hash.
        snapshot: The version of the data.
        run_id: Names the run.
        started_at: ISO 8601 UTC.

    Raises:
        InputError: If the contract is missing.
        ProjectError: If the contract is mistaken.
    """
    return LineageEvidence(
        run_id=run_id,
        project=project.settings.name,
        project_hash=project.hash,
        contract_hash=contract.load(project.contract_path).hash,
        snapshot_hash=snapshot.content_hash,
        code_version=code_version(project.root),
        assay_version=__version__,
        python_version=platform.python_version(),
        packages=packages(),
        started_at=started_at,
        waivers=len(project.settings.practices.waivers),
    )


def packages(names: tuple[str, ...] = PACKAGES) -> tuple[tuple[str, str], ...]:
    """Return the installed versions of packages, by name.

    Example:
        >>> [name for name, _ in packages(("numpy", "no-such-package"))]
        ['numpy']
    """
    installed = {
        distribution.name.lower(): distribution.version
        for name in names
        for distribution in metadata.distributions(name=name)
    }
    return tuple((name, installed[name]) for name in sorted(names) if name in installed)


def code_version(folder: Path) -> str | None:
    """Return the commit of a folder, with `+changes` if its code differs from it.

    Changed files that git knows count, and files of code or settings that it does not know yet;
    data and the workspace do not.

    Args:
        folder: Anywhere within a working tree.

    Returns:
        None outside git, where git is not installed, and before the first commit.
    """
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    if not commit:
        return None
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no", "--", ".")
    untracked = _git(
        folder,
        *("ls-files", "--others", "--exclude-standard"),
        *("--", "*.py", "*.toml", ":(exclude).assay"),
    )
    return f"{commit}+changes" if changed or untracked else commit


def _git(folder: Path, *arguments: str) -> str:
    """Return what git prints; nothing if it refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            text=True,
            timeout=GIT_SECONDS,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
