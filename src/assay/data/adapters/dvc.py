"""Files that DVC tracks, read through DVC's own file system."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError, require
from assay.data import staging

PREFIX = "dvc://"


def is_tracked(path: Path) -> bool:
    """Say whether DVC tracks a file that is not checked out here."""
    return not path.exists() and path.with_name(f"{path.name}.dvc").is_file()


def url_of(path: Path) -> str:
    """Name a tracked file by its path from the root of its DVC repository."""
    for folder in path.parents:
        if (folder / ".dvc").is_dir():
            return f"{PREFIX}{path.relative_to(folder).as_posix()}?repo={folder}"
    return f"{PREFIX}{path.name}"


def fetch(url: str, *, root: Path) -> Path:
    """Copy a tracked file, at a revision if wanted, to a temporary folder.

    Args:
        url: `dvc://path/in/repository`, optionally with `?rev=v1` and `&repo=URL`; the
            repository that holds the project if no other is named.
        root: The project's folder.

    Raises:
        MissingExtra: If dvc is not installed.
        InputError: If the repository or the file in it does not exist.
        BackendError: If DVC's remote cannot be reached.
    """
    api = require("dvc.api", extra="dvc", feature="a DVC source")
    exceptions = require("dvc.exceptions", extra="dvc", feature="a DVC source")
    scm = require("dvc.scm", extra="dvc", feature="a DVC source")
    name, _, options = url.removeprefix(PREFIX).partition("?")
    chosen = {key: values[-1] for key, values in parse_qs(options).items()}
    target = staging.folder() / Path(name).name
    try:
        system = api.DVCFileSystem(chosen.get("repo", str(root)), rev=chosen.get("rev"))
        try:
            system.info(name)
        except FileNotFoundError as cause:
            raise _absent(name, "there is no such file", url) from cause
        system.get_file(name, str(target))
    except (exceptions.NotDvcRepoError, scm.RevError) as cause:
        raise _absent(name, str(cause), url) from cause
    except (exceptions.DvcException, OSError) as cause:  # also a remote that lost the file
        said = ": ".join(str(error) for error in (cause, cause.__cause__) if error)
        raise BackendError(
            f"DVC failed: {in_text(said, of=url)}",
            where=public(url),
            remedy="check DVC's remote (`dvc status --cloud`) and repo, then try again",
        ) from cause
    return target


def _absent(name: str, said: str, url: str) -> InputError:
    return InputError(
        f"DVC does not find '{name}': {in_text(said, of=url)}",
        where=public(url),
        remedy="correct the path (it starts at the repository's root), repo or rev",
    )
