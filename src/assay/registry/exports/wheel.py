"""Assay itself as a wheel, made of what is installed here: an image needs the code that was proven.

Assay may be installed from an index, from a wheel or from a folder of sources; what is packed is
what this process runs.
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import assay
from assay.core.errors import InputError

DISTRIBUTION = "assay-ml"

_KEPT = ("METADATA", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE")
"""What is taken of the installed description; the rest says how it was installed here."""

_WHEEL = "Wheel-Version: 1.0\nGenerator: assay\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_DATED = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path) -> Path:
    """Write the wheel; equal code gives equal bytes.

    Raises:
        InputError: If Assay runs here without being installed.

    References:
        https://packaging.python.org/en/latest/specifications/binary-distribution-format/
    """
    installed = distribution()
    stem = f"assay_ml-{installed.version}"
    files = {f"assay/{path}": content for path, content in _code()}
    for name in _KEPT:
        if (text := installed.read_text(name)) is not None:
            files[f"{stem}.dist-info/{name}"] = text.encode()
    files[f"{stem}.dist-info/WHEEL"] = _WHEEL.encode()
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},{_digest(content)},{len(content)}" for name, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DATED)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def distribution() -> metadata.Distribution:
    """Return what the installer knows of Assay.

    Raises:
        InputError: If Assay is not installed.
    """
    try:
        return metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError as cause:
        raise InputError(
            "Assay runs here without being installed, so what it needs is not known",
            where=str(Path(assay.__file__).parent),
            remedy="pip install it, also from a folder: `pip install -e .`",
        ) from cause


def _code() -> Iterator[tuple[str, bytes]]:
    """Yield every file of the package with its path in it, in order."""
    root = Path(assay.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_bytes()


def _digest(content: bytes) -> str:
    encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"sha256={encoded.decode()}"
