"""Files behind any URL that fsspec opens, copied once and then read as files of this machine."""

from __future__ import annotations

import contextlib
import glob
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError, MissingExtra, did_you_mean
from assay.data import staging

_FOREIGN_ERRORS = (
    ("botocore.exceptions", "BotoCoreError"),  # no credentials, no connection
    ("aiohttp", "ClientError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"),
)
_EXTRAS = {"s3": "s3", "s3a": "s3"}


def fetch(url: str) -> list[Path]:
    """Copy the files of a URL to a temporary folder.

    Profile, contract and snapshot each read the table, and a file that changes in between would
    be three tables.

    Args:
        url: Such as `s3://bucket/day-*.parquet`; may hold a glob or name a folder.

    Raises:
        InputError: If the protocol is unknown, or nothing is there.
        MissingExtra: If the protocol's package is not installed.
        BackendError: If the store cannot be reached.
    """
    system, path = _open(url)
    with _mapped(url):
        if glob.has_magic(path):
            found = sorted(str(name) for name in system.glob(path))
        elif system.isdir(path):
            found = sorted(str(name) for name in system.find(path))
        else:
            found = [path] if system.exists(path) else []
        if not found:
            raise InputError(
                "there is no such file" if not glob.has_magic(path) else "the glob matches no file",
                where=public(url),
                remedy="correct the URL, and check that the credentials may list it",
            )
        return [_copy(system, name) for name in found]


def is_delta(url: str) -> bool:
    """Say whether a URL names a folder with a Delta table."""
    if PurePosixPath(url).suffix:
        return False
    system, path = _open(url)
    with _mapped(url):
        return bool(system.exists(f"{path.rstrip('/')}/_delta_log"))


@contextlib.contextmanager
def _mapped(url: str) -> Iterator[None]:
    try:
        yield
    except Exception as cause:
        if not isinstance(cause, (OSError, ValueError, *_foreign_errors())):
            raise
        raise BackendError(
            f"the files cannot be fetched: {type(cause).__name__}: {in_text(str(cause), of=url)}",
            where=public(url),
            remedy="check the credentials and the network, then try again",
        ) from cause


def _foreign_errors() -> tuple[type[Exception], ...]:
    """Return what a store's library raises that is no OSError, of the libraries in use."""
    modules = ((sys.modules.get(module), name) for module, name in _FOREIGN_ERRORS)
    return tuple(getattr(module, name) for module, name in modules if module is not None)


def _open(url: str) -> tuple[Any, str]:
    import fsspec

    protocol = url.partition("://")[0]
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as cause:
        extra = _EXTRAS.get(protocol)
        raise MissingExtra(
            f"a source at '{protocol}://' needs a package that is not installed: "
            f"{in_text(str(cause), of=url)}",
            where=public(url),
            remedy=f"pip install 'assay-ml[{extra}]'" if extra else in_text(str(cause), of=url),
        ) from cause
    except ValueError as cause:
        known = fsspec.available_protocols()
        raise InputError(
            f"there is no protocol '{protocol}'{did_you_mean(protocol, known)}",
            where=public(url),
            remedy="correct the part before '://'",
        ) from cause
    system.invalidate_cache()  # fsspec keeps systems, and these what they saw in folders before
    return system, str(path)


def _copy(system: Any, name: str) -> Path:
    target = staging.folder() / PurePosixPath(name.partition("?")[0]).name.rpartition("@")[2]
    system.get_file(name, str(target))
    return target


def exists(url: str) -> bool:
    """Say whether something is at a URL.

    Raises:
        InputError: If the protocol is unknown.
        MissingExtra: If the protocol's package is not installed.
        BackendError: If the store cannot be reached.
    """
    system, path = _open(url)
    with _mapped(url):
        return bool(system.exists(path))


def put(file: Path, url: str) -> None:
    """Copy a file of this machine to a URL, where it appears whole.

    Raises:
        BackendError: If the store cannot be reached.
    """
    system, path = _open(url)
    with _mapped(url):
        system.put_file(str(file), path)
