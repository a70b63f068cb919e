"""The smallest project that `assay serve` takes: one version's files, and a ledger that vouches."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from assay.core.errors import InputError
from assay.core.ledger import Ledger
from assay.core.project import FORMAT, ServeSection
from assay.core.toml import Section
from assay.core.workspace import write_atomic
from assay.registry import proof, rows
from assay.registry.exports.source import Source
from assay.registry.scorer import CompiledScorer

TOKEN = "ASSAY_TOKEN"
"""Variable for a token that the project spells out; an export holds no secret."""

_REFERENCE = re.compile(r"\$\{(\w+)\}")


def write(source: Source, folder: Path) -> None:
    """Write the project: settings, ledger and model.

    The ledger is a new one. Its first entry is the version's own, word for word, so a server holds
    the files against what was registered; its second makes the version champion.

    Raises:
        InputError: If the version's files changed while they were copied.
    """
    folder.mkdir(parents=True)
    write_atomic(folder / "assay.toml", settings(source).encode())
    run = str(source.registered["run"])
    model = folder / ".assay" / "runs" / run / "model"
    if (original := fitted(source)) is not None:  # what explains an answer
        shutil.copytree(original, model.parent / "fitted" / "model")
    shutil.copytree(source.folder, model, ignore=shutil.ignore_patterns(".*"))
    _refuse_changed(source, model)
    ledger = Ledger(f"sqlite:///{folder / '.assay' / 'ledger.db'}")
    ledger.append("registered", source.registered)
    ledger.append(
        "promotion", {"version": source.version, "before": None, "run": run, "by": "export"}
    )
    ledger.close()


def fitted(source: Source) -> Path | None:
    """Return the folder of the model that was compiled, or None if the workspace has lost it.

    A server holds it against the hash that the graph names before it explains by it.
    """
    folder = source.folder.parent / "fitted" / "model"
    return folder if folder.is_dir() else None


def lift_rate(folder: Path) -> bool:
    """Take the limit of requests out of a project's settings; return whether there was one."""
    path = folder / "assay.toml"
    lines = path.read_text().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("rate = ")]
    path.write_text("".join(kept))
    return kept != lines


def settings(source: Source) -> str:
    """Return the text of `assay.toml`: how to serve, and no more.

    Control over HTTP is left out: here is one version, and none to go back to.
    """
    given = source.settings
    said = given.serve.model_dump(
        mode="json", exclude_none=True, exclude={"control_token", "tokens"}
    )
    if (variable := token_variable(given.serve)) is not None:
        said["token"] = f"${{{variable}}}"
    lines = [
        f"# Version {source.version} of '{source.name}', to be served from a container.",
        f"format = {FORMAT}",
        f"name = {_toml(given.name)}",
        "",
        "[data]",
        'source = "training data is not in this image"',
        f"target = {_toml(given.data.target)}",
        f"task = {_toml(given.data.task)}",
        "",
        "[fit]",
        f"metric = {_toml(given.fit.metric)}",
        "",
        *_section("fit.cost", given.fit.cost),
        "[registry]",
        f"model = {_toml(source.name)}",
        "",
        "[serve]",
        *(f"{key} = {_toml(value)}" for key, value in said.items()),
        "",
    ]
    return "\n".join(lines)


def token_variable(serve: ServeSection) -> str | None:
    """Return the variable that holds the token of predictions; None if they ask for none.

    Of several tokens none is chosen: who is given the image is another client, with one of its own.
    """
    if serve.token is None:
        return TOKEN if serve.tokens else None
    named = _REFERENCE.fullmatch(serve.token)
    return named[1] if named else TOKEN


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file, by path; what a server writes while it runs is left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".assay/serving/" not in path.relative_to(folder).as_posix()
    }


def _refuse_changed(source: Source, model: Path) -> None:
    """Hold the copy, not only the original, against the ledger."""
    found = {
        "scorer": CompiledScorer.load(model).hash,
        "rows": rows.digest_of(model),
        "proof": proof.digest_of(model),
    }
    changed = [name for name, digest in found.items() if digest != source.registered[name]]
    if changed:
        raise InputError(
            f"version {source.version} is not what was registered: {', '.join(changed)} differ",
            where=str(source.folder),
            remedy="take the files from the registry again, or register anew with `assay run`",
        )


def _section(name: str, section: Section | None) -> list[str]:
    if section is None:
        return []
    said = section.model_dump(mode="json", exclude_none=True)
    return [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in said.items()), ""]


def _toml(value: Any) -> str:
    """Return a value as TOML writes it: for text, numbers, truths and lists that is JSON's way."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
