"""A client asks as often as it may, whichever worker answers, and no other client pays for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.serving.conftest import Serve, Served, records, wait_until

import assay
from assay.core.errors import InputError, ProjectError
from assay.core.project import ServeSection, load
from assay.lifecycle.serve import plan_of
from assay.registry.exports import workspace as exported
from assay.serving import limit, tokens
from assay.serving.limit import Limit
from assay.serving.log import filing
from assay.serving.tokens import Tokens


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    limit.prepare(tmp_path / "limits")
    return tmp_path / "limits"


def test_a_burst_is_allowed_and_what_follows_waits_for_the_rate(file: Path) -> None:
    clock = Clock()
    bucket = Limit(file, rate=2.0, burst=3, clock=clock)
    assert [bucket.take(b"a") for _ in range(3)] == [0, 0, 0]
    assert bucket.take(b"a") == pytest.approx(0.5)
    assert bucket.take(b"b") == 0
    clock.now += 0.5
    assert bucket.take(b"a") == 0
    assert bucket.take(b"a") == pytest.approx(0.5)
    clock.now += 100
    assert [bucket.take(b"a") > 0 for _ in range(4)] == [False, False, False, True]


def test_workers_share_a_clients_bucket(file: Path) -> None:
    clock = Clock()
    first, second = (Limit(file, rate=1.0, burst=2, clock=clock) for _ in range(2))
    assert (first.take(b"a"), second.take(b"a")) == (0, 0)
    assert first.take(b"a") > 0 and second.take(b"a") > 0


@given(st.lists(st.floats(0, 3), max_size=60), st.floats(0.1, 50), st.integers(1, 9))
@settings(deadline=None)
def test_no_stretch_of_time_holds_more_than_a_burst_and_the_rate(
    tmp_path_factory: pytest.TempPathFactory, pauses: list[float], rate: float, burst: int
) -> None:
    file = tmp_path_factory.mktemp("limit") / "limits"
    limit.prepare(file)
    clock, allowed = Clock(), []
    bucket = Limit(file, rate=rate, burst=burst, clock=clock)
    for pause in pauses:
        clock.now += pause
        if bucket.take(b"a") == 0:
            allowed.append(clock.now)
    for first, begin in enumerate(allowed):
        for last, end in enumerate(allowed[first:], start=first):
            assert last - first + 1 <= burst + (end - begin) * rate + 1e-6


def test_more_clients_than_buckets_are_still_answered(file: Path) -> None:
    bucket = Limit(file, rate=1.0, burst=1, clock=Clock())
    refused = sum(bucket.take(b"%d" % client) > 0 for client in range(2 * limit.SLOTS))
    assert refused == 0


@pytest.mark.parametrize("rate", ["100", "0/s", "fast", "1/day", "-1/s"])
def test_what_is_no_rate_is_told(rate: str) -> None:
    with pytest.raises(InputError, match="no rate"):
        limit.per_second(rate)


def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    project: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "let-me-in")
    settings = project / "assay.toml"
    tokens = '[serve.tokens]\nshop = "${SHOP_TOKEN}"\nbatch = "nightly"\n'
    settings.write_text(
        settings.read_text() + f'rate = "2/h"\nburst = 4\nclient_header = "x-client"\n{tokens}'
    )
    record = records(project)[0]
    with serve(project, "--workers", "2") as server:
        token = {"authorization": "Bearer let-me-in"}
        greedy = [
            server.ask("/v1/predict", record, headers={"x-client": str(place), **token})
            for place in range(8)  # whatever it calls itself
        ]
        assert [status for status, _ in greedy] == [200] * 4 + [429] * 4
        assert "s" in greedy[-1][1]["error"]["remedy"]
        other = {"authorization": "Bearer nightly"}
        status, said = server.ask("/v1/predict", record, headers=other)
        assert status == 200
        for headers in ({}, {"authorization": "Bearer let-me-out"}, {"authorization": "let-me-in"}):
            for path in ("/v1/predict", "/v1/feedback", "/v2/repository/index"):
                asked = {"x-client": f"{path}{headers}", **headers}
                status, told = server.ask(path, {}, headers=asked)
                assert (status, bool(told["error"])) == (401, True)
        guesses = [
            server.ask("/v1/predict", record, headers={"authorization": f"Bearer {place}"})[0]
            for place in range(6)
        ]
        assert guesses == [401] * 4 + [429] * 2  # a guesser is held back by where it comes from
        assert server.ask("/health")[0] == 200
        document = server.ask("/openapi.json")[1]
        answers = document["paths"]["/v1/predict"]["post"]["responses"]
        assert "Retry-After" in answers["429"]["headers"]
        wait_until(lambda: _asked(server, "shop", 429) == 4)
        assert (_asked(server, "shop", 200), _asked(server, "batch", 200)) == (4, 1)
        shown = server.ask("/metrics")[1]
        assert "let-me-in" not in shown and "nightly" not in shown
    assert assay.blame(project, said["request_id"]).client == "batch"
    plan = plan_of(load(project))
    assert filing.read(plan.spool, plan.log).collect()["client"].to_list().count("shop") == 4


def _asked(server: Served, client: str, status: int) -> float:
    start = f'assay_client_requests_total{{client="{client}",status="{status}"}} '
    lines = server.ask("/metrics")[1].splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(start))


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ('a = "one"\nb = "one"', "two names have one token"),
        ('a = ""', "is empty, so everybody would hold it"),
        ('a = "${NOBODY_SET_THIS}"', "not set in the environment"),
    ],
)
def test_tokens_that_tell_nobody_apart_are_refused_at_the_start(
    project: Path, named: str, problem: str
) -> None:
    settings = project / "assay.toml"
    settings.write_text(f"{settings.read_text()}[serve.tokens]\n{named}\n")
    with pytest.raises(InputError, match=problem):
        tokens.of(plan_of(load(project)))


def test_a_token_is_named_once(project: Path) -> None:
    settings = project / "assay.toml"
    settings.write_text(f'{settings.read_text()}token = "one"\n[serve.tokens]\na = "two"\n')
    with pytest.raises(ProjectError) as refused:
        load(project)
    assert "are both given" in refused.value.where


def test_every_token_is_compared_whichever_was_given() -> None:
    held = Tokens({"a": b"one", "b": b"two", "": b"three"})
    asked = [f"Bearer {each}".encode() for each in ("one", "two", "three", "four", "")]
    found = [held.holder({"headers": [(b"authorization", each)]}) for each in asked]
    assert found == ["a", "b", "", None, None]
    assert held.holder({"headers": []}) is None


def test_an_image_is_given_a_token_of_its_own_and_none_of_the_named() -> None:
    named = ServeSection(tokens={"shop": "${SHOP_TOKEN}"})
    assert exported.token_variable(named) == exported.TOKEN
    assert exported.token_variable(ServeSection()) is None
