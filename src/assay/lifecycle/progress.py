"""What may be called progress on a sealed test that several runs have opened."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from assay.core.workspace import Workspace, write_atomic
from assay.evaluation.ladder import Ladder


def climb(workspace: Workspace, sealed_id: str, run_id: str, losses: NDArray[np.float64]) -> Ladder:
    """Submit a run's row losses to the Ladder of its sealed test, after all runs before it.

    Args:
        workspace: Keeps the row losses beside the sealed labels.
        sealed_id: The test.
        run_id: The run that has just opened it.
        losses: Loss of each test row, shape (n,).

    The bounds of the paper are for losses in [0, 1]; for log-loss and squared error the Ladder
    still says what is beyond noise, without a bound on how often it errs.

    References:
        Blum & Hardt (2015), arXiv:1502.04585
    """
    folder = workspace.sealed / f"{sealed_id}-losses"
    content = io.BytesIO()
    np.save(content, losses, allow_pickle=False)
    write_atomic(folder / f"{run_id}.npy", content.getvalue())
    order = dict.fromkeys(
        entry.body["run_id"]
        for entry in workspace.ledger.entries("opening")
        if entry.body["sealed_id"] == sealed_id
    )
    ladder = Ladder()
    for name in order:
        if (path := folder / f"{name}.npy").exists():
            ladder = ladder.submit(np.load(path, allow_pickle=False))
    return ladder
