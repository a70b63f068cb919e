"""Open files of this machine by their format: one, a glob, or a folder of them."""

from __future__ import annotations

import glob
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from assay.core.errors import InputError, did_you_mean
from assay.data import staging
from assay.data.delimited import scan_delimited

_FORMATS = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".txt": "delimited",
    ".data": "delimited",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".arrow": "arrow",
    ".ipc": "arrow",
    ".feather": "arrow",
}
_KNOWN = "CSV (.csv, .tsv, .txt, .data), Parquet, JSONL (.jsonl, .ndjson), Arrow (.arrow, .feather)"
_ADVICE = {
    ".xlsx": "save the sheet as CSV UTF-8",
    ".xls": "save the sheet as CSV UTF-8",
    ".json": "write one JSON object a line and name the file .jsonl",
    ".pkl": "write it as Parquet; pickles are never opened, since that runs their code",
}


def is_format(path: Path) -> bool:
    """Say whether a file's name ends as one of the known formats does.

    Example:
        >>> is_format(Path("rows.csv.gz")), is_format(Path("rows.xlsx"))
        (True, False)
    """
    return _suffix(path) in _FORMATS


def expand(pattern: Path) -> list[Path]:
    """Find the files that a path, a glob or a folder stands for, in the order of their names.

    Raises:
        InputError: If there is none.
    """
    text = str(pattern)
    if pattern.is_dir():
        found = [path for path in sorted(pattern.rglob("*")) if path.is_file() and is_format(path)]
        found = [path for path in found if not path.name.startswith((".", "_"))]
        if found:
            return found
        raise InputError(
            "the folder holds no file of a known format", where=text, remedy=f"put in {_KNOWN}"
        )
    if pattern.exists():
        return [pattern]
    if not glob.has_magic(text):
        raise missing(pattern)
    found = [Path(name) for name in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207  (pathlib wants a relative pattern)
    found = [path for path in found if path.is_file()]
    if not found:
        raise InputError(
            "the glob matches no file",
            where=text,
            remedy=f"correct the pattern; {_beside(pattern)}",
        )
    return found


def missing(path: Path) -> InputError:
    """Return the error that a file is not there, with the nearest name that is."""
    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return InputError(
        f"there is no file '{path.name}'{did_you_mean(path.name, names)}",
        where=str(path),
        remedy=f"correct the path (relative ones start at the project's folder); {_beside(path)}",
    )


def _beside(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder '{folder}'"
    names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"'{folder}' holds {', '.join(names[:5]) or 'nothing'}{more}"


def scan_files(paths: Sequence[Path], *, header: bool = True) -> pl.LazyFrame:
    """Open files of one format and one schema as one table.

    Raises:
        InputError: If the format is unknown, formats or schemas differ, or a file is damaged.
    """
    formats = {path: _format(path) for path in paths}
    if len(set(formats.values())) > 1:
        seen = {format_: path.name for path, format_ in formats.items()}
        raise InputError(
            f"the files are of several formats: {', '.join(f'{v} ({k})' for k, v in seen.items())}",
            where=str(paths[0].parent),
            remedy="narrow the glob to files of one format",
        )
    for path in paths:
        if not path.stat().st_size:
            raise InputError("the file is empty", where=str(path), remedy="give a file with rows")
    plain = [
        staging.unpack(path) if path.suffix.lower() in staging.COMPRESSED else path
        for path in paths
    ]
    readers: dict[str, Callable[[Sequence[Path]], pl.LazyFrame]] = {
        "delimited": lambda files: scan_delimited(files, header=header),
        "parquet": _scan_parquet,
        "jsonl": _scan_jsonl,
        "arrow": _scan_arrow,
    }
    return readers[formats[paths[0]]](plain)


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in staging.COMPRESSED else suffix


def _format(path: Path) -> str:
    suffix = _suffix(path)
    if not suffix and path.suffix.lower() == ".zip":
        return "delimited"  # `flights.zip`: the one member tells when it is unpacked
    if suffix not in _FORMATS:
        raise InputError(
            f"'{path.name}' is of no known format",
            where=str(path),
            remedy=_ADVICE.get(suffix, f"give {_KNOWN}, or load it in 'module:function'"),
        )
    return _FORMATS[suffix]


def _scan_parquet(paths: Sequence[Path]) -> pl.LazyFrame:
    def schema(path: Path) -> pl.Schema:
        return pl.Schema(pl.read_parquet_schema(path))

    _same_schema(paths, schema, "Parquet")
    hive = any("=" in part for path in paths for part in path.parts[:-1])
    return pl.scan_parquet(list(paths), glob=False, hive_partitioning=hive or None)


def _scan_arrow(paths: Sequence[Path]) -> pl.LazyFrame:
    try:
        _same_schema(paths, lambda path: pl.scan_ipc(path).collect_schema(), "Arrow")
    except InputError:
        if not _is_stream(paths[0]):
            raise
        return pl.concat([pl.read_ipc_stream(path).lazy() for path in paths])
    return pl.scan_ipc(list(paths), glob=False)


def _is_stream(path: Path) -> bool:
    """Whether a file holds Arrow's streaming form, which has no magic number."""
    with path.open("rb") as file:
        return file.read(4) == b"\xff\xff\xff\xff"


def _same_schema(paths: Sequence[Path], schema: Callable[[Path], pl.Schema], name: str) -> None:
    first: pl.Schema | None = None
    for path in paths:
        try:
            own = schema(path)
        except (pl.exceptions.PolarsError, OSError) as cause:
            raise InputError(
                f"the file cannot be read as {name}: {str(cause).splitlines()[0]}",
                where=str(path),
                remedy="write it again; it may be cut short or of another format",
            ) from cause
        first = own if first is None else first
        if own != first:
            different = sorted(
                column for column in {*own, *first} if own.get(column) != first.get(column)
            )
            column = different[0] if different else ""
            raise InputError(
                f"the files do not have the same columns: '{column}' is "
                f"{first.get(column, 'absent')} in {paths[0].name}, "
                f"{own.get(column, 'absent')} in {path.name}"
                if different
                else "the files have the same columns in another order",
                where=f"{paths[0]} and {path}",
                remedy="give files of one table, or narrow the glob",
            )


def _scan_jsonl(paths: Sequence[Path]) -> pl.LazyFrame:
    """Read every line once to find types that hold for all; keys may differ between files."""
    try:
        schemas = [
            pl.scan_ndjson(path, infer_schema_length=None).collect_schema() for path in paths
        ]
        files = [
            pl.scan_ndjson(path, schema=schema) for path, schema in zip(paths, schemas, strict=True)
        ]
        frame = files[0] if len(files) == 1 else pl.concat(files, how="diagonal_relaxed")
        frame.select(pl.all().null_count()).collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as cause:
        for path in paths:
            _name_bad_line(path)
        raise InputError(
            f"the lines cannot be read as one table: {str(cause).splitlines()[0]}",
            where=str(paths[0]),
            remedy="give every key values of one type",
        ) from cause
    return frame


def _name_bad_line(path: Path) -> None:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except ValueError as cause:
                raise InputError(
                    f"line {number} is no JSON: {cause}", where=str(path), remedy="correct the line"
                ) from cause
            if not isinstance(value, dict):
                raise InputError(
                    f"line {number} is a JSON {type(value).__name__}, expected an object",
                    where=str(path),
                    remedy='write one object a line: {"column": value, ...}',
                )
