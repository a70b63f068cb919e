"""Nothing that was answered is lost or filed twice, whatever is killed when."""

from __future__ import annotations

import datetime
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.serving.log import filing, tables
from assay.serving.log.record import Answered, Feedback, frame, frames
from assay.serving.log.spool import Spool, segments


def answered(number: int = 0, *, rows: int = 1) -> Answered:
    body = b'{"a": 1}' if rows == 1 else b"[" + b",".join([b'{"a": 1}'] * rows) + b"]"
    return Answered(
        at_us=1_700_000_000_000_000 + number,
        request=f"r{number}",
        versions=[3] * rows,
        route="champion",
        key="",
        latency_us=150,
        status=200,
        body=body,
        scores=[[0.25]] * rows,
        predictions=["no"] * rows,
        reasons=[{"column": "a", "check": "max", "row": rows - 1}],
    )


WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from assay.serving.log.spool import Spool
from tests.serving.test_log import answered
spool = Spool(Path(sys.argv[1]), most_bytes=10**9)
for number in range(100):
    spool.write(answered(number))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_worker_loses_nothing_that_it_answered(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", WRITE_AND_DIE, str(tmp_path / "spool")],
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert filing.file(tmp_path / "spool", tmp_path / "log") == 100
    assert filing.read(tmp_path / "spool", tmp_path / "log").collect().height == 100


def test_a_segment_that_is_written_to_is_left_alone_and_read_all_the_same(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", most_bytes=10**9)
    assert spool.write(answered())
    assert segments(tmp_path / "spool") == []
    assert filing.read(tmp_path / "spool", tmp_path / "log").collect()["request"].to_list() == [
        "r0"
    ]
    spool.close()
    assert len(segments(tmp_path / "spool")) == 1


def test_a_log_of_fewer_columns_is_read_and_goes_on(tmp_path: Path) -> None:
    older = tables.answers_of([answered(1)]).drop("client")
    older.write_delta(
        str(tmp_path / "log" / "answers"), delta_write_options={"partition_by": ["day"]}
    )
    assert filing.read(tmp_path / "spool", tmp_path / "log").collect()["client"].to_list() == [None]
    spool = Spool(tmp_path / "spool", most_bytes=10**9)
    spool.write(answered(2))
    spool.close()
    filing.file(tmp_path / "spool", tmp_path / "log")
    found = filing.read(tmp_path / "spool", tmp_path / "log").sort("request").collect()
    assert found["client"].to_list() == [None, ""]


@pytest.mark.parametrize("moment", ["write_deltalake", "unlink"])
def test_a_filer_that_is_killed_files_each_answer_once(tmp_path: Path, moment: str) -> None:
    spool = Spool(tmp_path / "spool", most_bytes=10**9)
    for number in range(10):
        spool.write(answered(number))
        spool.close()
    killed = f"""
import os, signal, sys
from pathlib import Path
from assay.serving.log import filing
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if "{moment}" == "unlink":
    Path.unlink = die
else:
    filing.write_deltalake = die
filing.file(Path(sys.argv[1]), Path(sys.argv[2]))
"""
    command = [sys.executable, "-c", killed, str(tmp_path / "spool"), str(tmp_path / "log")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    spool.write(answered(10))
    spool.close()
    filing.file(tmp_path / "spool", tmp_path / "log")
    found = filing.read(tmp_path / "spool", tmp_path / "log").collect()
    assert sorted(found["request"]) == sorted(f"r{number}" for number in range(11))


def test_a_full_spool_drops_and_counts_and_goes_on_when_it_was_filed(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", most_bytes=5 * len(frame(answered())))
    said = [spool.write(answered(number)) for number in range(8)]
    assert (said, spool.dropped) == ([True] * 5 + [False] * 3, 3)
    spool.close()
    filing.file(tmp_path / "spool", tmp_path / "log")
    spool.tick()
    assert spool.write(answered(9))


def test_a_row_of_a_request_is_a_row_of_the_log_with_its_own_reasons(tmp_path: Path) -> None:
    table = tables.answers_of([answered(rows=3)])
    assert table["row"].to_list() == [0, 1, 2]
    assert table["inputs"].to_list() == ['{"a": 1}'] * 3
    assert [reason is None for reason in table["reasons"]] == [True, True, False]
    assert table.schema == pl.Schema(tables.ANSWERS)


def test_old_days_are_forgotten_and_others_kept(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", most_bytes=10**9)
    spool.write(answered())
    spool.write(answered(86_400_000_000 * 30))
    spool.close()
    filing.file(tmp_path / "spool", tmp_path / "log")
    today = datetime.date(2023, 12, 20)
    filing.forget(tmp_path / "log", retention_days=10, today=today)
    found = filing.read(tmp_path / "spool", tmp_path / "log").collect()
    assert found["day"].to_list() == [datetime.date(2023, 12, 14)]


@given(st.lists(st.integers(0, 3), max_size=6), st.integers(0, 400))
@settings(deadline=None)
def test_a_torn_segment_gives_its_whole_records_and_no_more(rows: list[int], cut: int) -> None:
    records = [answered(number, rows=max(count, 1)) for number, count in enumerate(rows)]
    whole = b"".join(map(frame, records))
    read = list(frames(whole[: max(len(whole) - cut, 0)]))
    assert read == records[: len(read)]
    assert cut or read == records


def test_an_outcome_is_filed_beside_the_answers(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", most_bytes=10**9)
    said = Feedback(at_us=1, request="r0", key="", row=0, outcome=True, outcome_at="2024-01-01")
    spool.write(said)
    spool.close()
    filing.file(tmp_path / "spool", tmp_path / "log")
    assert pl.read_delta(str(tmp_path / "log" / "feedback"))["outcome"].to_list() == ["true"]


def test_a_clock_that_is_set_back_loses_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, log = tmp_path / "spool", tmp_path / "log"
    for number, moment in enumerate((2_000_000_000, 1_000_000_000)):
        monkeypatch.setattr("time.time_ns", lambda moment=moment: moment * 10**9)
        spool = Spool(folder, most_bytes=10**9)
        spool.write(answered(number))
        spool.close()
        filing.file(folder, log)
    assert set(filing.read(folder, log).collect()["request"]) == {"r0", "r1"}


def test_a_filer_that_looks_while_a_segment_begins_takes_nothing_from_its_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, log = tmp_path / "spool", tmp_path / "log"
    lock, looks = fcntl.flock, iter([True])

    def late(file: int, operation: int) -> None:
        if next(looks, False):  # after the file was made, before it is locked
            filing.file(folder, log)
        lock(file, operation)

    monkeypatch.setattr("fcntl.flock", late)
    spool = Spool(folder, most_bytes=10**9)
    spool.write(answered(7))
    spool.close()
    filing.file(folder, log)
    assert filing.read(folder, log).collect()["request"].to_list() == ["r7"]
