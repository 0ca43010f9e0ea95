"""The outcome catalogue in French: what happened, and what to do now, for every code.

The texts are the source language and the gettext message ids. They name nobody and carry no value read from a card,
so that the same words can stand on a screen, a slip, in the guide and in a table of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from diagnostics.outcomes.codes import Code, Entry, Service

_READING = frozenset({Service.READING})
_AUDIT = frozenset({Service.AUDIT})
_UNBLOCK = frozenset({Service.UNBLOCK})
_REFERRAL = frozenset({Service.REFERRAL})
_PRESENT_CODE = frozenset({Service.PRESENT_CODE})
_CODE_SENT = _UNBLOCK | _PRESENT_CODE
_CARD_IN = _READING | _AUDIT | _CODE_SENT
_REPLACEMENT = _READING | _AUDIT | _UNBLOCK | _REFERRAL
_NEVER_COUNTED: frozenset[Service] = frozenset()

_ASK_FOR_HELP = "Demandez de l’aide à l’accueil."
_INSERT_AGAIN = "Insérez de nouveau la carte pour recommencer."
_INSERT_CPS = "Insérez votre carte de professionnel de santé."
_ASK_FOR_REPLACEMENT = "Demandez le remplacement de la carte."
_READ_AGAIN = "Faites relire la carte à la borne."

_UNBLOCKING = {
    Code.UNBLOCKED: Entry(
        "La carte est débloquée et le nouveau code porteur a été vérifié.",
        "Utilisez le code que vous venez de choisir.",
        _UNBLOCK,
    ),
    Code.UNBLOCK_ABANDONED: Entry(
        "Le déblocage a été arrêté à la demande du porteur.",
        "Recommencez quand vous le souhaitez, avec le courrier des codes.",
        _UNBLOCK,
    ),
    Code.UNBLOCK_TIMED_OUT: Entry("Le déblocage s’est arrêté faute de réponse à l’écran.", _INSERT_AGAIN, _UNBLOCK),
    Code.UNBLOCK_CARD_REMOVED: Entry("La carte a été retirée avant le déblocage.", _INSERT_AGAIN, _UNBLOCK),
    Code.WRONG_PUK: Entry(
        "La carte a refusé le code de déblocage.",
        "Comparez le numéro de la carte avec celui du courrier, puis réessayez.",
        _UNBLOCK,
    ),
    Code.TWO_WRONG: Entry(
        "La carte a refusé le code de déblocage : nous nous sommes arrêtés.",
        "N’insistez pas seul : faites-vous aider ou demandez une réfection de code.",
        _UNBLOCK,
    ),
    Code.PUK_EXHAUSTED: Entry("Le dernier essai du code de déblocage a été perdu.", _ASK_FOR_REPLACEMENT, _UNBLOCK),
    Code.UNBLOCK_NOT_HERE: Entry(
        "Cette borne ne peut pas débloquer seule cette carte.", _ASK_FOR_HELP, _READING | _UNBLOCK
    ),
    Code.HELP_ASKED: Entry(
        "Une aide a été demandée à l’accueil.",
        "Adressez-vous au comptoir avec la carte et le courrier des codes.",
        _CARD_IN | _REFERRAL,
    ),
    Code.NUMBER_UNREADABLE: Entry(
        "Le numéro de la carte est illisible : rien n’a été envoyé.", _ASK_FOR_HELP, _READING | _UNBLOCK
    ),
}

_TORN_OR_STOPPED = {
    Code.TORN_NOT_DONE: Entry(
        "Contact perdu : la carte est toujours bloquée, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _UNBLOCK,
    ),
    Code.TORN_TRY_COUNTED: Entry(
        "Contact perdu : la carte est toujours bloquée, un essai compté.",
        "Vérifiez le code sur le courrier avant de recommencer.",
        _UNBLOCK,
    ),
    Code.TORN_DONE: Entry(
        "Contact perdu, mais la carte n’est plus bloquée.",
        "Essayez le nouveau code ; si la carte le refuse, demandez de l’aide.",
        _UNBLOCK,
    ),
    Code.TORN_UNKNOWN: Entry(
        "Contact perdu : nous ne savons pas si la carte est débloquée.",
        "Revenez avec la carte pour la relire, ou essayez-la.",
        _UNBLOCK,
    ),
    Code.HALF_DONE: Entry(
        "La carte est débloquée mais garde son ancien code porteur.",
        "Utilisez l’ancien code, ou changez-le à la borne.",
        _UNBLOCK,
    ),
    Code.CARD_CHANGED: Entry("La carte a changé depuis sa lecture : rien n’a été envoyé.", _INSERT_AGAIN, _CODE_SENT),
    Code.CARD_STUCK: Entry("La carte ne répond plus à la borne.", "Retirez la carte, puis faites-la relire.", _CARD_IN),
    Code.STOPPED: Entry(
        "La carte a donné une réponse inattendue : nous avons arrêté.",
        "Demandez de l’aide avant tout nouvel essai.",
        _CARD_IN,
    ),
    Code.NOT_PROVED: Entry(
        "La carte est débloquée mais refuse le nouveau code.",
        "N’essayez pas d’autre code : demandez de l’aide.",
        _UNBLOCK,
    ),
    Code.COUNTERS_UNREADABLE: Entry(
        "L’état des codes de la carte est illisible : rien n’a été envoyé.", _ASK_FOR_HELP, _CARD_IN
    ),
    Code.UNBLOCK_INTERRUPTED: Entry("Le déblocage a été interrompu, son résultat est inconnu.", _READ_AGAIN, _UNBLOCK),
}

_FORGOTTEN = {
    Code.FORGOTTEN_SET: Entry(
        "Un code porteur oublié a été remplacé, en présence d’un agent.",
        "Utilisez le code que vous venez de choisir.",
        _UNBLOCK,
    ),
    Code.FORGOTTEN_UNKNOWN: Entry(
        "Contact perdu : nous ne savons pas si le nouveau code est enregistré.",
        "Essayez le nouveau code ; si la carte le refuse, demandez de l’aide.",
        _UNBLOCK,
    ),
    Code.FORGOTTEN_TORN_NO_TRY: Entry(
        "Contact perdu : le code oublié n’a pas été remplacé, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _UNBLOCK,
    ),
    Code.FORGOTTEN_TORN_TRY_COUNTED: Entry(
        "Contact perdu : le code oublié n’a pas été remplacé, un essai compté.",
        "Vérifiez le code sur le courrier avant de recommencer.",
        _UNBLOCK,
    ),
}

_AUDITING = {
    Code.AUDIT_VALID: Entry(
        "Le contrôle n’a trouvé aucun défaut sur la carte.", "Vous pouvez utiliser la carte.", _AUDIT
    ),
    Code.AUDIT_TO_CHECK: Entry(
        "Le contrôle de la carte laisse un point à vérifier.", "Montrez ce contrôle à l’accueil.", _AUDIT
    ),
    Code.AUDIT_NOT_VALID: Entry("Le contrôle montre que la carte n’est plus valable.", _ASK_FOR_REPLACEMENT, _AUDIT),
    Code.AUDIT_NOT_FINISHED: Entry("Le contrôle de la carte n’a pas pu être terminé.", _INSERT_AGAIN, _AUDIT),
    Code.AUDIT_INTERRUPTED: Entry("Le contrôle a été interrompu, son résultat est inconnu.", _READ_AGAIN, _AUDIT),
}

_PAPERS = {
    Code.PUK_UNKNOWN: Entry(
        "Le porteur n’a pas son code de déblocage.",
        "Demandez une réfection de code et gardez la carte.",
        _UNBLOCK | _REFERRAL,
    ),
    Code.REFERRAL_WITHOUT_CARD: Entry(
        "Une réfection de code a été expliquée sans carte.",
        "Suivez la fiche pour recevoir le code de déblocage.",
        _REFERRAL,
    ),
    Code.REFERRAL_INTERRUPTED: Entry(
        "La demande de fiche a été interrompue, son résultat est inconnu.", "Redemandez la fiche à la borne.", _REFERRAL
    ),
    Code.REPLACE_PUK_DEAD: Entry(
        "La carte n’accepte plus aucun code de déblocage.", _ASK_FOR_REPLACEMENT, _REPLACEMENT
    ),
    Code.REPLACE_EXPIRED: Entry("La carte a dépassé sa date de fin de validité.", _ASK_FOR_REPLACEMENT, _REPLACEMENT),
    Code.REPLACE_REVOKED: Entry(
        "La carte a été déclarée perdue, volée ou retirée.", _ASK_FOR_REPLACEMENT, _REPLACEMENT
    ),
    Code.REPLACE_FAULTY: Entry(
        "La carte ne répond pas comme une carte doit répondre.", _ASK_FOR_REPLACEMENT, frozenset({Service.REFERRAL})
    ),
}

_CARD_READ = {
    Code.READ_BLOCKED: Entry(
        "La carte a été lue : son code porteur est bloqué.",
        "Débloquez-la avec le code de déblocage du courrier.",
        _READING,
    ),
    Code.READ_NOT_BLOCKED: Entry(
        "La carte a été lue : son code porteur n’est pas bloqué.",
        "Aucune démarche n’est nécessaire pour ce code.",
        _READING,
    ),
    Code.READ_NOT_VALID: Entry("La carte a été lue : elle n’est plus valable.", _ASK_FOR_REPLACEMENT, _READING),
    Code.READ_MUTE: Entry(
        "La carte ne répond pas à la lecture.", "Vérifiez son sens, puce vers l’avant, puis réessayez.", _READING
    ),
    Code.READ_VITALE: Entry("La carte insérée est une carte Vitale.", _INSERT_CPS, _READING),
    Code.READ_FOREIGN: Entry("La carte insérée n’est pas une carte CPS.", _INSERT_CPS, _READING),
    Code.READ_CONTACTLESS: Entry("La carte a été présentée sans contact.", "Insérez la carte dans la fente.", _READING),
    Code.READ_OLD_GENERATION: Entry("La borne ne sait pas lire cet ancien modèle de carte.", _ASK_FOR_HELP, _READING),
    Code.READ_IN_USE: Entry(
        "La carte est utilisée par un autre logiciel.", "Patientez quelques instants, puis réessayez.", _CARD_IN
    ),
    Code.READ_NOT_FINISHED: Entry("La lecture de la carte n’a pas pu être terminée.", _INSERT_AGAIN, _READING),
    Code.READ_INTERRUPTED: Entry("La lecture a été interrompue, son résultat est inconnu.", _READ_AGAIN, _READING),
}

_PRESENT = {
    Code.PIN_CHANGED: Entry("Le code porteur a été changé.", "Utilisez le nouveau code dès maintenant.", _PRESENT_CODE),
    Code.PIN_WORKS: Entry("Le code porteur fonctionne.", "Vous pouvez utiliser la carte.", _PRESENT_CODE),
    Code.WRONG_PIN: Entry(
        "La carte a refusé le code porteur.", "Vérifiez le code sur le courrier avant un nouvel essai.", _PRESENT_CODE
    ),
    Code.CHANGE_ABANDONED: Entry(
        "L’opération a été arrêtée : le code porteur reste le même.",
        "Recommencez quand vous le souhaitez.",
        _PRESENT_CODE,
    ),
    Code.CHANGE_UNKNOWN: Entry(
        "Contact perdu : nous ne savons pas quel code est enregistré.",
        "Essayez le nouveau code en premier.",
        _PRESENT_CODE,
    ),
    Code.NEW_CODE_REFUSED: Entry(
        "La carte a refusé le nouveau code : l’ancien reste valable.", "Choisissez un autre code.", _PRESENT_CODE
    ),
    Code.SITUATIONS_SHOWN: Entry(
        "Les situations d’exercice de la carte ont été affichées.", "Aucune démarche n’est nécessaire.", _PRESENT_CODE
    ),
    Code.PRESENT_TORN_NO_TRY: Entry(
        "Contact perdu : cette opération n’a rien enregistré, aucun essai compté.",
        "Recommencez en laissant la carte dans le lecteur.",
        _PRESENT_CODE,
    ),
    Code.PRESENT_TORN_TRY_COUNTED: Entry(
        "Contact perdu : cette opération n’a rien enregistré, un essai compté.",
        "Vérifiez le code avant de recommencer.",
        _PRESENT_CODE,
    ),
    Code.PIN_NOW_BLOCKED: Entry(
        "Le dernier essai du code porteur a été compté : il est bloqué.",
        "Débloquez-le avec le code de déblocage du courrier.",
        _PRESENT_CODE,
    ),
    Code.PIN_NOT_PROVED: Entry(
        "Le changement a été accepté, mais la carte refuse le nouveau code.",
        "N’essayez pas d’autre code : demandez de l’aide.",
        _PRESENT_CODE,
    ),
    Code.PRESENT_TORN_UNKNOWN: Entry(
        "Contact perdu : nous ne savons pas si un essai a été compté.", _READ_AGAIN, _PRESENT_CODE
    ),
    Code.PRESENT_CODE_INTERRUPTED: Entry(
        "L’essai du code a été interrompu, son résultat est inconnu.", _READ_AGAIN, _PRESENT_CODE
    ),
}

_TECHNICAL = {
    Code.NO_READER: Entry(
        "La borne ne trouve pas de lecteur de carte.",
        "Adressez-vous à l’accueil : le lecteur doit être rebranché.",
        _NEVER_COUNTED,
    ),
    Code.NO_CARD_SERVICE: Entry(
        "Le service de lecture des cartes ne répond pas.",
        "Adressez-vous à l’accueil : le service doit être relancé.",
        _NEVER_COUNTED,
    ),
    Code.CLOSED_BY_STAFF: Entry("La borne a été fermée par un agent.", "Adressez-vous à l’accueil.", _NEVER_COUNTED),
    Code.CARD_SERVICE_STUCK: Entry(
        "Le service de lecture est resté figé sur une carte.", "Retirez la carte et prévenez l’accueil.", _NEVER_COUNTED
    ),
    Code.CARD_IN_USE: Entry(
        "Un autre logiciel occupe le lecteur de carte.",
        "Patientez, puis réessayez ou demandez de l’aide.",
        _NEVER_COUNTED,
    ),
    Code.DATABASE_UNWRITABLE: Entry(
        "Les statistiques de la borne ne peuvent pas être enregistrées.",
        "Prévenez le technicien : le déblocage reste possible.",
        _NEVER_COUNTED,
    ),
    Code.PRINTER_UNAVAILABLE: Entry(
        "L’imprimante ne répond pas.", "Photographiez l’écran, puis prévenez l’accueil.", _NEVER_COUNTED
    ),
    Code.CONFIGURATION_REFUSED: Entry(
        "La configuration de la borne est refusée.",
        "Prévenez le technicien : sa sortie d’erreur dit pourquoi.",
        _NEVER_COUNTED,
    ),
}

CATALOGUE: Mapping[Code, Entry] = MappingProxyType(
    _UNBLOCKING | _TORN_OR_STOPPED | _FORGOTTEN | _AUDITING | _PAPERS | _CARD_READ | _PRESENT | _TECHNICAL
)
