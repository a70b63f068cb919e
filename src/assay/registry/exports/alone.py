"""Run a script as if only some packages were installed: `alone.py ALLOWED.json FOLDER SCRIPT ...`.

It is run by its path in a process of its own, and so imports nothing of Assay. `ALLOWED.json` lists
distributions; a module of any other is not found. Assay itself must come from within FOLDER.
"""

import json
import re
import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType


class Only(PathFinder):
    """Finds modules as ever, but for some that it says are not there."""

    refused: frozenset[str] = frozenset()

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find a module, unless its first name is refused."""
        if fullname.partition(".")[0] in cls.refused:
            return None
        return super().find_spec(fullname, path, target)


def main(allowed: Path, folder: Path, script: str) -> None:
    """Run a script; exit 1 if it took Assay from elsewhere."""
    names = {_canonical(name) for name in json.loads(allowed.read_text(encoding="utf-8"))}
    known = packages_distributions()
    Only.refused = frozenset(
        module
        for module, distributions in known.items()
        if module != "assay" and not names & {_canonical(each) for each in distributions}
    )
    sys.meta_path[:] = [Only if each is PathFinder else each for each in sys.meta_path]
    sys.path[:] = [path for path in sys.path if not (Path(path) / "assay").is_dir()]
    runpy.run_path(script, run_name="__main__")
    origin = getattr(sys.modules.get("assay"), "__file__", None)
    if origin is None or folder.resolve() not in Path(origin).resolve().parents:
        sys.exit(f"Assay was taken from {origin}, not from {folder}")


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    given, inside, program, *rest = sys.argv[1:]
    sys.argv = [program, *rest]
    main(Path(given), Path(inside), program)
