"""Write a proposed project as a commented `assay.toml`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from assay.core.address import has_literal_secret
from assay.core.project import FORMAT

if TYPE_CHECKING:
    from assay.lifecycle.initialise import Proposal


def project_text(proposal: Proposal, *, query: str | None = None) -> str:
    """Return the file's text; every choice stands beside its reason."""
    return "\n".join(
        [
            "# What this project intends. `assay check` reads it, `assay run` does it.",
            "# Every key is described in docs/reference/assay-toml.md.",
            f"format = {FORMAT}",
            f"name = {_quoted(proposal.name)}",
            "",
            "[data]",
            f"source = {_quoted(proposal.source)}  # {_size(proposal)}{_warned(proposal)}",
            *([f"query = {_quoted(query)}"] if query else []),
            *([] if proposal.header else ["header = false"]),
            f"target = {_quoted(proposal.target)}",
            f"task = {_quoted(proposal.task)}",
            *(
                [f"positive = {_quoted(proposal.positive)}"]
                if proposal.positive is not None
                else []
            ),
            *_role("time", proposal.time, "when a row happened"),
            *_role("group", proposal.group, "whom a row belongs to, such as a customer"),
            *_role("id", proposal.id, "what names the row"),
            "",
            "[data.leave_out]  # columns kept out of the model, each with its reason",
            *(f"{_key(name)} = {_quoted(why)}" for name, why in proposal.leave_out.items()),
            "",
            "[contract]",
            'policy = "quarantine"  # bad rows are set aside with their reasons; or "stop"',
            "",
            "[split]",
            f"kind = {_quoted(proposal.split)}",
            f"reason = {_quoted(proposal.split_reason)}",
            "validation = 0.2",
            "test = 0.2  # sealed: opened by the evaluation alone, and every opening is counted",
            "openings = 10",
            "seed = 0",
            "",
            "[fit]",
            f"metric = {_quoted(proposal.metric)}  # {proposal.metric_reason}",
            "budget_seconds = 60",
            "",
            *_cost(proposal),
            "[evaluate]",
            "sensitive = []  # columns to check fairness on",
            "",
            "[practices]",
            'on_leak = "leave-out"  # what to do with a column that knows the answer; or "stop"',
            "",
            "[card]  # what only people can say; the model card lists what is left empty",
            'owner = ""',
            'intended_use = ""',
            'out_of_scope = ""',
            'ethical_considerations = ""',
            'caveats = ""',
            "",
        ]
    )


def _size(proposal: Proposal) -> str:
    return f"{proposal.rows:,} rows, {proposal.columns} columns"


def _warned(proposal: Proposal) -> str:
    if not has_literal_secret(proposal.source):
        return ""
    return "; holds a password: write ${NAME} instead, and NAME comes from the environment"


def _role(role: str, name: str | None, what: str) -> list[str]:
    return [f"{role} = {_quoted(name)}"] if name else [f'# {role} = ""  # {what}']


def _cost(proposal: Proposal) -> list[str]:
    if proposal.task != "binary":
        return []
    return [
        '# [fit.cost]  # say what wrong decisions cost, and set metric = "cost"',
        "# false_positive = 1.0",
        "# false_negative = 5.0",
        '# currency = "EUR"',
        "",
    ]


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)
