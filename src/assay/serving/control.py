"""The pages beside the hot path: what may be done to the server, and what it says of itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assay.core.errors import AssayError
from assay.serving import http, moves
from assay.serving.http import Client, Headers, Refused
from assay.serving.openapi.document import document
from assay.serving.orders import Deploy, Plan, Rollback, Share, State, Stop
from assay.serving.plan import ServePlan
from assay.serving.watch import Watch

Endpoint = Callable[[Request], Awaitable[Response]]
Order = TypeVar("Order", Rollback, Deploy, Plan, Stop)


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
                return _error(
                    401,
                    "the control token is needed",
                    "`Authorization: Bearer TOKEN`, as [serve] control_token names it",
                    ((b"www-authenticate", b"Bearer"),),
                )
            return await endpoint(request)

        return asked

    async def rollback(request: Request) -> Response:
        order = await _order(request, plan, Rollback, absent=Rollback())
        return await _moved(moves.take_back, plan, reason=order.reason)

    async def deploy(request: Request) -> Response:
        order = await _order(request, plan, Deploy)
        return await _moved(
            moves.deploy,
            plan,
            order.version,
            role=order.role,
            percent=order.percent,
            ramp=order.climb,
        )

    async def experiment(request: Request) -> Response:
        if request.method == "GET":
            return await _moved(moves.experiment, plan)
        order = msgspec.structs.asdict(await _order(request, plan, Plan))
        return await _moved(moves.plan_experiment, plan, order.pop("version"), **order)

    async def stop(request: Request) -> Response:
        order = await _order(request, plan, Stop, absent=Stop())
        return await _moved(moves.stop_experiment, plan, reason=order.reason)

    async def state(_request: Request) -> Response:
        routing = watch.board.routing
        return _json(
            State(
                champion=routing.champion,
                rollback_to=routing.before,
                canaries=[Share(each.version, each.share * 100) for each in routing.canaries],
                shadows=list(routing.shadows),
                loaded=sorted(watch.board.models),
                ledger=routing.sequence,
                behind=watch.behind,
            )
        )

    async def openapi(_request: Request) -> Response:
        return _json(document(plan, watch.board))

    return Starlette(
        routes=[
            Route("/v1/control/rollback", guarded(rollback), methods=["POST"]),
            Route("/v1/control/deploy", guarded(deploy), methods=["POST"]),
            Route("/v1/control/experiment", guarded(experiment), methods=["GET", "POST"]),
            Route("/v1/control/experiment/stop", guarded(stop), methods=["POST"]),
            Route("/v1/control/state", guarded(state), methods=["GET"]),
            Route("/openapi.json", openapi, methods=["GET"]),
        ],
        exception_handlers={404: _lost, 405: _lost, Refused: _refused, Client: _gone},
    )


async def _moved(verb: Callable[..., Any], *arguments: Any, **options: Any) -> Response:
    try:
        moved = await asyncio.to_thread(verb, *arguments, **options)
    except AssayError as error:
        return _error(409, error.what, error.remedy, where=error.where)
    return _json(moved)


async def _order(
    request: Request, plan: ServePlan, form: type[Order], *, absent: Order | None = None
) -> Order:
    """Read what is ordered.

    Raises:
        Refused: If the body is not that, too large, or late.
        Client: If the client went away.
    """
    body = await http.body_of(
        request.receive, most_bytes=plan.most_bytes, timeout_seconds=plan.timeout_seconds
    )
    if not body and absent is not None:
        return absent
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise Refused(
            422,
            f"the order is not understood: {cause}",
            "`GET /openapi.json` has an example of each",
        ) from cause


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _error(error.status, error.what, error.remedy, error.headers)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it


async def _lost(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    what = "there is no such address" if status == 404 else f"not for {request.method}"
    allowed = (getattr(error, "headers", None) or {}).get("Allow")
    headers = ((b"allow", allowed.encode()),) if allowed else ()
    return _error(status, f"{what}: {request.url.path}", "`GET /openapi.json` lists them", headers)


def _json(told: object, status: int = 200, headers: Headers = ()) -> Response:
    return Response(
        msgspec.json.encode(told),
        status_code=status,
        headers={name.decode(): value.decode() for name, value in headers},
        media_type="application/json",
    )


def _error(
    status: int, what: str, remedy: str, headers: Headers = (), *, where: str = ""
) -> Response:
    told = {"what": what, **({"where": where} if where else {}), "remedy": remedy}
    return _json({"error": told}, status, headers)
