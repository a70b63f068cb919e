"""The whole document."""

from __future__ import annotations

from typing import Any

from assay.core.version import __version__
from assay.serving.openapi import hot, inference, steering
from assay.serving.plan import ServePlan
from assay.serving.watch import Board


def document(plan: ServePlan, board: Board) -> dict[str, Any]:
    """Return the document, OpenAPI 3.1.

    Args:
        plan: Name and limits of the server.
        board: The versions that answer; the champion's contract is described.

    References:
        https://spec.openapis.org/oas/v3.1.0
    """
    model = board.champion
    return {
        "openapi": "3.1.0",
        "info": {
            "title": plan.name,
            "version": str(model.version),
            "description": f"Version {model.version} of '{plan.name}', served by Assay "
            f"{__version__}.",
        },
        "paths": {
            **hot.paths(plan, model),
            **steering.paths(plan),
            **inference.paths(plan, board),
        },
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that [serve] token or tokens name.",
                },
                "control": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that [serve] control_token names.",
                },
            },
            "schemas": {**hot.schemas(plan, model), **steering.SCHEMAS, **inference.schemas(model)},
        },
    }
