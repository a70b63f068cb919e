"""Promotion through the gate, and the way back: the ledger says who was champion when."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from tests.journeys.conftest import Assay, breast_cancer, succeeded
from tests.shared import leave_out_self_test


def _answer(folder: Path) -> None:
    """Say what only people can say, so that the card has no open questions."""
    settings = folder / "assay.toml"
    text = settings.read_text()
    for key in ("owner", "intended_use", "out_of_scope", "ethical_considerations", "caveats"):
        text = text.replace(f'{key} = ""', f'{key} = "Said by the team for this test."')
    settings.write_text(text)


def test_champion_moves_forward_through_the_gate_and_back(
    tmp_path: Path, assay: Assay, within: Assay
) -> None:
    measured = ["mean_area", "mean_texture", "mean_symmetry", "worst_area", "worst_smoothness"]
    breast_cancer().select(*measured, "diagnosis").write_parquet(tmp_path / "cells.parquet")
    succeeded(within("init", "cells.parquet", "--target", "diagnosis", cwd=tmp_path))
    _answer(tmp_path)
    leave_out_self_test(tmp_path)
    succeeded(within("run", "--budget", "2", "--json", cwd=tmp_path))
    first = assay("promote", "--json", cwd=tmp_path)
    assert first.returncode == 0, first.stdout + first.stderr
    after_first = datetime.datetime.now(datetime.UTC).isoformat()

    again = within("promote", "--json", cwd=tmp_path)
    assert again.returncode == 2
    assert "champion already" in again.stdout
    alone = within("rollback", cwd=tmp_path)
    assert alone.returncode == 2
    assert "none to go back to" in alone.stderr

    settings = tmp_path / "assay.toml"
    text = settings.read_text().replace("[fit]\n", "[fit]\nseed = 7\n")
    head, fewer, rest = text.partition("[data.leave_out]")  # the champion reads it still
    comment, line, rest = rest.partition("\n")
    settings.write_text(f'{head}{fewer}{comment}{line}mean_area = "no longer measured"\n{rest}')
    succeeded(within("run", "--budget", "2", "--json", cwd=tmp_path))
    second = assay("promote", "--json", cwd=tmp_path)
    if second.returncode == 0:
        assert json.loads(second.stdout)["before"] == 1
        back = succeeded(assay("rollback", "--reason", "rehearsal", "--json", cwd=tmp_path))
        assert (back["before"], back["after"]) == (2, 1)
        reigns = [r["version"] for r in succeeded(within("history", "--json", cwd=tmp_path))]
        assert reigns == [1, 2, 1]
    else:  # the gate may say no, but then for a reason that it names
        assert second.returncode == 1
        assert "champion" in second.stdout
    [then] = succeeded(within("history", "--at", after_first, "--json", cwd=tmp_path))
    assert then["version"] == 1
    assert succeeded(within("history", "--at", "2001-01-01", "--json", cwd=tmp_path)) == []
    assert succeeded(assay("verify", "--json", cwd=tmp_path))["sound"]
    succeeded(within("predict", "cells.parquet", "--out", "p.csv", cwd=tmp_path))
