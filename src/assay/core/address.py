"""Addresses of data and databases: what of them may be shown, and what the environment fills in.

A URL may hold a password. It is used whole only to connect; whatever is stored, printed or raised
holds its `public` form.
"""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from urllib.parse import unquote

HIDDEN = "***"
SHORTEST = 4
"""Characters of a secret that is looked for on its own in a text; a shorter one is any syllable."""

_WEB = r"(?:[\w.-]+\+)?(?:https?|ftps?|sftp|ssh|hdfs|webhdfs|smb)://"
"""Where `host:8020/path@2` is a port and a path; SQLAlchemy reads it as user and password."""
_PASSWORD = r"(?P<secret>[^@]*(?:@[^@/?#]*(?=@))*)@"
_NO_CHAIN = r"(?!:[\w+.-]+://)"
"""`zip://rows.csv::https://...` is no user `rows.csv`."""
_USERINFO = (
    re.compile(rf"(?i)(?P<head>{_WEB}[^:/?#]*:)(?!\d*(?:[/?#]|$)){_PASSWORD}"),
    re.compile(rf"(?i)(?P<head>(?<![\w+.-])(?!{_WEB})[\w+.-]+://[^:/?#]*:){_NO_CHAIN}{_PASSWORD}"),
)
_TOKEN = re.compile(r"(?i)(?P<head>https?://)(?P<secret>[^:/?#@]+)@")
_PARAMETER = re.compile(r"(?<=[?&;#])(?P<key>[^=&;#?/]*)=(?P<value>[^&]*)")
_ADDRESS = re.compile(r"[\w+.:-]+://\S+")
_POSTGRESQL = re.compile(r"(?i)^postgres(?:ql)?(?=://)")
_POSTGRESQL_DRIVERS = ("psycopg", "psycopg2", "pg8000")
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_CREDENTIAL = re.compile(
    r"passw|passphrase|secret|token|signature|credential|apikey|accesskey|accountkey"
    r"|(?<![a-z])(?:key|sig|sas|pwd|pass|auth|authorization)(?![a-z])"
)


def public(url: str) -> str:
    """Return an address without its password, token or other credentials.

    Example:
        >>> public("postgresql://bob:hunter2@db/shop")
        'postgresql://bob:***@db/shop'
        >>> public("https://host/rows.csv?year=2024&sig=c2VjcmV0")
        'https://host/rows.csv?year=2024&sig=***'
        >>> public("data/rows.csv"), public("s3://bucket/rows.parquet")
        ('data/rows.csv', 's3://bucket/rows.parquet')
    """
    return _hide(url, [])


def in_text(text: str, *, of: str = "") -> str:
    """Return a text with every address in it made public.

    Args:
        text: What a program says: a message, a traceback.
        of: The address it speaks of, whose secrets are then found on their own too.

    Example:
        >>> in_text("no route to ftp://bob:hunter2@host/a.csv", of="")
        'no route to ftp://bob:***@host/a.csv'
        >>> in_text("no file bob:hunter2@host/a.csv", of="ftp://bob:hunter2@host/a.csv")
        'no file bob:***@host/a.csv'
    """
    found: list[str] = []
    shown = _hide(of, found)
    if of:
        text = text.replace(of, shown)
    for secret in sorted({*found, *map(unquote, found)}, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, HIDDEN)
    return _ADDRESS.sub(lambda match: public(match[0]), text)


def has_literal_secret(url: str) -> bool:
    """Say whether credentials are written out, rather than left to the environment.

    Example:
        >>> has_literal_secret("postgresql://bob:hunter2@db/shop")
        True
        >>> has_literal_secret("postgresql://bob:${DB_PASSWORD}@db/shop")
        False
    """
    filled = _VARIABLE.sub(HIDDEN, url)
    return public(filled) != filled


def expanded(text: str) -> str:
    """Return a text with each `${NAME}` replaced by the environment variable of that name.

    Raises:
        InputError: If a variable is not set.

    Example:
        >>> os.environ["SHOP_HOST"] = "db"
        >>> expanded("postgresql://${SHOP_HOST}/shop")
        'postgresql://db/shop'
    """
    from assay.core.errors import InputError  # errors hide what addresses hold, so need this module

    if unset := unset_in(text):
        raise InputError(
            f"not set in the environment: {', '.join(unset)}",
            where=public(text),
            remedy="; ".join(f"export {name}=..." for name in unset),
        )
    return _VARIABLE.sub(lambda match: os.environ[match[1]], text)


def unset_in(text: str) -> list[str]:
    """Return the variables that a text names and the environment lacks.

    Example:
        >>> unset_in("postgresql://${NO_SUCH_HOST}/shop")
        ['NO_SUCH_HOST']
    """
    return sorted({name for name in _VARIABLE.findall(text) if name not in os.environ})


def with_driver(url: str) -> str:
    """Return a database URL with a driver that is installed, where PostgreSQL's names none.

    SQLAlchemy takes psycopg2 up to 2.0 and psycopg from 2.1 on, whichever is there, and does not
    know `postgres://`.

    Example:
        >>> with_driver("postgresql+pg8000://db/shop"), with_driver("sqlite:///shop.db")
        ('postgresql+pg8000://db/shop', 'sqlite:///shop.db')
    """
    installed = (name for name in _POSTGRESQL_DRIVERS if find_spec(name))
    return _POSTGRESQL.sub(lambda _: f"postgresql+{next(installed, 'psycopg')}", url)


def _hide(url: str, found: list[str]) -> str:
    """Hide the secrets of an address, and append them to a list."""
    if "://" not in url:
        return url

    def userinfo(match: re.Match[str]) -> str:
        found.append(match["secret"])
        return f"{match['head']}{HIDDEN}@"

    for pattern in (*_USERINFO, _TOKEN):
        url = pattern.sub(userinfo, url)
    return _hide_parameters(url, found)


def _hide_parameters(text: str, found: list[str]) -> str:
    def parameter(match: re.Match[str]) -> str:
        key, value = match["key"], match["value"]
        if _is_credential(key) or _is_secret_within(value):
            found.append(value)
            return f"{key}={HIDDEN}"
        return f"{key}={_hide_parameters(value, found)}"

    return _PARAMETER.sub(parameter, text)


def _is_credential(key: str) -> bool:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", unquote(key))
    return _CREDENTIAL.search(words.lower()) is not None or (
        _CREDENTIAL.search(unquote(key).lower()) is not None
    )


def _is_secret_within(value: str) -> bool:
    """Whether a value, with its percent signs read, is an address or ODBC text with a secret."""
    plain = unquote(value)
    if plain == value:
        return False
    return public(plain) != plain or _hide_parameters(f";{plain}", []) != f";{plain}"
