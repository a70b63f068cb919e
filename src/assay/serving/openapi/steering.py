"""Control endpoints in the document; each asks for the control token."""

from __future__ import annotations

from typing import Any

from assay.serving.openapi import parts
from assay.serving.openapi.parts import JSON, Schema, body, operation, ref
from assay.serving.orders import Deploy, Rollback, State
from assay.serving.plan import ServePlan

SCHEMAS: dict[str, Schema] = parts.schemas([Rollback, Deploy, State])

_SECURED: list[dict[str, list[str]]] = [{"control": []}]


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
                "Deploy a version beside the champion, or take it away",
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
        "/v1/control/state": {
            "get": operation("Who answers now", {JSON: ref("State")}, *refusals, security=_SECURED)
        },
    }


def _moved(*names: str) -> Schema:
    return {"type": "object", "required": list(names)}
