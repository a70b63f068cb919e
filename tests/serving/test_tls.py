"""The server speaks TLS with the files that it is given, and says what is wrong with them."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.serving.conftest import Serve, records

from assay.core.errors import InputError
from assay.lifecycle.serve import serve as serve_project


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine that it signed itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "certificate.pem", folder / "key.pem"


def test_answers_over_tls_are_those_without_it_and_nothing_is_answered_in_the_open(
    two_champions: Path, serve: Serve, pair: tuple[Path, Path]
) -> None:
    certificate, key = pair
    rows = records(two_champions, 200)
    options = ("--certificate", str(certificate), "--private-key", str(key))
    with serve(two_champions, *options, trusted=certificate) as server:
        assert server.url.startswith("https://")
        status, said = server.ask("/v1/predict", rows)
        assert (status, len(said["predictions"])) == (200, 200)
        assert said["predictions"][0]["prediction"] in ("benign", "malignant")
        for row in rows[:3]:
            assert server.ask("/v1/predict", row)[0] == 200
        with pytest.raises(urllib.error.URLError, match="self-signed"):
            urllib.request.urlopen(f"{server.url}/health", timeout=10)
        with pytest.raises(OSError):
            urllib.request.urlopen(server.url.replace("https", "http") + "/health", timeout=10)
        old = ssl.create_default_context(cafile=certificate)
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_2
        with urllib.request.urlopen(f"{server.url}/health", timeout=10, context=old) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([("certificate", "nowhere.pem")], "No such file"),
        ([("certificate", "{certificate}")], "cannot be used"),
        ([("private_key", "{key}")], "no certificate"),
    ],
)
def test_files_that_no_worker_could_use_stop_the_start(
    two_champions: Path, pair: tuple[Path, Path], options: list[tuple[str, str]], said: str
) -> None:
    certificate, key = pair
    files: dict[str, Any] = {
        name: Path(file.format(certificate=certificate, key=key)) for name, file in options
    }
    with pytest.raises(InputError, match=said):
        serve_project(two_champions, port=0, **files)
