"""Nothing shows what an address keeps secret, and plain addresses stay as they are."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.core.address import expanded, has_literal_secret, in_text, public
from assay.core.errors import BackendError, InputError

PIECES = st.sampled_from(
    [*"ab1:/@?&;=#%*+. \n$", "://", "http://", "s3://", "::", "password=", "%3A%2F%2F", "***"]
)
ODD = st.text(alphabet="aB3:/?&;=#%+ $!'*-_.~", max_size=12)
KEYS = [
    "password", "PWD", "passwd", "token", "access_token", "secret", "client_secret", "key", "sig",
    "apikey", "api-key", "AccountKey", "AWSAccessKeyId", "aws_secret_access_key",
    "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "sslpassword", "auth",
    "p%61ssword",
]  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
@example("https://a@b:c@d")
@example("x://h?a=1;password=b&c@d")
def test_public_form_of_a_public_form_is_itself(text: str) -> None:
    assert public(public(text)) == public(text)


@given(
    scheme=st.sampled_from(["postgresql", "mysql+pymysql", "s3", "https", "ftp", "delta+s3", "x"]),
    user=st.sampled_from(["bob", "", "bob@corp.example", "b%40b"]),
    odd=ODD,
    encoded=st.booleans(),
    tail=st.sampled_from(["", "/shop", ":5432/shop?sslmode=require", "/a@b/c.csv", "/x?q=a@b"]),
)
def test_password_is_in_no_public_form(
    scheme: str, user: str, odd: str, encoded: bool, tail: str
) -> None:
    password = f"hun{odd}ter2"
    written = quote(password, safe="") if encoded else password
    shown = public(f"{scheme}://{user}:{written}@db{tail}")
    assert "ter2" not in shown
    assert "hun" not in shown
    assert "db" in shown


@given(key=st.sampled_from(KEYS), odd=ODD.filter(lambda text: "&" not in text))
def test_credential_among_the_parameters_is_in_no_public_form(key: str, odd: str) -> None:
    shown = public(f"https://host/rows.csv?year=2024&{key}=hun{odd}ter2&page=1")
    assert "ter2" not in shown
    assert "hun" not in shown
    assert shown.startswith("https://host/rows.csv?year=2024&")
    assert shown.endswith("&page=1")


@pytest.mark.parametrize(
    "plain",
    [
        "data/rows.csv",
        "/home/bob/logs/*.csv.gz",
        "C:\\data\\a@b.csv",
        "load.py:flights",
        "token=abc/part.parquet",
        "s3://bucket/rows.parquet",
        "s3://bucket/a:b@c/rows.parquet",
        "https://host:8080/users/@bob/rows.csv",
        "hdfs://node:8020/user/a@b/rows.csv",
        "postgresql://bob@db:5432/shop",
        "postgresql://db/shop?sslmode=require&keepalives=1",
        "sqlite:///shop.db",
        "sqlite:////tmp/a:b@c.db",
        "duckdb:///:memory:",
        "dvc://rows.csv?rev=v1&repo=/home/bob/repo",
        "https://host/rows.csv?primarykeys=id&monkey=1&author=ada",
        "${DATABASE_URL}",
    ],
)
def test_address_without_secrets_stays_as_it_is(plain: str) -> None:
    assert public(plain) == plain
    assert not has_literal_secret(plain)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://bob:hunter2@db/shop", "postgresql://bob:***@db/shop"),
        ("postgresql://bob:hun@ter2@db/shop", "postgresql://bob:***@db/shop"),
        ("redis://:hunter2@db", "redis://:***@db"),
        ("https://ghp_hunter2@host/a.csv", "https://***@host/a.csv"),
        ("simplecache::ftp://bob:hunter2@host/a", "simplecache::ftp://bob:***@host/a"),
        (
            "zip://a.csv::https://bob:hunter2@host/a.zip",
            "zip://a.csv::https://bob:***@host/a.zip",
        ),
        (
            "dvc://a.csv?rev=v1&repo=https://bob:hunter2@host/r",
            "dvc://a.csv?rev=v1&repo=https://bob:***@host/r",
        ),
        (
            "dvc://a.csv?rev=v1&repo=https%3A%2F%2Fbob%3Ahunter2%40host",
            "dvc://a.csv?rev=v1&repo=***",
        ),
        (
            "mssql+pyodbc://?odbc_connect=SERVER%3Ddb%3BPWD%3Dhunter2",
            "mssql+pyodbc://?odbc_connect=***",
        ),
        ("postgresql://db/shop?user=bob;password=hunter2", "postgresql://db/shop?user=bob;password=***"),
        ("https://host/a#access_token=hunter2", "https://host/a#access_token=***"),
    ],
)  # fmt: skip
def test_secret_is_hidden_wherever_it_stands(url: str, shown: str) -> None:
    assert public(url) == shown
    assert has_literal_secret(url)


def test_secret_is_found_on_its_own_in_what_others_say() -> None:
    url = "ftp://bob:hun%40ter2@host/a.csv"
    said = in_text(f"no {url}, hun@ter2, hun%40ter2; also https://a:secret@b/c", of=url)
    assert said == "no ftp://bob:***@host/a.csv, ***, ***; also https://a:***@b/c"


def test_no_error_tells_a_password() -> None:
    url = "postgresql://bob:hunter2@db/shop"
    error = BackendError(f"cannot reach {url}", where=f"{url}; rows", remedy=f"start {url}")
    assert "hunter2" not in f"{error} {error!r} {error.args}"
    assert "bob:***@db/shop; rows" in error.where


def test_variables_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "hunter2")
    text = "postgresql://bob:${DB_PASSWORD}@db/$HOME/${1}"
    assert expanded(text) == "postgresql://bob:hunter2@db/$HOME/${1}"


def test_every_unset_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DB_HOST", "DB_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError) as caught:
        expanded("postgresql://bob:${DB_PASSWORD}@${DB_HOST}/shop")
    assert "DB_HOST, DB_PASSWORD" in caught.value.what
    assert "export DB_PASSWORD=" in caught.value.remedy


def test_written_and_left_out_password_are_one_source() -> None:
    left_out = "postgresql://bob:${DB_PASSWORD}@db/shop"
    assert public(left_out) == public("postgresql://bob:hunter2@db/shop")
    assert not has_literal_secret(left_out)
