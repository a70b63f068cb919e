"""Say what a source consists of at this moment, so that a later call sees whether it changed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from assay.core.address import expanded
from assay.data.files import expand


def files_of(url: str, *, root: Path) -> tuple[Path, ...]:
    """Return the files of this machine that a source consists of; none if it lies elsewhere.

    Raises:
        InputError: If there are none where there should be.
    """
    from assay.data.adapters import delta, dvc, function

    address = expanded(url.strip())
    scheme = address.partition("://")[0].lower() if "://" in address else ""
    if function.is_function(address) or scheme not in ("", "file"):
        return ()
    name = unquote(urlsplit(address).path) if scheme else address
    path = root / Path(name).expanduser()
    if delta.is_delta(path) or dvc.is_tracked(path):
        return ()
    return tuple(expand(path))


def identity(url: str, *, root: Path) -> tuple[str, ...] | None:
    r"""Return what changes if the rows of a source change: sizes and times, or a version.

    Args:
        url: As `data.source.scan` takes it.
        root: Where relative paths start.

    Returns:
        None if it cannot be said without reading the source, as of a query.

    Raises:
        InputError: If there is no such source.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "ages.csv").write_text("name,age\nAda,36\n")
        >>> [before] = identity("ages.csv", root=folder)
        >>> _ = (folder / "ages.csv").write_text("name,age\nAda,36\nAlan,41\n")
        >>> [before] == list(identity("ages.csv", root=folder))
        False
    """
    from assay.data.adapters import delta

    if place := delta.place_of(expanded(url.strip()), root=root):
        return (delta.version_of(place),)
    found = [(path, path.stat()) for path in files_of(url, root=root)]
    return tuple(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found) or None
