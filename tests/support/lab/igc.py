"""A TEST PKI with the names of the IGC-Santé, made here, and cards whose certificates it signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.audit.igc_sante import Authorities
from kiosk.audit.revocation import RevocationList, read_list
from kiosk.audit.trust import Trust
from kiosk.card.model import NOTHING_READ, CardContent, HolderIdentity

TODAY = date(2026, 11, 21)
ID_NAT = "899700999990"
PLACE = "http://igc-sante-test.invalid/CRL/ACI-FO-PP.crl"
USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def organisation(common_name: str) -> x509.Name:
    given = [
        (NameOID.COUNTRY_NAME, "FR"),
        (NameOID.ORGANIZATION_NAME, "ASIP-SANTE"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "0002 187512751"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "IGC-SANTE TEST"),
        (NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in given])


def person(common_name: str = ID_NAT, surname: str = "LEGRAND", given_name: str = "Hélène") -> x509.Name:
    """The AVA order of one of the two published forms: GN, SN, CN."""
    attributes = [(NameOID.GIVEN_NAME, given_name), (NameOID.SURNAME, surname), (NameOID.COMMON_NAME, common_name)]
    return x509.Name(
        [
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")]),
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.TITLE, "Médecin")]),
            x509.RelativeDistinguishedName([x509.NameAttribute(oid, text) for oid, text in attributes]),
        ]
    )


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@dataclass
class Authority:
    name: x509.Name
    key: rsa.RSAPrivateKey
    der: bytes = b""


@dataclass
class Pki:
    """Root and issuing authority; leaves and lists on demand. ``serials`` grows by one for each leaf."""

    root: Authority
    issuing: Authority
    leaf_key: rsa.RSAPrivateKey
    serials: list[int] = field(default_factory=list)

    @property
    def authorities(self) -> Authorities:
        return Authorities((self.root.der,), (self.issuing.der,))

    def trust(self, *lists: RevocationList) -> Trust:
        return Trust(self.authorities, lists)

    def leaf(
        self,
        *uses: str,
        subject: x509.Name | None = None,
        first: date = date(2025, 3, 1),
        last: date = date(2028, 3, 31),
        by: Authority | None = None,
        place: str = PLACE,
    ) -> bytes:
        self.serials.append(1000 + len(self.serials))
        builder = begin(subject or person(), self.leaf_key, by or self.issuing, self.serials[-1], first, last)
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(place)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return sign(builder.add_extension(usage(*(uses or ("digital_signature",))), critical=True), by or self.issuing)

    def card(self, *, written: str | None = ID_NAT, **leaf: object) -> CardContent:
        """A card with both certificates; its serials are the last two of ``serials``."""
        from_leaf = [self.leaf(use, **leaf) for use in ("digital_signature", "content_commitment")]
        return content(*from_leaf, written=written)

    def crl(
        self,
        *revoked: int,
        by: Authority | None = None,
        issued: date = TODAY - timedelta(days=1),
        until: date | None = TODAY + timedelta(days=6),
        reason: x509.ReasonFlags | None = None,
        since: date = date(2026, 6, 1),
        scope: x509.ExtensionType | None = None,
    ) -> RevocationList:
        author = by or self.issuing
        builder = x509.CertificateRevocationListBuilder().issuer_name(author.name).last_update(at(issued))
        builder = builder.next_update(at(until or TODAY + timedelta(days=6)))
        akid = x509.AuthorityKeyIdentifier.from_issuer_public_key(author.key.public_key())
        builder = builder.add_extension(akid, critical=False).add_extension(x509.CRLNumber(7), critical=False)
        if scope is not None:
            builder = builder.add_extension(scope, critical=True)
        for serial in revoked:
            builder = builder.add_revoked_certificate(entry(serial, since, reason))
        found = read_list(builder.sign(author.key, hashes.SHA256()).public_bytes(Encoding.DER))
        assert found is not None
        return found

    def root_crl(self, *revoked: int, **options: object) -> RevocationList:
        return self.crl(*revoked, by=self.root, **options)


def entry(serial: int, since: date, reason: x509.ReasonFlags | None) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at(since))
    return (builder if reason is None else builder.add_extension(x509.CRLReason(reason), critical=False)).build()


def begin(
    subject: x509.Name, key: rsa.RSAPrivateKey, author: Authority, serial: int, first: date, last: date
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(author.name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(at(first))
        .not_valid_after(at(last))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(author.key.public_key()), critical=False)
    )


def usage(*uses: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in uses for use in USES})


def sign(builder: x509.CertificateBuilder, author: Authority) -> bytes:
    return builder.sign(author.key, hashes.SHA256()).public_bytes(Encoding.DER)


def certify(subject: Authority, author: Authority, serial: int, depth: int | None) -> None:
    builder = begin(subject.name, subject.key, author, serial, date(2013, 6, 25), date(2033, 6, 25))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
    subject.der = sign(builder.add_extension(usage("key_cert_sign", "crl_sign"), critical=True), author)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def new_pki() -> Pki:
    root = Authority(organisation("TEST AC RACINE IGC-SANTE FORT"), new_key())
    issuing = Authority(organisation("TEST AC IGC-SANTE FORT PERSONNES"), new_key())
    certify(root, root, 1, None)
    certify(issuing, root, 2, 0)
    return Pki(root, issuing, new_key())


def content(
    authentication: bytes | None, signature: bytes | None, *, written: str | None = ID_NAT, until: date | None = None
) -> CardContent:
    holder = None if written is None else HolderIdentity(22, "HELENE", "LEGRAND", 0, written, 10)
    return CardContent(
        formats=NOTHING_READ.formats,
        aodf_hash=None,
        number="2999471603",
        label=None,
        category=0x80,
        issued=date(2025, 3, 1),
        valid_until=until or date(2028, 3, 31),
        holder=holder,
        authentication_certificate=authentication,
        signature_certificate=signature,
    )
