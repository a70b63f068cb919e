"""Hide packages that are installed, so that a process sees only those that an export names.

It is run, or imported as `sitecustomize`, by its path and in a process of its own, and so imports
nothing of Assay: `alone.py HIDDEN.json FOLDER SCRIPT` runs a script whose Assay must come from
within FOLDER. `HIDDEN.json` lists first names of modules.
"""

import json
import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

HIDDEN = "hidden.json"


class Only(PathFinder):
    """Finds modules as ever, but for some that it says are not there."""

    hidden: frozenset[str] = frozenset()
    within: Path | None = None
    """The folder that Assay must come from; None if it may come from anywhere."""

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find a module, unless its first name is hidden.

        Raises:
            ModuleNotFoundError: If Assay itself is asked for and stands elsewhere alone; an
                editable installation has a finder of its own, which must not come to it.
        """
        if fullname.partition(".")[0] in cls.hidden:
            return None
        if fullname != "assay" or cls.within is None:
            return super().find_spec(fullname, path, target)
        inside = [each for each in sys.path if _is_within(Path(each), cls.within)]
        found = super().find_spec(fullname, inside, target) if inside else None
        if found is None:
            raise ModuleNotFoundError(f"there is no Assay in {cls.within}", name=fullname)
        return found


def _is_within(path: Path, folder: Path) -> bool:
    return folder.resolve() in (path.resolve(), *path.resolve().parents)


def hide(listed: Path) -> None:
    """Hide the modules that a file lists."""
    Only.hidden = frozenset(json.loads(listed.read_text(encoding="utf-8")))
    sys.meta_path[:] = [Only if each is PathFinder else each for each in sys.meta_path]


def main(listed: Path, folder: Path, script: str) -> None:
    """Run a script; exit 1 if it took Assay from elsewhere."""
    hide(listed)
    Only.within = folder
    runpy.run_path(script, run_name="__main__")
    origin = getattr(sys.modules.get("assay"), "__file__", None)
    if origin is None or folder.resolve() not in Path(origin).resolve().parents:
        sys.exit(f"Assay was taken from {origin}, not from {folder}")


if __name__ == "__main__":
    given, inside, program, *rest = sys.argv[1:]
    sys.argv = [program, *rest]
    main(Path(given), Path(inside), program)
elif __name__ == "sitecustomize":
    hide(Path(__file__).with_name(HIDDEN))
