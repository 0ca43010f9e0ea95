"""The outcome catalogue: every way a service can end, with its stable code, sentence and remedy.

Codes are printed on slips, shown on screens and read over the telephone: once released, a code keeps its meaning
for ever and is never given to something else. Letters: ``U`` unblocking, ``A`` audit (fiche n° 2), ``R`` referral
without the PUK, ``N`` new card needed, ``L`` the card could not be used, ``C`` the current PIN,
``T`` technical state of the machine (shown, never counted).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, unique
from types import MappingProxyType


class Service(Enum):
    """What a person came for; one outcome is kept for each service used in a visit."""

    READING = "reading"
    AUDIT = "audit"
    UNBLOCK = "unblock"
    REFERRAL = "referral"
    CURRENT_PIN = "present_code"


class CardGeneration(Enum):
    """What kind of card it was, as coarse as statistics need it; ``word`` heads its column in a table of figures."""

    word: str

    def __new__(cls, value: str, word: str = "") -> CardGeneration:
        """Makes a row. ``CardGeneration("cps3")`` looks one up; ValueError for an unknown one."""
        row = object.__new__(cls)
        row._value_, row.word = value, word
        return row

    @property
    def value(self) -> str:
        """What the figures keep, like ``cps3``."""
        return str(self._value_)

    CPS3 = "cps3", "CPS3"
    CPS4 = "cps4", "CPS4"
    OLDER = "older", "ancienne"
    CONTACTLESS = "contactless", "sans contact"
    OTHER = "other", "autre carte"
    NONE = "none", "sans carte"


_READING = frozenset({Service.READING})
_AUDIT = frozenset({Service.AUDIT})
_UNBLOCK = frozenset({Service.UNBLOCK})
_REFERRAL = frozenset({Service.REFERRAL})
_OF_CURRENT_PIN = frozenset({Service.CURRENT_PIN})
_CODE_SENT = _UNBLOCK | _OF_CURRENT_PIN
_CARD_IN = _READING | _AUDIT | _CODE_SENT
_REPLACEMENT = _READING | _AUDIT | _UNBLOCK | _REFERRAL
_NEVER_COUNTED: frozenset[Service] = frozenset()

_ASK_FOR_HELP = "Demandez de l’aide à l’accueil."
_INSERT_AGAIN = "Insérez de nouveau la carte pour recommencer."
_INSERT_CPS = "Insérez votre carte de professionnel de santé."
_ASK_FOR_REPLACEMENT = "Demandez le remplacement de la carte."
_READ_AGAIN = "Faites relire la carte à la borne."


@unique
class Code(Enum):
    """One row for each way a service can end; the value is the stable code.

    ``sentence`` says in French what happened, ``remedy`` what to do now: both are gettext message ids, name nobody and
    carry no value read from a card, so that the same words can stand on a screen, a slip, in the guide and in a table
    of figures. ``services`` are those that may end with this code; empty for technical codes, which are never counted.
    """

    sentence: str
    remedy: str
    services: frozenset[Service]

    def __new__(
        cls, value: str, sentence: str = "", remedy: str = "", services: frozenset[Service] = _NEVER_COUNTED
    ) -> Code:
        """Makes a row. ``Code("U01")`` looks one up and never comes here: it raises ValueError for an unknown code."""
        row = object.__new__(cls)
        row._value_, row.sentence, row.remedy, row.services = value, sentence, remedy, services
        return row

    @property
    def value(self) -> str:
        """The stable code, like ``U01``."""
        return str(self._value_)

    UNBLOCKED = (
        "U01",
        "La carte est débloquée et le nouveau code porteur a été vérifié.",
        "Utilisez le code que vous venez de choisir.",
        _UNBLOCK,
    )
    UNBLOCK_ABANDONED = (
        "U02",
        "Le déblocage a été arrêté à la demande du porteur.",
        "Recommencez quand vous le souhaitez, avec le courrier des codes.",
        _UNBLOCK,
    )
    UNBLOCK_TIMED_OUT = ("U03", "Le déblocage s’est arrêté faute de réponse à l’écran.", _INSERT_AGAIN, _UNBLOCK)
    UNBLOCK_CARD_REMOVED = ("U04", "La carte a été retirée avant le déblocage.", _INSERT_AGAIN, _UNBLOCK)
    WRONG_PUK = (
        "U05",
        "La carte a refusé le code de déblocage.",
        "Comparez le numéro de la carte avec celui du courrier, puis réessayez.",
        _UNBLOCK,
    )
    TWO_WRONG = (
        "U06",
        "La carte a refusé le code de déblocage : nous nous sommes arrêtés.",
        "N’insistez pas seul : faites-vous aider ou demandez une réfection de code.",
        _UNBLOCK,
    )
    PUK_EXHAUSTED = ("U07", "Le dernier essai du code de déblocage a été perdu.", _ASK_FOR_REPLACEMENT, _UNBLOCK)
    UNBLOCK_NOT_HERE = (
        "U08",
        "Cette borne ne peut pas débloquer seule cette carte.",
        _ASK_FOR_HELP,
        _READING | _UNBLOCK,
    )
    HELP_ASKED = (
        "U09",
        "Une aide a été demandée à l’accueil.",
        "Adressez-vous au comptoir avec la carte et le courrier des codes.",
        _CARD_IN | _REFERRAL,
    )
    NUMBER_UNREADABLE = (
        "U10",
        "Le numéro de la carte est illisible : rien n’a été envoyé.",
        _ASK_FOR_HELP,
        _READING | _UNBLOCK,
    )
    TORN_NOT_DONE = (
        "U11",
        "Contact perdu : la carte est toujours bloquée, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _UNBLOCK,
    )
    TORN_TRY_COUNTED = (
        "U12",
        "Contact perdu : la carte est toujours bloquée, un essai compté.",
        "Vérifiez le code sur le courrier avant de recommencer.",
        _UNBLOCK,
    )
    TORN_DONE = (
        "U13",
        "Contact perdu, mais la carte n’est plus bloquée.",
        "Essayez le nouveau code ; si la carte le refuse, demandez de l’aide.",
        _UNBLOCK,
    )
    TORN_UNKNOWN = (
        "U14",
        "Contact perdu : nous ne savons pas si la carte est débloquée.",
        "Revenez avec la carte pour la relire, ou essayez-la.",
        _UNBLOCK,
    )
    HALF_DONE = (
        "U15",
        "La carte est débloquée mais garde son ancien code porteur.",
        "Utilisez l’ancien code, ou changez-le à la borne.",
        _UNBLOCK,
    )
    CARD_CHANGED = ("U16", "La carte a changé depuis sa lecture : rien n’a été envoyé.", _INSERT_AGAIN, _CODE_SENT)
    CARD_STUCK = ("U17", "La carte ne répond plus à la borne.", "Retirez la carte, puis faites-la relire.", _CARD_IN)
    FORGOTTEN_SET = (
        "U18",
        "Un code porteur oublié a été remplacé, en présence d’un agent.",
        "Utilisez le code que vous venez de choisir.",
        _UNBLOCK,
    )
    FORGOTTEN_UNKNOWN = (
        "U19",
        "Contact perdu : nous ne savons pas si le nouveau code est enregistré.",
        "Essayez le nouveau code ; si la carte le refuse, demandez de l’aide.",
        _UNBLOCK,
    )
    STOPPED = (
        "U20",
        "La carte a donné une réponse inattendue : nous avons arrêté.",
        "Demandez de l’aide avant tout nouvel essai.",
        _CARD_IN,
    )
    NOT_PROVED = (
        "U21",
        "La carte est débloquée mais refuse le nouveau code.",
        "N’essayez pas d’autre code : demandez de l’aide.",
        _UNBLOCK,
    )
    COUNTERS_UNREADABLE = (
        "U22",
        "L’état des codes de la carte est illisible : rien n’a été envoyé.",
        _ASK_FOR_HELP,
        _CARD_IN,
    )
    FORGOTTEN_TORN_NO_TRY = (
        "U23",
        "Contact perdu : le code oublié n’a pas été remplacé, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _UNBLOCK,
    )
    FORGOTTEN_TORN_TRY_COUNTED = (
        "U24",
        "Contact perdu : le code oublié n’a pas été remplacé, un essai compté.",
        "Vérifiez le code sur le courrier avant de recommencer.",
        _UNBLOCK,
    )
    UNBLOCK_INTERRUPTED = ("U99", "Le déblocage a été interrompu, son résultat est inconnu.", _READ_AGAIN, _UNBLOCK)

    AUDIT_VALID = ("A01", "Le contrôle n’a trouvé aucun défaut sur la carte.", "Vous pouvez utiliser la carte.", _AUDIT)
    AUDIT_TO_CHECK = (
        "A02",
        "Le contrôle de la carte laisse un point à vérifier.",
        "Montrez ce contrôle à l’accueil.",
        _AUDIT,
    )
    AUDIT_NOT_VALID = ("A03", "Le contrôle montre que la carte n’est plus valable.", _ASK_FOR_REPLACEMENT, _AUDIT)
    AUDIT_NOT_FINISHED = ("A04", "Le contrôle de la carte n’a pas pu être terminé.", _INSERT_AGAIN, _AUDIT)
    AUDIT_INTERRUPTED = ("A99", "Le contrôle a été interrompu, son résultat est inconnu.", _READ_AGAIN, _AUDIT)

    PUK_UNKNOWN = (
        "R01",
        "Le porteur n’a pas son code de déblocage.",
        "Demandez une réfection de code et gardez la carte.",
        _UNBLOCK | _REFERRAL,
    )
    REFERRAL_WITHOUT_CARD = (
        "R02",
        "Une réfection de code a été expliquée sans carte.",
        "Suivez la fiche pour recevoir le code de déblocage.",
        _REFERRAL,
    )
    REFERRAL_INTERRUPTED = (
        "R99",
        "La demande de fiche a été interrompue, son résultat est inconnu.",
        "Redemandez la fiche à la borne.",
        _REFERRAL,
    )

    REPLACE_PUK_DEAD = ("N01", "La carte n’accepte plus aucun code de déblocage.", _ASK_FOR_REPLACEMENT, _REPLACEMENT)
    REPLACE_EXPIRED = ("N02", "La carte a dépassé sa date de fin de validité.", _ASK_FOR_REPLACEMENT, _REPLACEMENT)
    REPLACE_REVOKED = ("N03", "La carte a été déclarée perdue, volée ou retirée.", _ASK_FOR_REPLACEMENT, _REPLACEMENT)
    REPLACE_FAULTY = (
        "N04",
        "La carte ne répond pas comme une carte doit répondre.",
        _ASK_FOR_REPLACEMENT,
        frozenset({Service.REFERRAL}),
    )

    READ_BLOCKED = (
        "L01",
        "La carte a été lue : son code porteur est bloqué.",
        "Débloquez-la avec le code de déblocage du courrier.",
        _READING,
    )
    READ_NOT_BLOCKED = (
        "L02",
        "La carte a été lue : son code porteur n’est pas bloqué.",
        "Aucune démarche n’est nécessaire pour ce code.",
        _READING,
    )
    READ_NOT_VALID = ("L03", "La carte a été lue : elle n’est plus valable.", _ASK_FOR_REPLACEMENT, _READING)
    READ_MUTE = (
        "L04",
        "La carte ne répond pas à la lecture.",
        "Vérifiez son sens, puce vers l’avant, puis réessayez.",
        _READING,
    )
    READ_VITALE = ("L05", "La carte insérée est une carte Vitale.", _INSERT_CPS, _READING)
    READ_FOREIGN = ("L06", "La carte insérée n’est pas une carte CPS.", _INSERT_CPS, _READING)
    READ_CONTACTLESS = ("L07", "La carte a été présentée sans contact.", "Insérez la carte dans la fente.", _READING)
    READ_OLD_GENERATION = ("L08", "La borne ne sait pas lire cet ancien modèle de carte.", _ASK_FOR_HELP, _READING)
    READ_IN_USE = (
        "L09",
        "La carte est utilisée par un autre logiciel.",
        "Patientez quelques instants, puis réessayez.",
        _CARD_IN,
    )
    READ_NOT_FINISHED = ("L10", "La lecture de la carte n’a pas pu être terminée.", _INSERT_AGAIN, _READING)
    READ_INTERRUPTED = ("L99", "La lecture a été interrompue, son résultat est inconnu.", _READ_AGAIN, _READING)

    PIN_CHANGED = ("C01", "Le code porteur a été changé.", "Utilisez le nouveau code dès maintenant.", _OF_CURRENT_PIN)
    PIN_WORKS = ("C02", "Le code porteur fonctionne.", "Vous pouvez utiliser la carte.", _OF_CURRENT_PIN)
    WRONG_PIN = (
        "C03",
        "La carte a refusé le code porteur.",
        "Vérifiez le code sur le courrier avant un nouvel essai.",
        _OF_CURRENT_PIN,
    )
    CHANGE_ABANDONED = (
        "C04",
        "L’opération a été arrêtée : le code porteur reste le même.",
        "Recommencez quand vous le souhaitez.",
        _OF_CURRENT_PIN,
    )
    CHANGE_UNKNOWN = (
        "C05",
        "Contact perdu : nous ne savons pas quel code est enregistré.",
        "Essayez le nouveau code en premier.",
        _OF_CURRENT_PIN,
    )
    NEW_CODE_REFUSED = (
        "C06",
        "La carte a refusé le nouveau code : l’ancien reste valable.",
        "Choisissez un autre code.",
        _OF_CURRENT_PIN,
    )
    SITUATIONS_SHOWN = (
        "C07",
        "Les situations d’exercice de la carte ont été affichées.",
        "Aucune démarche n’est nécessaire.",
        _OF_CURRENT_PIN,
    )
    CURRENT_PIN_TORN_NO_TRY = (
        "C08",
        "Contact perdu : cette opération n’a rien enregistré, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _OF_CURRENT_PIN,
    )
    CURRENT_PIN_TORN_TRY_COUNTED = (
        "C09",
        "Contact perdu : cette opération n’a rien enregistré, un essai compté.",
        "Vérifiez le code avant de recommencer.",
        _OF_CURRENT_PIN,
    )
    PIN_NOW_BLOCKED = (
        "C10",
        "Le dernier essai du code porteur a été compté : il est bloqué.",
        "Débloquez-le avec le code de déblocage du courrier.",
        _OF_CURRENT_PIN,
    )
    PIN_NOT_PROVED = (
        "C11",
        "Le changement a été accepté, mais la carte refuse le nouveau code.",
        "N’essayez pas d’autre code : demandez de l’aide.",
        _OF_CURRENT_PIN,
    )
    CURRENT_PIN_TORN_UNKNOWN = (
        "C12",
        "Contact perdu : nous ne savons pas si un essai a été compté.",
        _READ_AGAIN,
        _OF_CURRENT_PIN,
    )
    CURRENT_PIN_INTERRUPTED = (
        "C99",
        "L’essai du code a été interrompu, son résultat est inconnu.",
        _READ_AGAIN,
        _OF_CURRENT_PIN,
    )

    NO_READER = (
        "T01",
        "La borne ne trouve pas de lecteur de carte.",
        "Adressez-vous à l’accueil : le lecteur doit être rebranché.",
        _NEVER_COUNTED,
    )
    NO_CARD_SERVICE = (
        "T02",
        "Le service de lecture des cartes ne répond pas.",
        "Adressez-vous à l’accueil : le service doit être relancé.",
        _NEVER_COUNTED,
    )
    CLOSED_BY_STAFF = ("T03", "La borne a été fermée par un agent.", "Adressez-vous à l’accueil.", _NEVER_COUNTED)
    CARD_SERVICE_STUCK = (
        "T04",
        "Le service de lecture est resté figé sur une carte.",
        "Retirez la carte et prévenez l’accueil.",
        _NEVER_COUNTED,
    )
    CARD_IN_USE = (
        "T05",
        "Un autre logiciel occupe le lecteur de carte.",
        "Patientez, puis réessayez ou demandez de l’aide.",
        _NEVER_COUNTED,
    )
    DATABASE_UNWRITABLE = (
        "T06",
        "Les statistiques de la borne ne peuvent pas être enregistrées.",
        "Prévenez le technicien : le déblocage reste possible.",
        _NEVER_COUNTED,
    )
    PRINTER_UNAVAILABLE = (
        "T07",
        "L’imprimante ne répond pas.",
        "Photographiez l’écran, puis prévenez l’accueil.",
        _NEVER_COUNTED,
    )
    CONFIGURATION_REFUSED = (
        "T08",
        "La configuration de la borne est refusée.",
        "Prévenez le technicien : sa sortie d’erreur dit pourquoi.",
        _NEVER_COUNTED,
    )


SOLVED = frozenset({Code.UNBLOCKED, Code.FORGOTTEN_SET})
"""Unblockings whose new PIN the card has accepted."""

INTERRUPTED: Mapping[Service, Code] = MappingProxyType(
    {
        Service.READING: Code.READ_INTERRUPTED,
        Service.AUDIT: Code.AUDIT_INTERRUPTED,
        Service.UNBLOCK: Code.UNBLOCK_INTERRUPTED,
        Service.REFERRAL: Code.REFERRAL_INTERRUPTED,
        Service.CURRENT_PIN: Code.CURRENT_PIN_INTERRUPTED,
    }
)
"""What a service is counted as when the machine stopped before its end could be recorded."""
