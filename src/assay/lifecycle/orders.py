"""Carry out an order that a server was given, in a process that loads what its workers do not."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from assay.core.errors import AssayError
from assay.lifecycle.deploy import deploy
from assay.lifecycle.ramp import ramp_of


def carry_out(folder: str, verb: str, arguments: dict[str, Any]) -> object:
    """Return what a verb returns.

    Raises:
        AssayError: If it cannot be done.
    """
    if verb == "deploy":
        ramp = arguments.pop("ramp")
        return deploy(folder, **arguments, ramp=None if ramp is None else ramp_of(**ramp))
    if verb == "plan_experiment":
        from assay.lifecycle.experiment.plan import plan_experiment

        return plan_experiment(folder, **arguments)
    from assay.lifecycle.experiment.win import promote_winner

    return {"promoted": promote_winner(folder)}


def main() -> None:
    """Carry out the order of the command line, and say in one line of JSON what came of it."""
    folder, verb, arguments = sys.argv[1:]
    try:
        done = carry_out(folder, verb, msgspec.json.decode(arguments))
    except AssayError as error:
        done = {"error": {"what": error.what, "where": error.where, "remedy": error.remedy}}
    sys.stdout.write(f"\n{msgspec.json.encode(done).decode()}")


if __name__ == "__main__":
    main()
