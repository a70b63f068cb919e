"""The pages beside the hot path: what may be done to the server, and what it says of itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assay.core.errors import AssayError
from assay.serving import http, moves, openapi
from assay.serving.plan import ServePlan
from assay.serving.watch import Watch

Endpoint = Callable[[Request], Awaitable[Response]]


def control(plan: ServePlan, watch: Watch, token: bytes | None) -> Any:
    """Return the app of all pages but the hot path.

    Args:
        plan: What the server was told.
        watch: Keeps the versions that answer.
        token: Bearer token of the endpoints that change something; they refuse all if None.
    """

    def guarded(endpoint: Endpoint) -> Endpoint:
        async def asked(request: Request) -> Response:
            if token is None:
                return _error(
                    403, "control is switched off", "name a [serve] control_token in assay.toml"
                )
            if not http.authorised(request.scope, token):
                return _error(401, "the control token is needed", "`Authorization: Bearer TOKEN`")
            return await endpoint(request)

        return asked

    async def rollback(request: Request) -> Response:
        reason = str((await _json(request)).get("reason", "over HTTP"))
        return await _moved(moves.take_back, plan, reason=reason)

    async def deploy(request: Request) -> Response:
        asked = await _json(request)
        try:
            version, role = int(asked["version"]), str(asked["as"])
            percent = None if asked.get("percent") is None else float(asked["percent"])
        except (KeyError, TypeError, ValueError):
            return _error(422, "no version or role is named", '{"version": 2, "as": "canary"}')
        return await _moved(moves.deploy, plan, version, role=role, percent=percent)

    async def state(_request: Request) -> Response:
        routing = watch.board.routing
        return JSONResponse(
            {
                "champion": routing.champion,
                "rollback_to": routing.before,
                "canaries": [
                    {"version": each.version, "percent": each.share * 100}
                    for each in routing.canaries
                ],
                "shadows": list(routing.shadows),
                "loaded": sorted(watch.board.models),
                "ledger": routing.sequence,
                "behind": watch.behind,
            }
        )

    async def document(_request: Request) -> Response:
        return JSONResponse(openapi.document(plan, watch.board.champion))

    return Starlette(
        routes=[
            Route("/v1/control/rollback", guarded(rollback), methods=["POST"]),
            Route("/v1/control/deploy", guarded(deploy), methods=["POST"]),
            Route("/v1/control/state", guarded(state), methods=["GET"]),
            Route("/openapi.json", document, methods=["GET"]),
        ],
        exception_handlers={404: _lost, 405: _lost},
    )


async def _moved(verb: Callable[..., Any], *arguments: Any, **options: Any) -> Response:
    try:
        moved = await asyncio.to_thread(verb, *arguments, **options)
    except AssayError as error:
        return _error(409, error.what, error.remedy)
    return JSONResponse(msgspec.to_builtins(moved))


async def _json(request: Request) -> dict[str, Any]:
    try:
        read = await request.json()
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


async def _lost(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    what = "there is no such address" if status == 404 else f"not for {request.method}"
    return _error(status, f"{what}: {request.url.path}", "`GET /openapi.json` lists them")


def _error(status: int, what: str, remedy: str) -> JSONResponse:
    return JSONResponse({"error": {"what": what, "remedy": remedy}}, status_code=status)
