"""An app that reads a body and answers ten bytes: what uvicorn on uvloop allows at best."""

from __future__ import annotations

from typing import Any

BODY = b'{"ok":true}'
HEADERS = ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(BODY)))


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        while True:
            kind = (await receive())["type"].rpartition(".")[2]
            await send({"type": f"lifespan.{kind}.complete"})
            if kind == "shutdown":
                return
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
