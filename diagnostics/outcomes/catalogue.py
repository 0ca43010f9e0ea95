"""The outcome catalogue in French: what happened, and what to do now, for every code.

The texts are the source language and the gettext message ids. They name nobody and carry no value read from a card,
so that the same words can stand on a screen, a slip, in the guide and in a table of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from diagnostics.outcomes.codes import CatalogueEntry, Code, Service

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

_UNBLOCKING = {
    Code.UNBLOCKED: CatalogueEntry(
        "La carte est débloquée et le nouveau code porteur a été vérifié.",
        "Utilisez le code que vous venez de choisir.",
        _UNBLOCK,
    ),
    Code.UNBLOCK_ABANDONED: CatalogueEntry(
        "Le déblocage a été arrêté à la demande du porteur.",
        "Recommencez quand vous le souhaitez, avec le courrier des codes.",
        _UNBLOCK,
    ),
    Code.UNBLOCK_TIMED_OUT: CatalogueEntry(
        "Le déblocage s’est arrêté faute de réponse à l’écran.", _INSERT_AGAIN, _UNBLOCK
    ),
    Code.UNBLOCK_CARD_REMOVED: CatalogueEntry("La carte a été retirée avant le déblocage.", _INSERT_AGAIN, _UNBLOCK),
    Code.WRONG_PUK: CatalogueEntry(
        "La carte a refusé le code de déblocage.",
        "Comparez le numéro de la carte avec celui du courrier, puis réessayez.",
        _UNBLOCK,
    ),
    Code.TWO_WRONG: CatalogueEntry(
        "La carte a refusé le code de déblocage : nous nous sommes arrêtés.",
        "N’insistez pas seul : faites-vous aider ou demandez une réfection de code.",
        _UNBLOCK,
    ),
    Code.PUK_EXHAUSTED: CatalogueEntry(
        "Le dernier essai du code de déblocage a été perdu.", _ASK_FOR_REPLACEMENT, _UNBLOCK
    ),
    Code.UNBLOCK_NOT_HERE: CatalogueEntry(
        "Cette borne ne peut pas débloquer seule cette carte.", _ASK_FOR_HELP, _READING | _UNBLOCK
    ),
    Code.HELP_ASKED: CatalogueEntry(
        "Une aide a été demandée à l’accueil.",
        "Adressez-vous au comptoir avec la carte et le courrier des codes.",
        _CARD_IN | _REFERRAL,
    ),
    Code.NUMBER_UNREADABLE: CatalogueEntry(
        "Le numéro de la carte est illisible : rien n’a été envoyé.", _ASK_FOR_HELP, _READING | _UNBLOCK
    ),
}

_TORN_OR_STOPPED = {
    Code.TORN_NOT_DONE: CatalogueEntry(
        "Contact perdu : la carte est toujours bloquée, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _UNBLOCK,
    ),
    Code.TORN_TRY_COUNTED: CatalogueEntry(
        "Contact perdu : la carte est toujours bloquée, un essai compté.",
        "Vérifiez le code sur le courrier avant de recommencer.",
        _UNBLOCK,
    ),
    Code.TORN_DONE: CatalogueEntry(
        "Contact perdu, mais la carte n’est plus bloquée.",
        "Essayez le nouveau code ; si la carte le refuse, demandez de l’aide.",
        _UNBLOCK,
    ),
    Code.TORN_UNKNOWN: CatalogueEntry(
        "Contact perdu : nous ne savons pas si la carte est débloquée.",
        "Revenez avec la carte pour la relire, ou essayez-la.",
        _UNBLOCK,
    ),
    Code.HALF_DONE: CatalogueEntry(
        "La carte est débloquée mais garde son ancien code porteur.",
        "Utilisez l’ancien code, ou changez-le à la borne.",
        _UNBLOCK,
    ),
    Code.CARD_CHANGED: CatalogueEntry(
        "La carte a changé depuis sa lecture : rien n’a été envoyé.", _INSERT_AGAIN, _CODE_SENT
    ),
    Code.CARD_STUCK: CatalogueEntry(
        "La carte ne répond plus à la borne.", "Retirez la carte, puis faites-la relire.", _CARD_IN
    ),
    Code.STOPPED: CatalogueEntry(
        "La carte a donné une réponse inattendue : nous avons arrêté.",
        "Demandez de l’aide avant tout nouvel essai.",
        _CARD_IN,
    ),
    Code.NOT_PROVED: CatalogueEntry(
        "La carte est débloquée mais refuse le nouveau code.",
        "N’essayez pas d’autre code : demandez de l’aide.",
        _UNBLOCK,
    ),
    Code.COUNTERS_UNREADABLE: CatalogueEntry(
        "L’état des codes de la carte est illisible : rien n’a été envoyé.", _ASK_FOR_HELP, _CARD_IN
    ),
    Code.UNBLOCK_INTERRUPTED: CatalogueEntry(
        "Le déblocage a été interrompu, son résultat est inconnu.", _READ_AGAIN, _UNBLOCK
    ),
}

_FORGOTTEN = {
    Code.FORGOTTEN_SET: CatalogueEntry(
        "Un code porteur oublié a été remplacé, en présence d’un agent.",
        "Utilisez le code que vous venez de choisir.",
        _UNBLOCK,
    ),
    Code.FORGOTTEN_UNKNOWN: CatalogueEntry(
        "Contact perdu : nous ne savons pas si le nouveau code est enregistré.",
        "Essayez le nouveau code ; si la carte le refuse, demandez de l’aide.",
        _UNBLOCK,
    ),
    Code.FORGOTTEN_TORN_NO_TRY: CatalogueEntry(
        "Contact perdu : le code oublié n’a pas été remplacé, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _UNBLOCK,
    ),
    Code.FORGOTTEN_TORN_TRY_COUNTED: CatalogueEntry(
        "Contact perdu : le code oublié n’a pas été remplacé, un essai compté.",
        "Vérifiez le code sur le courrier avant de recommencer.",
        _UNBLOCK,
    ),
}

_AUDITING = {
    Code.AUDIT_VALID: CatalogueEntry(
        "Le contrôle n’a trouvé aucun défaut sur la carte.", "Vous pouvez utiliser la carte.", _AUDIT
    ),
    Code.AUDIT_TO_CHECK: CatalogueEntry(
        "Le contrôle de la carte laisse un point à vérifier.", "Montrez ce contrôle à l’accueil.", _AUDIT
    ),
    Code.AUDIT_NOT_VALID: CatalogueEntry(
        "Le contrôle montre que la carte n’est plus valable.", _ASK_FOR_REPLACEMENT, _AUDIT
    ),
    Code.AUDIT_NOT_FINISHED: CatalogueEntry("Le contrôle de la carte n’a pas pu être terminé.", _INSERT_AGAIN, _AUDIT),
    Code.AUDIT_INTERRUPTED: CatalogueEntry(
        "Le contrôle a été interrompu, son résultat est inconnu.", _READ_AGAIN, _AUDIT
    ),
}

_PAPERS = {
    Code.PUK_UNKNOWN: CatalogueEntry(
        "Le porteur n’a pas son code de déblocage.",
        "Demandez une réfection de code et gardez la carte.",
        _UNBLOCK | _REFERRAL,
    ),
    Code.REFERRAL_WITHOUT_CARD: CatalogueEntry(
        "Une réfection de code a été expliquée sans carte.",
        "Suivez la fiche pour recevoir le code de déblocage.",
        _REFERRAL,
    ),
    Code.REFERRAL_INTERRUPTED: CatalogueEntry(
        "La demande de fiche a été interrompue, son résultat est inconnu.", "Redemandez la fiche à la borne.", _REFERRAL
    ),
    Code.REPLACE_PUK_DEAD: CatalogueEntry(
        "La carte n’accepte plus aucun code de déblocage.", _ASK_FOR_REPLACEMENT, _REPLACEMENT
    ),
    Code.REPLACE_EXPIRED: CatalogueEntry(
        "La carte a dépassé sa date de fin de validité.", _ASK_FOR_REPLACEMENT, _REPLACEMENT
    ),
    Code.REPLACE_REVOKED: CatalogueEntry(
        "La carte a été déclarée perdue, volée ou retirée.", _ASK_FOR_REPLACEMENT, _REPLACEMENT
    ),
    Code.REPLACE_FAULTY: CatalogueEntry(
        "La carte ne répond pas comme une carte doit répondre.", _ASK_FOR_REPLACEMENT, frozenset({Service.REFERRAL})
    ),
}

_CARD_READ = {
    Code.READ_BLOCKED: CatalogueEntry(
        "La carte a été lue : son code porteur est bloqué.",
        "Débloquez-la avec le code de déblocage du courrier.",
        _READING,
    ),
    Code.READ_NOT_BLOCKED: CatalogueEntry(
        "La carte a été lue : son code porteur n’est pas bloqué.",
        "Aucune démarche n’est nécessaire pour ce code.",
        _READING,
    ),
    Code.READ_NOT_VALID: CatalogueEntry(
        "La carte a été lue : elle n’est plus valable.", _ASK_FOR_REPLACEMENT, _READING
    ),
    Code.READ_MUTE: CatalogueEntry(
        "La carte ne répond pas à la lecture.", "Vérifiez son sens, puce vers l’avant, puis réessayez.", _READING
    ),
    Code.READ_VITALE: CatalogueEntry("La carte insérée est une carte Vitale.", _INSERT_CPS, _READING),
    Code.READ_FOREIGN: CatalogueEntry("La carte insérée n’est pas une carte CPS.", _INSERT_CPS, _READING),
    Code.READ_CONTACTLESS: CatalogueEntry(
        "La carte a été présentée sans contact.", "Insérez la carte dans la fente.", _READING
    ),
    Code.READ_OLD_GENERATION: CatalogueEntry(
        "La borne ne sait pas lire cet ancien modèle de carte.", _ASK_FOR_HELP, _READING
    ),
    Code.READ_IN_USE: CatalogueEntry(
        "La carte est utilisée par un autre logiciel.", "Patientez quelques instants, puis réessayez.", _CARD_IN
    ),
    Code.READ_NOT_FINISHED: CatalogueEntry("La lecture de la carte n’a pas pu être terminée.", _INSERT_AGAIN, _READING),
    Code.READ_INTERRUPTED: CatalogueEntry(
        "La lecture a été interrompue, son résultat est inconnu.", _READ_AGAIN, _READING
    ),
}

_CURRENT_PIN = {
    Code.PIN_CHANGED: CatalogueEntry(
        "Le code porteur a été changé.", "Utilisez le nouveau code dès maintenant.", _OF_CURRENT_PIN
    ),
    Code.PIN_WORKS: CatalogueEntry("Le code porteur fonctionne.", "Vous pouvez utiliser la carte.", _OF_CURRENT_PIN),
    Code.WRONG_PIN: CatalogueEntry(
        "La carte a refusé le code porteur.", "Vérifiez le code sur le courrier avant un nouvel essai.", _OF_CURRENT_PIN
    ),
    Code.CHANGE_ABANDONED: CatalogueEntry(
        "L’opération a été arrêtée : le code porteur reste le même.",
        "Recommencez quand vous le souhaitez.",
        _OF_CURRENT_PIN,
    ),
    Code.CHANGE_UNKNOWN: CatalogueEntry(
        "Contact perdu : nous ne savons pas quel code est enregistré.",
        "Essayez le nouveau code en premier.",
        _OF_CURRENT_PIN,
    ),
    Code.NEW_CODE_REFUSED: CatalogueEntry(
        "La carte a refusé le nouveau code : l’ancien reste valable.", "Choisissez un autre code.", _OF_CURRENT_PIN
    ),
    Code.SITUATIONS_SHOWN: CatalogueEntry(
        "Les situations d’exercice de la carte ont été affichées.", "Aucune démarche n’est nécessaire.", _OF_CURRENT_PIN
    ),
    Code.CURRENT_PIN_TORN_NO_TRY: CatalogueEntry(
        "Contact perdu : cette opération n’a rien enregistré, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _OF_CURRENT_PIN,
    ),
    Code.CURRENT_PIN_TORN_TRY_COUNTED: CatalogueEntry(
        "Contact perdu : cette opération n’a rien enregistré, un essai compté.",
        "Vérifiez le code avant de recommencer.",
        _OF_CURRENT_PIN,
    ),
    Code.PIN_NOW_BLOCKED: CatalogueEntry(
        "Le dernier essai du code porteur a été compté : il est bloqué.",
        "Débloquez-le avec le code de déblocage du courrier.",
        _OF_CURRENT_PIN,
    ),
    Code.PIN_NOT_PROVED: CatalogueEntry(
        "Le changement a été accepté, mais la carte refuse le nouveau code.",
        "N’essayez pas d’autre code : demandez de l’aide.",
        _OF_CURRENT_PIN,
    ),
    Code.CURRENT_PIN_TORN_UNKNOWN: CatalogueEntry(
        "Contact perdu : nous ne savons pas si un essai a été compté.", _READ_AGAIN, _OF_CURRENT_PIN
    ),
    Code.CURRENT_PIN_INTERRUPTED: CatalogueEntry(
        "L’essai du code a été interrompu, son résultat est inconnu.", _READ_AGAIN, _OF_CURRENT_PIN
    ),
}

_TECHNICAL = {
    Code.NO_READER: CatalogueEntry(
        "La borne ne trouve pas de lecteur de carte.",
        "Adressez-vous à l’accueil : le lecteur doit être rebranché.",
        _NEVER_COUNTED,
    ),
    Code.NO_CARD_SERVICE: CatalogueEntry(
        "Le service de lecture des cartes ne répond pas.",
        "Adressez-vous à l’accueil : le service doit être relancé.",
        _NEVER_COUNTED,
    ),
    Code.CLOSED_BY_STAFF: CatalogueEntry(
        "La borne a été fermée par un agent.", "Adressez-vous à l’accueil.", _NEVER_COUNTED
    ),
    Code.CARD_SERVICE_STUCK: CatalogueEntry(
        "Le service de lecture est resté figé sur une carte.", "Retirez la carte et prévenez l’accueil.", _NEVER_COUNTED
    ),
    Code.CARD_IN_USE: CatalogueEntry(
        "Un autre logiciel occupe le lecteur de carte.",
        "Patientez, puis réessayez ou demandez de l’aide.",
        _NEVER_COUNTED,
    ),
    Code.DATABASE_UNWRITABLE: CatalogueEntry(
        "Les statistiques de la borne ne peuvent pas être enregistrées.",
        "Prévenez le technicien : le déblocage reste possible.",
        _NEVER_COUNTED,
    ),
    Code.PRINTER_UNAVAILABLE: CatalogueEntry(
        "L’imprimante ne répond pas.", "Photographiez l’écran, puis prévenez l’accueil.", _NEVER_COUNTED
    ),
    Code.CONFIGURATION_REFUSED: CatalogueEntry(
        "La configuration de la borne est refusée.",
        "Prévenez le technicien : sa sortie d’erreur dit pourquoi.",
        _NEVER_COUNTED,
    ),
}

CATALOGUE: Mapping[Code, CatalogueEntry] = MappingProxyType(
    _UNBLOCKING | _TORN_OR_STOPPED | _FORGOTTEN | _AUDITING | _PAPERS | _CARD_READ | _CURRENT_PIN | _TECHNICAL
)
