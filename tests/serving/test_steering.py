"""Over HTTP a server is told all that the command line is, and a look needs nobody to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from tests.serving.conftest import Serve, Served, records, wait_until

import assay
from assay.lifecycle import orders


def ask_all(server: Served) -> None:
    """Ask about each patient, and tell what became of it."""
    truth = pl.read_parquet(server.project / "cells.parquet")["diagnosis"].to_list()
    outcomes = []
    for row, outcome in zip(records(server.project, len(truth)), truth, strict=True):
        status, said = server.ask("/v1/predict", row)
        assert status == 200
        outcomes.append({"request_id": said["request_id"], "outcome": outcome})
    assert server.ask("/v1/feedback", outcomes)[0] == 202


def test_what_the_command_line_offers_is_offered_over_http(project: Path, serve: Serve) -> None:
    assay.rollback(project)
    climb: dict[str, Any] = {"version": 2, "as": "canary", "ramp": [10, 20]}
    order: dict[str, Any] = {"version": 2, "effect": 0.25, "requests_a_day": 300, "share": 0.5}
    order |= {"looks": 2, "metric": "log_loss", "baseline": 0.45, "deviation": 0.5}
    with serve(project, "--workers", "2") as server:
        for verb, refused in (
            ("experiment", None),  # none was announced
            ("experiment/stop", {}),
            ("experiment", {**order, "version": 7}),
            ("deploy", {**climb, "ramp": [20, 10]}),
            ("deploy", {**climb, "percent": 5}),
            ("deploy", {**climb, "as": "champion"}),
        ):
            status, said = server.control(verb, refused)
            assert (status, bool(said["error"]["remedy"])) == (409, True), said
        assert server.control("deploy", {**climb, "margin": 0.02, "loss_margin": 0.1})[0] == 200
        (found,) = assay.climbs(project)
        assert (found.ramp.margin, found.ramp.loss_margin, found.next_percent) == (0.02, 0.1, 20)
        assay.plan_experiment(
            project, 2, effect=0.2, requests_a_day=9, baseline=1, deviation=1, metric="log_loss"
        )
        status, said = server.control("experiment/stop", {"reason": "a test"})
        assert (status, said["challenger"]) == (200, 2)
        assert server.control("experiment")[1]["ended"] == "a test"

        status, made = server.control("experiment", {**order, "promote": True})
        assert (status, made["challenger"], made["promote"]) == (200, 2, True)
        wait_until(lambda: server.control("state")[1]["canaries"] != [])
        ask_all(server)
        wait_until(lambda: server.control("experiment")[1]["ended"] == "promoted")  # by itself
        (look,) = server.control("experiment")[1]["looks"]
        assert (look["verdict"], look["reason"]) == ("promote", "better")
        wait_until(lambda: server.control("state")[1]["champion"] == 2)


def test_an_order_for_a_champion_asks_the_gate(project: Path) -> None:
    assay.rollback(project)
    order = {"version": 2, "role": "champion", "percent": None, "ramp": None, "reason": ""}
    orders.carry_out(str(project), "deploy", order)
    assert assay.routing(project).champion == 2
