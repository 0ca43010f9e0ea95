"""One of each paper, about an invented card, for tests that need something to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from diagnostics.outcomes.status import Status
from reports.papers.languages import LANGUAGES
from reports.papers.papers import (
    AuditRow,
    AuditSheet,
    Holder,
    Issuer,
    Office,
    ReadinessPaper,
    ReadinessRow,
    Receipt,
    Referral,
    ReferralReason,
    Replacement,
    ReplacementReason,
)

DAY = date(2026, 11, 21)
HOLDER = Holder(card_number="2900123457", name="Camille DURAND-LEFÈVRE")
OFFICE = Office(
    name="CPAM de Sainte-Exemple",
    address=("1 place du Marché", "99000 Sainte-Exemple"),
    telephone="01 99 00 00 00",
    privacy="La carte est lue pour vous aider : rien sur vous n'est gardé.",
)
ISSUER = Issuer(
    name="l’émetteur d’exemple",
    telephone="01 99 00 11 22",
    telephone_note="prix d'un appel local",
    form_name="Formulaire d'exemple",
    post_to=("Service d’exemple", "75099 Paris"),
    enclose=("copie d’une pièce d’identité",),
    page_url="https://exemple.example/deblocage?carte=cps",
    as_of=date(2026, 10, 1),
)
RECEIPT = Receipt(
    outcome="U01",
    title="Votre carte est débloquée",
    sentences=("La carte est débloquée et le nouveau code porteur a été vérifié.",),
    next_steps=("Utilisez le code que vous venez de choisir.",),
    day=DAY,
)
REFERRAL = Referral(ReferralReason.CODE_UNKNOWN, "R01", DAY, identity_allowed=True, holder=HOLDER)
REPLACEMENT = Replacement(ReplacementReason.PUK_EXHAUSTED, "N01", DAY, identity_allowed=True, holder=HOLDER)
AUDIT = AuditSheet(
    outcome="A02",
    verdict="Un point reste à vérifier.",
    checks=(
        AuditRow("Date de validité", "Valable jusqu'au 31 mars 2028", Status.OK),
        AuditRow("Code de déblocage", "8 essais restants sur 10", Status.WARNING),
        AuditRow("Certificat d'authentification", "Expiré", Status.FAULT),
        AuditRow("Révocation", "La liste n'a pas pu être consultée", Status.NOT_CHECKED),
    ),
    day=DAY,
    identity_allowed=True,
    holder=HOLDER,
)
READINESS = ReadinessPaper(
    kiosk="borne-3",
    when=datetime(2026, 11, 21, 8, 5),
    checks=(
        ReadinessRow("Lecteur", Status.OK, "Un lecteur répond."),
        ReadinessRow("Imprimante", Status.FAULT, "Le bac à papier est vide.", "Remettez du papier."),
        ReadinessRow("Horloge", Status.WARNING, "Elle n'est pas réglée par le réseau.", "Vérifiez l'heure."),
        ReadinessRow("Listes de révocation", Status.NOT_CHECKED, "Aucun dossier n'est configuré."),
    ),
    versions=(("guichet-cps", "0.1.0"), ("pcscd", "1.9.9")),
)
PAPERS = (RECEIPT, REFERRAL, REPLACEMENT, AUDIT, READINESS)
BESIDE = tuple(
    replace(paper, language=other.tag) for paper in (RECEIPT, REFERRAL, REPLACEMENT) for other in LANGUAGES[1:]
)
