"""Commands stay quick because they load nothing heavy that they do not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("polars", "numpy", "pandas", "sklearn", "mlflow", "onnxruntime", "lightgbm", "pydantic")


def test_help_loads_no_heavy_package() -> None:
    code = (
        "import sys\n"
        "sys.argv = ['assay', '--help']\n"
        "from assay.cli.main import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip().endswith("[]"), done.stdout[-300:]


UNUSED = ("pandas", "sklearn", "mlflow", "onnxruntime", "scipy.stats", "assay.core.project")
"""A second and more of imports, of which an audit of tables needs nothing."""


def test_audit_of_tables_loads_no_package_that_it_does_not_use(tmp_path: Path) -> None:
    rows = "".join(f"{n * n + 0.37},{n % 7}.5,{'ab'[n % 3 > 0]}\n" for n in range(300))
    for side in ("train", "test"):
        (tmp_path / f"{side}.csv").write_text(f"x,z,y\n{rows}")
    words = ["audit", "--target", "y", "--json"]
    words += [f"--{side}={tmp_path / side}.csv" for side in ("train", "test")]
    code = (
        "import sys\n"
        f"sys.argv = ['assay', *{words!r}]\n"
        "from assay.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {UNUSED!r} if sys.modules.get(name)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert "split-row-overlap" in done.stdout, done.stdout[-300:] + done.stderr[-300:]
    assert done.stdout.strip().endswith("[]"), done.stdout[-300:]
