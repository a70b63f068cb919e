"""Tables in an S3 store: read over HTTP from a server, with the settings that AWS's tools read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import polars as pl
import pytest
import s3fs
from deltalake import write_deltalake
from moto.server import ThreadedMotoServer
from polars.testing import assert_frame_equal

from assay.core.errors import BackendError, InputError
from assay.data.source import scan
from assay.lifecycle.batch.sink import sink_of

TABLE = pl.DataFrame({"name": ["Ada", "Bo"], "age": [36, None], "score": [1.5, -0.25]})
_SECRET = "wJalrXUtnFEMI-not-a-real-key"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def shop(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a client of the server that the environment names, with an empty bucket `shop`."""
    for name, value in (
        ("AWS_ENDPOINT_URL", server),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", _SECRET),
        ("AWS_DEFAULT_REGION", "eu-central-1"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()  # they keep the address they were made with
    store = boto3.resource("s3").Bucket("shop")
    store.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield store
    store.objects.all().delete()
    store.delete()


def _put(store: Any, key: str, body: bytes) -> None:
    store.put_object(Key=key, Body=body)


def _parquet() -> bytes:
    buffer = io.BytesIO()
    TABLE.write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["rows.parquet", "rows.csv"])
def test_file_in_a_bucket_opens(shop: Any, name: str) -> None:
    _put(shop, name, _parquet() if name.endswith("parquet") else TABLE.write_csv().encode())
    assert_frame_equal(scan(f"s3://shop/{name}").collect(), TABLE)


@pytest.mark.parametrize("url", ["s3://shop/days/*.parquet", "s3://shop/days", "s3://shop/days/"])
def test_glob_and_folder_of_a_bucket_are_one_table(shop: Any, url: str) -> None:
    for day in ("a", "b"):
        _put(shop, f"days/{day}.parquet", _parquet())
    assert_frame_equal(scan(url).collect(), pl.concat([TABLE, TABLE]))


def test_file_that_was_written_anew_is_read_anew(shop: Any) -> None:
    _put(shop, "rows.csv", b"a\n1\n")
    assert scan("s3://shop/rows.csv").collect().height == 1
    _put(shop, "rows.csv", b"a\n1\n2\n")
    _put(shop, "more/rows.csv", b"a\n1\n")
    assert scan("s3://shop/rows.csv").collect().height == 2
    assert scan("s3://shop/more").collect().height == 1
    _put(shop, "more/others.csv", b"a\n1\n")
    assert scan("s3://shop/more").collect().height == 2


@pytest.mark.parametrize("scheme", ["s3", "delta+s3"])
def test_delta_table_in_a_bucket_opens_at_its_newest_version(shop: Any, scheme: str) -> None:
    write_deltalake("s3://shop/table", TABLE)
    write_deltalake("s3://shop/table", TABLE, mode="append")
    assert_frame_equal(scan(f"{scheme}://shop/table").collect(), pl.concat([TABLE, TABLE]))


@pytest.mark.parametrize(
    "url", ["s3://shop/none.csv", "s3://shop/none/*.csv", "s3://shop/none", "s3://nobucket/a.csv"]
)
def test_absent_file_is_told(shop: Any, url: str) -> None:
    with pytest.raises(InputError) as caught:
        scan(url)
    assert url in caught.value.where


def test_store_that_is_not_there_may_be_tried_again(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    for url in ("s3://shop/a.csv", "s3://shop/table", "delta+s3://shop/table"):
        with pytest.raises(BackendError) as caught:
            scan(url)
        assert "try again" in caught.value.remedy
        assert _SECRET not in str(caught.value)


def test_absent_credentials_are_told(
    shop: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    for url in ("s3://shop/a.csv", "s3://shop/table"):
        with pytest.raises(BackendError, match="credentials") as caught:
            scan(url)
        assert "credentials" in caught.value.remedy


def test_predictions_are_written_to_the_store(shop: Any, tmp_path: Path) -> None:
    part = tmp_path / "part-00000.parquet"
    TABLE.write_parquet(part)
    for url, read in (
        ("s3://shop/out/scored.parquet", pl.read_parquet),
        ("s3://shop/out/scored.csv", pl.read_csv),
    ):
        sink = sink_of(url, table=None, mode="new", state=tmp_path)
        sink.demand_free()
        sink.work.mkdir()
        sink.publish([part], "batch", again=False)
        body = shop.Object(url.removeprefix("s3://shop/")).get()["Body"].read()
        assert_frame_equal(read(body), TABLE)
        with pytest.raises(InputError, match="there already"):
            sink.demand_free()
    with pytest.raises(InputError, match="form that can be written"):
        sink_of("s3://shop/scored.xlsx", table=None, mode="new", state=tmp_path)
    table = sink_of("delta+s3://shop/table", table=None, mode="append", state=tmp_path)
    table.demand_free()
    table.publish([part], "batch", again=False)
    table.publish([part], "batch", again=True)
    assert_frame_equal(
        scan("delta+s3://shop/table").collect().drop("batch"), TABLE, check_row_order=False
    )
