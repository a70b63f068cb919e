"""Who may ask for predictions, and by what name: bearer tokens, compared in constant time."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from hashlib import blake2b

from assay.core.address import expanded
from assay.core.errors import InputError
from assay.serving import http
from assay.serving.http import Scope
from assay.serving.plan import ServePlan

NAMELESS = ""
"""Whoever holds the one token that has no name."""

CLIENT = "assay.client"
"""Key of a request's scope under which the name stands."""


class Tokens:
    """The tokens, as one worker holds them.

    Args:
        named: Token by name.

    Example:
        >>> tokens = Tokens({"shop": b"open-sesame"})
        >>> tokens.holder({"headers": [(b"authorization", b"Bearer open-sesame")]})
        'shop'
    """

    def __init__(self, named: Mapping[str, bytes]) -> None:
        self._key = secrets.token_bytes(32)
        self._held = [(name, self._digest(b"Bearer " + token)) for name, token in named.items()]

    def holder(self, scope: Scope) -> str | None:
        """Return the name of the token that a request holds; None if it holds none of them.

        Digests of one length are compared, with each of them, whichever it was.
        """
        given, found = self._digest(http.header(scope, b"authorization") or b""), None
        for name, expected in self._held:
            if hmac.compare_digest(given, expected):
                found = name
        return found

    def _digest(self, text: bytes) -> bytes:
        return blake2b(text, key=self._key, digest_size=32).digest()


def client_of(scope: Scope) -> str:
    """Return the name of whoever asks; empty if none is known."""
    return str(scope.get(CLIENT, NAMELESS))


def of(plan: ServePlan) -> Tokens | None:
    """Return the tokens that predictions ask for; None if anybody may ask.

    Raises:
        InputError: As of `secret`, or if two names have one token.
    """
    named = {NAMELESS: plan.token} if plan.token is not None else plan.tokens
    if not named:
        return None
    held = {name: secret(reference, name) for name, reference in named.items()}
    if len(set(held.values())) < len(held):
        raise InputError(
            "two names have one token, so nobody can tell who asks",
            where="[serve.tokens]",
            remedy="give each its own",
        )
    return Tokens(held)


def secret(reference: str, name: str = "") -> bytes:
    """Return the token that a setting names in the environment.

    Raises:
        InputError: If the environment does not have it, or it is empty.
    """
    token = expanded(reference).encode()
    if not token:
        raise InputError(
            f"the token {f'of {name!r} ' if name else ''}is empty, so everybody would hold it",
            where="[serve]",
            remedy="set the variable that it names to a long random text",
        )
    return token
