"""`assay --help` stays quick because it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

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
