"""Score logged requests again in batch, with the version that answered: is online what batch is?"""

from __future__ import annotations

import numpy as np

from assay.core.evidence.serving import ReplayEvidence
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle import logged

SHOWN = 5

REDACTED = "redacted"


def replay(project: ProjectOrFolder, *, most_rows: int = logged.MOST_ROWS) -> ReplayEvidence:
    """Score logged answers again with the version that gave them, in batch, bit for bit.

    Args:
        project: The project, or its folder.
        most_rows: How many of the latest rows.

    Raises:
        InputError: If nothing was logged yet.
    """
    workspace = Workspace(loaded(project))
    log = logged.answers(workspace).tail(most_rows).collect()
    sound, why = logged.sound(log), logged.why_unsound(log)
    differing: list[str] = []
    largest, scored = 0.0, 0
    for (number,), part in sound.group_by("version", maintain_order=True):
        version = logged.load(workspace, int(str(number)))
        records = logged.records(part)
        whole = [place for place, each in enumerate(records) if logged.complete(each, version.raw)]
        if redacted := len(records) - len(whole):
            why[REDACTED] += redacted
        if not whole:  # every row is redacted
            continue
        said = np.array(part["scores"].gather(whole).to_list(), dtype=np.float64)
        _, found = logged.scored(version, [records[place] for place in whole])
        gaps = np.abs(found.reshape(len(whole), -1) - said).max(axis=1, initial=0.0)
        differing += [part["request"][whole[place]] for place in np.flatnonzero(gaps > 0)]
        largest, scored = max(largest, float(gaps.max(initial=0.0))), scored + len(whole)
    return ReplayEvidence(
        rows=scored,
        differing=len(differing),
        largest=largest,
        requests=tuple(dict.fromkeys(differing))[:SHOWN],
        skipped=log.height - scored,
        why_skipped=tuple(why.most_common()),
        since=str(log["at"][0]) if log.height else None,
    )
