"""A table made by a Python function that the project names: `module:function`."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import polars as pl

from assay.core.errors import AssayError, InputError, did_you_mean
from assay.data.door import to_polars

_NAME = re.compile(r"^(?P<module>[\w./\\-]+):(?P<function>[A-Za-z_]\w*)$")


def is_function(url: str) -> bool:
    """Say whether a source is written as `module:function`.

    Example:
        >>> is_function("load.py:flights"), is_function("s3://bucket/flights.csv")
        (True, False)
    """
    return "://" not in url and _NAME.match(url) is not None


def scan_function(url: str, *, root: Path) -> pl.LazyFrame:
    """Call a function without arguments and open the table that it returns.

    Args:
        url: `module:function` or `file.py:function`; a file beside `assay.toml` comes before an
            installed package.
        root: The project's folder.

    Raises:
        InputError: If there is no such module or function, it fails, or returns no table.
    """
    match = _NAME.match(url)
    assert match is not None
    module = _import(match["module"], root, url)
    function = _function(module, match["function"], url)
    try:
        table = function()
        return table if isinstance(table, pl.LazyFrame) else to_polars(table).lazy()
    except AssayError:
        raise
    except Exception as cause:  # whatever the user's own code raises is theirs to see, in words
        frame = traceback.extract_tb(cause.__traceback__)[-1]
        raise InputError(
            f"{url} failed with {type(cause).__name__}: {cause}",
            where=f"{frame.filename}, line {frame.lineno}",
            remedy="correct the function; it takes no argument and returns a table",
        ) from cause


def _function(module: ModuleType, name: str, url: str) -> Callable[[], object]:
    function = getattr(module, name, None)
    if callable(function):
        return function  # type: ignore[no-any-return]
    names = [key for key, value in vars(module).items() if callable(value) and key[0] != "_"]
    raise InputError(
        f"there is no function '{name}'{did_you_mean(name, names)}",
        where=f"{url}, in {module.__file__}",
        remedy=f"define it, or name one of: {', '.join(sorted(names)[:8]) or 'nothing there'}",
    )


def _import(name: str, root: Path, url: str) -> ModuleType:
    path = root / (name if name.endswith(".py") else name.replace(".", "/") + ".py")
    try:
        with _first_on_path(root):
            if path.is_file():
                return _from_file(path)
            if name.endswith(".py"):
                raise FileNotFoundError(path)
            return importlib.import_module(name)
    except FileNotFoundError as cause:
        raise _absent(name, root, url) from cause
    except ModuleNotFoundError as cause:
        if cause.name is not None and name.startswith(cause.name):
            raise _absent(name, root, url) from cause
        raise InputError(
            f"'{name}' needs the module '{cause.name}', which is not installed",
            where=url,
            remedy=f"install it: pip install {cause.name}",
        ) from cause
    except Exception as cause:  # the user's module may raise anything while it is imported
        raise InputError(
            f"'{name}' cannot be imported: {type(cause).__name__}: {cause}",
            where=url,
            remedy="correct the module",
        ) from cause


def _absent(name: str, root: Path, url: str) -> InputError:
    files = [path.stem for path in root.glob("*.py")]
    return InputError(
        f"there is no module '{name}'{did_you_mean(Path(name).stem, files)}",
        where=f"{url}, looked for in {root} and among installed packages",
        remedy="put the file beside assay.toml, or correct the name",
    )


def _from_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"_assay_source_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _first_on_path(folder: Path) -> Iterator[None]:
    """Let the user's module import its neighbours."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
