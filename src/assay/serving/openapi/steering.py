"""Control endpoints in the document; each asks for the control token."""

from __future__ import annotations

from typing import Any

from assay.serving.openapi import parts
from assay.serving.openapi.parts import JSON, Schema, body, operation, ref
from assay.serving.orders import Deploy, Plan, Rollback, State, Stop
from assay.serving.plan import ServePlan

SCHEMAS: dict[str, Schema] = parts.schemas([Rollback, Deploy, Plan, Stop, State])

_SECURED: list[dict[str, list[str]]] = [{"control": []}]

_EXPERIMENT = {"version": 2, "effect": 0.05, "requests_a_day": 10_000, "share": 0.2}


def paths(plan: ServePlan) -> dict[str, Any]:
    """Return the operations; those of a server without control token refuse everybody (403)."""
    refusals = (401,) if plan.control_token else (403,)
    orders = (*refusals, 408, 409, 413, 422)
    return {
        "/v1/control/rollback": {
            "post": operation(
                "Take the champion back to the version before",
                {JSON: _moved("before", "after")},
                *orders,
                security=_SECURED,
                requestBody=body(
                    {JSON: {"schema": ref("Rollback"), "example": {"reason": "it errs at night"}}},
                    required=False,
                ),
            )
        },
        "/v1/control/deploy": {
            "post": operation(
                "Deploy a version, or take it away; a canary and a champion ask the gate",
                {JSON: _moved("version", "role", "champion")},
                *orders,
                security=_SECURED,
                requestBody=body(
                    {
                        JSON: {
                            "schema": ref("Deploy"),
                            "example": {"version": 2, "as": "canary", "percent": 10},
                        }
                    }
                ),
            )
        },
        "/v1/control/experiment": {
            "get": operation(
                "What the ledger says of the experiment that was announced last",
                {JSON: _moved("number", "challenger", "plan", "looks", "ended")},
                *(*refusals, 409),
                security=_SECURED,
            ),
            "post": operation(
                "Announce an experiment, and give the challenger its share",
                {JSON: _moved("number", "challenger", "plan")},
                *orders,
                security=_SECURED,
                requestBody=body({JSON: {"schema": ref("Plan"), "example": _EXPERIMENT}}),
            ),
        },
        "/v1/control/experiment/stop": {
            "post": operation(
                "End the running experiment, and withdraw its challenger",
                {JSON: _moved("number", "challenger")},
                *orders,
                security=_SECURED,
                requestBody=body(
                    {JSON: {"schema": ref("Stop"), "example": {"reason": "it is over"}}},
                    required=False,
                ),
            )
        },
        "/v1/control/state": {
            "get": operation("Who answers now", {JSON: ref("State")}, *refusals, security=_SECURED)
        },
    }


def _moved(*names: str) -> Schema:
    return {"type": "object", "required": list(names)}
