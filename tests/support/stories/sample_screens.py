"""One screen of each kind, with the words of the visit, the longest included."""

from __future__ import annotations

from diagnostics.outcomes.status import Status
from kiosk.flow.model.entry import CodeSlot
from kiosk.flow.model.states import Action, State
from kiosk.view.model.screen import (
    Button,
    ButtonRole,
    CardFact,
    CardNumber,
    Checks,
    Choice,
    FactGroup,
    Groups,
    HelpPanel,
    LineStyle,
    Message,
    Pad,
    Paper,
    PaperLine,
    PictureName,
    ProgressContent,
    Screen,
    ShownCheck,
    StepIndicator,
    Tone,
    Tries,
)

HEADER = (Button(Action.HELP, "Aide"), Button(Action.STOP, "Arrêter"))
STATIONS = ("Carte", "Code", "Nouveau code", "Fin")
BANNER = "SIMULATION – carte d’essai"


def steps(current: int) -> StepIndicator:
    return StepIndicator(current, STATIONS, f"Étape {current} sur 4 : {STATIONS[current - 1]}")


def primary(action: Action, label: str, *, why_not: str = "") -> Button:
    return Button(action, label, ButtonRole.PRIMARY, enabled=not why_not, why_not=why_not)


WAITING = Screen(
    State.WAITING,
    1,
    "Insérez votre carte CPS",
    ("Puce vers l’avant, face visible.", "Si elle est déjà dans le lecteur, vérifiez qu’elle est bien enfoncée."),
    content=Message(PictureName.INSERT_CARD),
    buttons=(Button(Action.NO_CODE, "Je n’ai pas mon code de déblocage"),),
    header=(Button(Action.LANGUAGE, "Langue"), Button(Action.DISPLAY, "Affichage"), Button(Action.HELP, "Aide")),
    notice="Votre carte est lue pour vous aider. Rien de vous n’est gardé. Responsable : CPAM d’Exemple.",
)

OUT_OF_SERVICE = Screen(
    State.OUT_OF_SERVICE,
    2,
    "Borne momentanément indisponible",
    ("Adressez-vous à l’accueil.",),
    tone=Tone.WARNING,
    content=Message(PictureName.OUT_OF_SERVICE),
    code="Code T01 (lecteur)",
)

READING = Screen(
    State.READING,
    3,
    "Lecture de votre carte…",
    ("Laissez-la dans le lecteur.",),
    content=ProgressContent(PictureName.INSERT_CARD, ""),
    header=HEADER,
    steps=steps(1),
    banner=BANNER,
)

BLOCKED = Screen(
    State.VERDICT,
    4,
    "Votre code porteur est bloqué",
    (
        "Trop de codes faux ont été saisis.",
        "Vous pouvez débloquer la carte maintenant, en deux minutes.",
    ),
    tone=Tone.WARNING,
    content=Message(PictureName.CARD_BLOCKED, Tries(0, 3, "Il ne reste aucun essai pour le code porteur.")),
    buttons=(
        primary(Action.UNBLOCK, "Débloquer mon code porteur"),
        Button(Action.AUDIT, "Contrôler ma carte"),
        Button(Action.STOP, "Arrêter"),
    ),
    header=HEADER,
    steps=steps(1),
    validity="Validité : contrôle en cours…",
    banner=BANNER,
    private=True,
)

NOT_BLOCKED = Screen(
    State.VERDICT,
    5,
    "Votre carte n’est pas bloquée",
    ("Il vous reste 3 essais pour votre code porteur.",),
    tone=Tone.OK,
    content=Message(PictureName.CARD_OK, Tries(3, 3, "3 essais sur 3")),
    buttons=(
        primary(Action.AUDIT, "Contrôler ma carte"),
        Button(Action.UNBLOCK, "Changer mon code porteur"),
        Button(Action.NO_CODE, "J’ai oublié mon code"),
        Button(Action.FINISH, "Terminer"),
    ),
    header=HEADER,
    steps=steps(1),
    validity="Validité : valable jusqu’en mars 2028",
    private=True,
)

CHOOSE_CARD = Screen(
    State.CHOOSE_CARD,
    6,
    "Deux cartes CPS sont insérées",
    ("Laquelle voulez-vous utiliser ?",),
    content=Choice(),
    buttons=(
        Button(Action.CHOOSE_LEFT, "Celle de gauche", picture=PictureName.LEFT),
        Button(Action.CHOOSE_RIGHT, "Celle de droite", picture=PictureName.RIGHT),
    ),
    header=HEADER,
)

AUDIT = Screen(
    State.AUDIT,
    7,
    "Contrôle de votre carte",
    content=Checks(
        (
            ShownCheck(Status.OK, "lisible", "Numéro de carte", "29 00 12 34 57"),
            ShownCheck(Status.OK, "CPS3", "Type de carte", "Carte de professionnel de santé"),
            ShownCheck(Status.OK, "valable", "Dates", "Du 12 mars 2025 au 31 mars 2028"),
            ShownCheck(Status.FAULT, "bloqué", "Code porteur", "0 essai sur 3 : trop de codes faux ont été saisis."),
            ShownCheck(Status.WARNING, "attention", "Code de déblocage", "9 essais sur 10 ; 99 déblocages possibles."),
            ShownCheck(
                Status.NOT_CHECKED, "non contrôlé", "Certificat d’authentification", "Pas vérifié par la borne."
            ),
            ShownCheck(Status.NOT_CHECKED, "non contrôlée", "Révocation", "Aucune liste récente sur cette borne."),
        )
    ),
    buttons=(primary(Action.FINISH, "Terminer"), Button(Action.PRINT, "Imprimer ce contrôle")),
    header=HEADER,
    private=True,
)

SITUATIONS = Screen(
    State.SITUATIONS,
    24,
    "Vos situations d’exercice",
    content=Groups(
        (
            FactGroup(
                "Situation n° 1",
                (
                    CardFact("Raison sociale", "CABINET INFIRMIER DES TILLEULS ET DE LA MAR"),
                    CardFact("Mode d’exercice", "Libéral, exploitant ou commerçant"),
                    CardFact(
                        "Secteur d’activité",
                        "Fabrication, Exploitation et Importation de médicaments et dispositifs médicaux",
                    ),
                    CardFact("Spécialité Assurance Maladie", "Gynécologie obstétrique et gynécologie médicale"),
                    CardFact("N° de facturation", "99400480, clé 2"),
                    CardFact("Signature d’un lot", "Non autorisée"),
                ),
            ),
            FactGroup("Situation n° 2", remark="Cette situation n’a pas pu être lue."),
        )
    ),
    buttons=(primary(Action.FINISH, "Terminer"),),
    header=HEADER,
    private=True,
)

LETTER_CHECK = Screen(
    State.LETTER_CHECK,
    8,
    "Est-ce bien le numéro de votre courrier ?",
    ("Comparez avec le numéro de carte imprimé en haut du courrier.",),
    content=CardNumber(("29", "00", "12", "34", "57")),
    buttons=(
        primary(Action.YES, "Oui, c’est ce numéro"),
        Button(Action.NO, "Non, ce n’est pas le même"),
        Button(Action.NOT_SURE, "Je ne suis pas sûr"),
    ),
    header=HEADER,
    steps=steps(2),
    banner=BANNER,
    private=True,
)

HELP = HelpPanel(
    "Où trouver ce code ?",
    "Il est sur le courrier reçu après votre carte, sous le code porteur. Il a 8 chiffres.",
    PictureName.LETTER_CODE,
)

PUK = Screen(
    State.PUK,
    9,
    "Tapez votre code de déblocage",
    ("8 chiffres. Il vous reste 10 essais pour ce code.",),
    content=Pad(CodeSlot.PUK, 4, 8, "4 chiffres sur 8"),
    buttons=(
        primary(Action.VALIDATE, "Valider", why_not="Tapez encore 4 chiffres"),
        Button(Action.WHERE, "Où le trouver ?"),
    ),
    header=HEADER,
    steps=steps(2),
    banner=BANNER,
    help=HELP,
)

PUK_AGAIN = Screen(
    State.PUK,
    10,
    "C’est le même code que tout à l’heure",
    (
        "8 chiffres. Il vous reste 9 essais pour ce code.",
        "Des essais ont déjà été perdus : vérifiez chaque chiffre.",
    ),
    content=Pad(
        CodeSlot.PUK,
        0,
        8,
        "0 chiffre sur 8",
        error="La carte l’a refusé. Vérifiez chaque chiffre.",
        tries=Tries(9, 10, "Il vous reste 9 essais."),
    ),
    buttons=(
        primary(Action.VALIDATE, "Valider", why_not="Tapez 8 chiffres"),
        Button(Action.WHERE, "Où le trouver ?"),
    ),
    header=HEADER,
    steps=steps(2),
    help=HELP,
)

CONFIRM = Screen(
    State.CONFIRM,
    11,
    "Retapez votre nouveau code porteur",
    content=Pad(CodeSlot.CONFIRM, 2, 4, "2 chiffres sur 4"),
    buttons=(primary(Action.SEND, "Débloquer ma carte", why_not="Retapez les 4 chiffres"),),
    header=HEADER,
    steps=steps(3),
    banner=BANNER,
)

CONFIRM_READY = Screen(
    State.CONFIRM,
    12,
    "Retapez votre nouveau code porteur",
    content=Pad(CodeSlot.CONFIRM, 4, 4, "4 chiffres sur 4"),
    buttons=(primary(Action.SEND, "Débloquer ma carte"),),
    header=HEADER,
    steps=steps(3),
)

LAST_TRY = Screen(
    State.LAST_TRY,
    13,
    "Dernier essai",
    ("Si ce code est faux, la carte devra être remplacée.", "Vous pouvez arrêter sans risque."),
    tone=Tone.DANGER,
    content=Message(PictureName.CARD_BLOCKED, Tries(1, 10, "Il reste un seul essai.")),
    buttons=(
        primary(Action.PREFER_TO_STOP, "Je préfère arrêter"),
        Button(Action.SEND, "J’ai vérifié, j’essaie", ButtonRole.DANGER),
    ),
    header=HEADER,
    steps=steps(3),
)

UNBLOCKING = Screen(
    State.UNBLOCKING,
    14,
    "Recyclage en cours",
    ("Ne retirez pas votre carte.",),
    content=ProgressContent(PictureName.CLOCK, "La carte travaille. Cela peut durer une minute."),
    steps=steps(3),
    banner=BANNER,
)

UNBLOCKED = Screen(
    State.UNBLOCKED,
    15,
    "Votre carte est débloquée",
    (
        "Nous l’avons vérifié sur la carte : 3 essais disponibles.",
        "Utilisez le code que vous venez de choisir.",
    ),
    tone=Tone.OK,
    content=Message(PictureName.CARD_OK),
    buttons=(
        primary(Action.PRINT, "Imprimer un reçu"),
        Button(Action.DETAILS, "Voir mes informations"),
        Button(Action.FINISH, "Terminer sans reçu"),
    ),
    header=HEADER,
    steps=steps(4),
    code="Code U01",
    banner=BANNER,
)

NOT_PROVED = Screen(
    State.NOT_PROVED,
    16,
    "Votre carte n’est plus bloquée, mais elle refuse le nouveau code",
    ("Nous n’avons plus rien envoyé. Il vous reste 2 essais.",),
    tone=Tone.WARNING,
    content=Message(PictureName.PERSON, Tries(2, 3, "2 essais sur 3")),
    buttons=(primary(Action.HELP, "Demander de l’aide"), Button(Action.PRINT, "Imprimer")),
    header=HEADER,
    steps=steps(4),
    code="Code U21",
)

REFERRAL = Screen(
    State.REFERRAL,
    17,
    "Demandez une réfection de code",
    (
        "Sans code de déblocage, la carte ne peut être débloquée ni ici ni à l’accueil.",
        "Cette fiche explique comment le recevoir.",
        "Gardez votre carte : vous pourrez la débloquer ici dès réception.",
    ),
    content=Message(PictureName.PRINTER),
    buttons=(primary(Action.PRINT, "Imprimer la fiche"), Button(Action.CONTINUE, "Continuer sans imprimer")),
    header=HEADER,
    banner=BANNER,
)

PAPER = Screen(
    State.PRINTING,
    18,
    "L’imprimante ne répond pas",
    ("L’essentiel est à l’écran, vous pouvez le photographier.",),
    tone=Tone.WARNING,
    content=Paper(
        (
            PaperLine(LineStyle.HEADING, "Réfection de code"),
            PaperLine(LineStyle.TEXT, "Votre code porteur est bloqué et vous n’avez plus votre code de déblocage."),
            PaperLine(LineStyle.HEADING, "Que faire ?"),
            PaperLine(LineStyle.STEP, "Appelez le 0 825 85 2000 (0,06 € la minute)."),
            PaperLine(LineStyle.STEP, "Demandez une réfection de code."),
            PaperLine(LineStyle.STEP, "Le courrier arrive chez vous en une semaine environ."),
            PaperLine(LineStyle.STEP, "Revenez ici avec la carte et le courrier."),
            PaperLine(LineStyle.FACT, "Numéro de carte : 29 00 12 34 57"),
            PaperLine(LineStyle.CODE, "https://exemple.example/deblocage"),
        )
    ),
    buttons=(primary(Action.FINISH, "Terminer"),),
    header=HEADER,
)

TAKE_CARD = Screen(
    State.TAKE_CARD,
    19,
    "Reprenez votre carte",
    ("La borne a redémarré. Reprenez votre carte, puis insérez-la de nouveau.",),
    content=Message(PictureName.TAKE_CARD),
    banner=BANNER,
)

MUTE = Screen(
    State.MUTE,
    20,
    "Nous n’arrivons pas à lire cette carte",
    ("Retirez-la et vérifiez le sens : puce vers l’avant.", "Puis réessayez."),
    tone=Tone.WARNING,
    content=Message(PictureName.CARD_UPSIDE_DOWN),
    header=HEADER,
)

VITALE = Screen(
    State.VITALE,
    21,
    "C’est une carte Vitale",
    ("Cette borne est réservée aux cartes de professionnel de santé.", "Retirez votre carte."),
    tone=Tone.WARNING,
    content=Message(PictureName.CARD_VITALE),
    header=HEADER,
)

STILL_THERE = Screen(
    State.PUK,
    22,
    "Tapez votre code de déblocage",
    ("8 chiffres. Il vous reste 10 essais pour ce code.",),
    content=Pad(CodeSlot.PUK, 4, 8, "4 chiffres sur 8"),
    buttons=(primary(Action.VALIDATE, "Valider", why_not="Tapez encore 4 chiffres"),),
    header=HEADER,
    steps=steps(2),
    overlay=Screen(
        State.PUK,
        23,
        "Vous êtes toujours là ?",
        ("Sans réponse, la séance s’arrête dans 20 secondes.",),
        content=Message(PictureName.CLOCK),
        buttons=(primary(Action.STILL_HERE, "Je continue"),),
    ),
)

_SCREENS = {name: value for name, value in list(globals().items()) if isinstance(value, Screen)}
SAMPLES = {name.lower(): value for name, value in _SCREENS.items()}
