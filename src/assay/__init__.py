"""Assay: the good habits of machine learning, enforced.

The verbs of the command line are functions here, loaded when they are first used:

    project = assay.load("folder")              the project that assay.toml declares
    assay.initialise(url, target_column=..., folder=...)   propose a project from its data
    assay.audit(train, test, target=...)        what is wrong with anybody's data and split
    assay.run(project)                          from the table to a registered candidate
    assay.promote(project), assay.rollback(project), assay.history(project)
    assay.serve(project), assay.deploy(project, 2, role="canary"), assay.routing(project)
    assay.deploy(project, 2, role="canary", ramp=assay.ramp_of([1, 5, 20])), assay.climbs(project)
    assay.shadow(project, 2), assay.replay(project), assay.blame(project, request_id)
    assay.export(project, to="docker")          the champion for another system, checked
    assay.score(project, table)                 predictions for pandas, Polars or Arrow
    assay.predict(project, url, out)            predictions for a whole source, streaming
    assay.explain_row(project, url, 0)          why one row is predicted as it is
    assay.verify(project), assay.reproduce(project), assay.runs(project), assay.report(project)

`help(assay.run)` tells arguments, results and errors.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

from assay.core.version import __version__

# ONNX Runtime and MLflow tell their makers how they are used unless this stands before they load.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")

if TYPE_CHECKING:
    from assay.core.project import load as load
    from assay.data.contract.diff import diff as contract_diff  # noqa: F401
    from assay.lifecycle.audit import audit as audit
    from assay.lifecycle.blame import blame as blame
    from assay.lifecycle.check import check as check
    from assay.lifecycle.deploy import deploy as deploy
    from assay.lifecycle.deploy import routing as routing
    from assay.lifecycle.drill import drill_rollback as drill_rollback
    from assay.lifecycle.experiment.end import stop_experiment as stop_experiment
    from assay.lifecycle.experiment.plan import plan_experiment as plan_experiment
    from assay.lifecycle.experiment.status import experiment_status as experiment_status
    from assay.lifecycle.explain_row import explain_row as explain_row
    from assay.lifecycle.export import export as export
    from assay.lifecycle.initialise import initialise as initialise
    from assay.lifecycle.inspect import compare as compare
    from assay.lifecycle.inspect import runs as runs
    from assay.lifecycle.inspect import show as show
    from assay.lifecycle.look import difference as data_diff  # noqa: F401
    from assay.lifecycle.look import hold as validate  # noqa: F401
    from assay.lifecycle.look import look as profile  # noqa: F401
    from assay.lifecycle.look import versions as data_log  # noqa: F401
    from assay.lifecycle.predict import predict as predict
    from assay.lifecycle.predict import score as score
    from assay.lifecycle.promote import history as history
    from assay.lifecycle.promote import openings as openings
    from assay.lifecycle.promote import promote as promote
    from assay.lifecycle.promote import verify as verify
    from assay.lifecycle.ramp import climbs as climbs
    from assay.lifecycle.ramp import ramp_of as ramp_of
    from assay.lifecycle.replay import replay as replay
    from assay.lifecycle.reproduce import reproduce as reproduce
    from assay.lifecycle.rollback import rollback as rollback
    from assay.lifecycle.serve import serve as serve
    from assay.lifecycle.shadow import shadow as shadow
    from assay.verbs import report as report
    from assay.verbs import rules as rules
    from assay.verbs import run as run

_VERBS = {
    "audit": "assay.lifecycle.audit:audit",
    "load": "assay.core.project:load",
    "check": "assay.lifecycle.check:check",
    "initialise": "assay.lifecycle.initialise:initialise",
    "profile": "assay.lifecycle.look:look",
    "validate": "assay.lifecycle.look:hold",
    "contract_diff": "assay.data.contract.diff:diff",
    "data_log": "assay.lifecycle.look:versions",
    "data_diff": "assay.lifecycle.look:difference",
    "run": "assay.verbs:run",
    "runs": "assay.lifecycle.inspect:runs",
    "show": "assay.lifecycle.inspect:show",
    "compare": "assay.lifecycle.inspect:compare",
    "report": "assay.verbs:report",
    "reproduce": "assay.lifecycle.reproduce:reproduce",
    "rules": "assay.verbs:rules",
    "promote": "assay.lifecycle.promote:promote",
    "rollback": "assay.lifecycle.rollback:rollback",
    "history": "assay.lifecycle.promote:history",
    "openings": "assay.lifecycle.promote:openings",
    "serve": "assay.lifecycle.serve:serve",
    "deploy": "assay.lifecycle.deploy:deploy",
    "ramp_of": "assay.lifecycle.ramp:ramp_of",
    "climbs": "assay.lifecycle.ramp:climbs",
    "replay": "assay.lifecycle.replay:replay",
    "shadow": "assay.lifecycle.shadow:shadow",
    "blame": "assay.lifecycle.blame:blame",
    "drill_rollback": "assay.lifecycle.drill:drill_rollback",
    "plan_experiment": "assay.lifecycle.experiment.plan:plan_experiment",
    "experiment_status": "assay.lifecycle.experiment.status:experiment_status",
    "stop_experiment": "assay.lifecycle.experiment.end:stop_experiment",
    "export": "assay.lifecycle.export:export",
    "routing": "assay.lifecycle.deploy:routing",
    "verify": "assay.lifecycle.promote:verify",
    "explain_row": "assay.lifecycle.explain_row:explain_row",
    "predict": "assay.lifecycle.predict:predict",
    "score": "assay.lifecycle.predict:score",
}

__all__ = ["__version__", *_VERBS]  # noqa: PLE0604  (names of the lazy verbs)


def __getattr__(name: str) -> Any:
    if name not in _VERBS:
        raise AttributeError(f"module 'assay' has no attribute '{name}'")
    module, _, function = _VERBS[name].partition(":")
    return getattr(importlib.import_module(module), function)


def __dir__() -> list[str]:
    return sorted(__all__)
