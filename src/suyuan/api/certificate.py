"""A certificate of our own for the plant's network, made once and kept in the plant's folder."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS = 825
"""The longest that browsers take."""
RENEW_DAYS = 30


@dataclass(frozen=True)
class Certificate:
    """The files that the server needs; both PEM."""

    chain: Path
    key: Path


def certificate(folder: Path, host: str, now: datetime) -> Certificate:
    """The certificate in ``folder``, made when there is none or it ends within a month.

    :param host: name or address served on; this machine's own names and ``localhost`` are in it too.
    :param now: aware instant.
    """
    found = Certificate(folder / "certificate.pem", folder / "key.pem")
    if found.chain.is_file() and found.key.is_file():
        known = x509.load_pem_x509_certificate(found.chain.read_bytes())
        if known.not_valid_after_utc - now > timedelta(days=RENEW_DAYS):
            return found
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    made = _sign(key, _names(host), now)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(found.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
    found.chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return found


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = []
    for text in dict.fromkeys(("localhost", "127.0.0.1", "::1", host, socket.gethostname(), *_addresses())):
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(text)))
        except ValueError:
            if text.isascii() and text:
                names.append(x509.DNSName(text))
    return names


def _addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return []
    return sorted({str(info[4][0]).partition("%")[0] for info in found})


def _sign(key: ec.EllipticCurvePrivateKey, names: list[x509.GeneralName], now: datetime) -> x509.Certificate:
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Suyuan")])
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
