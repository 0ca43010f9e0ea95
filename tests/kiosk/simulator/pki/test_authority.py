"""The two certificates, judged by OpenSSL's own command."""

from __future__ import annotations

import subprocess
from calendar import timegm
from dataclasses import replace
from datetime import date

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.simulator.contents.identity import Identity, current_validity, past_validity
from kiosk.simulator.pki.authority import chain

TODAY = date(2026, 10, 8)
IDENTITY = Identity(current_validity(TODAY))


@pytest.fixture
def folder(tmp_path):
    """The ordinary chain as PEM files."""
    write(tmp_path, IDENTITY)
    return tmp_path


def write(folder, identity: Identity) -> None:
    issued = chain(identity)
    for name in ("root", "issuing", "signature", "authentication"):
        certificate = x509.load_der_x509_certificate(getattr(issued, name))
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))


def openssl_says(folder, name: str, day: date, *options: str) -> str:
    when = str(timegm(day.timetuple()))
    chain_options = ["-CAfile", str(folder / "root.pem"), "-untrusted", str(folder / "issuing.pem")]
    command = ["openssl", "verify", "-x509_strict", "-attime", when, *options, *chain_options]
    done = subprocess.run([*command, str(folder / f"{name}.pem")], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["signature", "authentication"])
@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2025, 3, 13), "certificate is not yet valid"),
        (date(2025, 3, 14), ": OK"),
        (TODAY, ": OK"),
        (date(2028, 3, 31), ": OK"),
        (date(2028, 4, 1), "certificate has expired"),
    ],
)
def test_the_chain_holds_within_its_dates_alone(folder, name, day, verdict):
    assert verdict in openssl_says(folder, name, day)


@pytest.mark.parametrize("name", ["signature", "authentication"])
def test_the_expired_variant_is_expired_today(tmp_path, name):
    write(tmp_path, Identity(past_validity(TODAY)))
    assert "certificate has expired" in openssl_says(tmp_path, name, TODAY)
    assert ": OK" in openssl_says(tmp_path, name, date(2025, 3, 31))


def test_only_the_authentication_certificate_logs_in(folder):
    assert ": OK" in openssl_says(folder, "authentication", TODAY, "-purpose", "sslclient")
    assert "unsuitable certificate purpose" in openssl_says(folder, "signature", TODAY, "-purpose", "sslclient")


def test_the_same_identity_gives_the_same_bytes():
    chain.cache_clear()
    first = chain(IDENTITY)
    chain.cache_clear()
    assert chain(Identity(current_validity(date(2026, 1, 1)))) == first


def test_another_card_has_other_certificates():
    assert chain(replace(IDENTITY, serial="00000001")).signature != chain(IDENTITY).signature


@pytest.mark.parametrize("name", ["signature", "authentication"])
def test_their_size_is_that_of_real_ones(name):
    assert 1650 <= len(getattr(chain(IDENTITY), name)) <= 1750


def test_the_names_are_test_names():
    leaf = x509.load_der_x509_certificate(chain(IDENTITY).authentication)
    assert "TEST AC IGC-SANTE FORT PERSONNES" in leaf.issuer.rfc4514_string()
    assert "OU=IGC-SANTE TEST" in leaf.issuer.rfc4514_string()
    person = next(rdn for rdn in leaf.subject.rdns if len(list(rdn)) == 3)
    assert {attribute.value for attribute in person} == {"899700999990", "LEGRAND-TEST", "Hélène"}
    assert "TEST AC RACINE" in x509.load_der_x509_certificate(chain(IDENTITY).root).subject.rfc4514_string()


def test_no_address_in_them_can_answer():
    printed = chain(IDENTITY).authentication
    assert printed.count(b"://") == printed.count(b"-test.invalid/") == 5
