"""Who was champion, where nobody was yet."""

from __future__ import annotations

import datetime
from pathlib import Path

from assay.lifecycle.promote import champion_at, history


def test_a_project_without_a_promotion_had_no_champion(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text(
        'format = 1\nname = "t"\n'
        '[data]\nsource = "t.csv"\ntarget = "y"\ntask = "binary"\n'
        '[fit]\nmetric = "roc_auc"\n'
    )
    assert history(tmp_path) == ()
    assert champion_at(tmp_path, datetime.datetime.now(datetime.UTC)) is None
