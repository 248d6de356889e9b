"""Which certificates servers are checked against."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path
from types import SimpleNamespace

import certifi
import pytest
import truststore

from app.api.http import connection


def paths(cafile: Path | None, capath: Path | None) -> SimpleNamespace:
    """OpenSSL's paths, where a file or folder that is not there is None."""
    file, folder = (str(each) if each else None for each in (cafile, capath))
    return SimpleNamespace(cafile=file, capath=folder)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(connection, "_BUNDLES", ())
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths(None, None))
    return monkeypatch


def test_the_systems_store_is_used_where_there_is_one(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "5ed36f99.0").write_text("x")
    bare.setattr(ssl, "get_default_verify_paths", lambda: paths(None, tmp_path))
    assert isinstance(connection.tls_context(), truststore.SSLContext)


def test_a_bundle_of_another_distribution_counts(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("x")
    bare.setattr(connection, "_BUNDLES", (str(tmp_path / "missing.pem"), str(bundle)))
    assert connection.has_system_store()
    bundle.write_text("")
    assert not connection.has_system_store()


@pytest.mark.parametrize("name", ["README", "5ed36f99.pem", "cert.pem"])
def test_a_folder_without_hashed_certificates_is_no_store(
    bare: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("x")
    bare.setattr(ssl, "get_default_verify_paths", lambda: paths(None, tmp_path))
    assert not connection.has_system_store()


def test_an_empty_file_is_no_store(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "cert.pem"
    empty.write_text("")
    bare.setattr(ssl, "get_default_verify_paths", lambda: paths(empty, tmp_path / "none"))
    assert not connection.has_system_store()


def test_without_any_store_certifi_serves_and_still_verifies(bare: pytest.MonkeyPatch) -> None:
    context = connection.tls_context()
    assert not isinstance(context, truststore.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.cert_store_stats()["x509_ca"] > 50
    assert Path(certifi.where()).is_file()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_always_have_one(bare: pytest.MonkeyPatch, platform: str) -> None:
    bare.setattr(sys, "platform", platform)
    assert connection.has_system_store()
