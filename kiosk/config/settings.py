"""The settings of one kiosk, from one TOML file with French keys; a wrong value stops the start in French.

Every field's ``description`` says what would be right: it ends the sentence when the value is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from diagnostics.database.retention import Retention
from kiosk.card.codes.unblock.policy import Policy
from kiosk.card.commission import SIMULATED_READERS, Commission
from kiosk.config.errors import ConfigError, problems_of
from kiosk.config.os_errors import reason_of
from kiosk.flow.model.staff_desk import StaffRules
from kiosk.flow.model.visit import Rules, Times
from kiosk.view.design.sizes import Panel
from reports.papers.papers import Issuer, Office
from reports.printing.cups import Queue

SIZE = re.compile(r"([0-9]{3,4})x([0-9]{3,4})")
_HASH = r"\$argon2id\$v=19\$m=[0-9]{1,6},t=[0-9]{1,2},p=[0-9]{1,2}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}"
"""At most 977 MiB (m is in KiB), so that no code costs more memory than a kiosk has."""

_UNSEEN = r"\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}"
"""Characters that show nothing, or turn what is around them as U+202E does; NUL, which ends a path, is among them."""

_TEXT = rf"^[^{_UNSEEN}]*$"
_PATH = rf"^/[^{_UNSEEN}]*[^/{_UNSEEN}]$"
_BEYOND_READING = "un nombre y est trop long, ou trop de crochets y sont l’un dans l’autre."
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


class Told(Enum):
    """What others are told of a key. It stands beside the field: a new key needs no list elsewhere.

    ``TO_COMPLETE``: a counter should fill it; at its default, papers, notice or figures are nobody's, or staff mode is
    closed. ``CLOSED``: its text is one of a few that the program knows and may leave the machine.
    """

    TO_COMPLETE = "to_complete"
    CLOSED = "closed"


_TIMES, _POLICY, _STAFF, _RETENTION = Times(), Policy(), StaffRules(), Retention()
"""The defaults of the keys that the flow, the card and the figures go by stand there."""

WEB_ADDRESS = r"^(?i:https?)://[!-~]{1,300}$"

LINE = "un texte entre guillemets, de 120 caractères au plus, tous visibles"
LINES = 'une liste de 6 textes au plus, par exemple ["1 rue de l’Exemple", "29200 Brest"]'
NAME = "de 1 à 40 lettres minuscules sans accent, chiffres ou tirets"
MILLIMETRES = "un nombre de millimètres de 50 à 3000"

Seconds = Annotated[float, Field(ge=5, le=3600, description="un nombre de secondes de 5 à 3600")]
Flag = Annotated[bool, Field(description="true ou false")]
Line = Annotated[str, Field(max_length=120, pattern=_TEXT, description=LINE)]
Lines = Annotated[tuple[Line, ...], Field(max_length=6, strict=False, description=LINES)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description=NAME)]
Millimetres = Annotated[float, Field(ge=50, le=3000, description=MILLIMETRES)]
Day = Annotated[date | None, Field(description="une date sans guillemets, par exemple 2026-11-21")]
Url = Annotated[
    str, Field(pattern=r"^(https://[!-~]{1,200})?$", description='une adresse qui commence par https://, ou ""')
]
ListAddresses = Annotated[
    tuple[
        Annotated[str, Field(pattern=WEB_ADDRESS, description="des adresses qui commencent par http:// ou https://")],
        ...,
    ],
    Field(max_length=20, strict=False, description='une liste d’adresses, par exemple ["http://exemple.fr/AC.crl"]'),
]
Privacy = Annotated[
    str,
    Field(
        max_length=400,
        pattern=_TEXT,
        description="un texte entre guillemets, de 400 caractères au plus, tous visibles, sur une seule ligne",
    ),
]
Size = Annotated[
    str | None,
    Field(pattern=rf"^{SIZE.pattern}$", description='largeur et hauteur en pixels, par exemple "1080x1920"'),
    Told.CLOSED,
]
Tries = Annotated[int, Field(ge=1, le=10, description="un nombre entier de 1 à 10")]
QueueName = Annotated[
    str, Field(pattern=r'^[!-"$-.0-~]{0,127}$', description='le nom d’une file CUPS, ou "" sans imprimante')
]
PaperName = Annotated[
    Literal["a4", "roll80"], Field(description='"a4", ou "roll80" pour un rouleau de 80 mm'), Told.CLOSED
]
Media = Annotated[
    str | None, Field(pattern=r"^[a-z0-9_.-]{0,80}$", description='un format de CUPS comme "iso_a4_210x297mm", ou ""')
]
PrintSeconds = Annotated[float, Field(ge=5, le=300, description="un nombre de secondes de 5 à 300")]
KeptWeeks = Annotated[int, Field(ge=1, le=104, description="un nombre entier de semaines de 1 à 104")]
KeptMonths = Annotated[int, Field(ge=1, le=60, description="un nombre entier de mois de 1 à 60")]
Database = Annotated[str | None, Field(pattern=_PATH, description="le chemin complet d’un fichier, depuis /")]
Folder = Annotated[str | None, Field(pattern=_PATH, description="le chemin complet d’un dossier, depuis /")]
Connection = Annotated[
    str | None,
    Field(
        pattern=r"^[ -~]{1,400}$",
        description='une adresse PostgreSQL comme "host=parc.exemple dbname=parc user=borne-1"',
    ),
]

StaffHash = Annotated[
    str, Field(pattern=rf"^({_HASH})?$", description='la ligne que donne «\u00a0guichet-cps staff code\u00a0», ou ""')
]


class Section(BaseModel):
    """A table of the file: unknown keys are refused, and no value is converted from another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=False)


class KioskSection(Section):
    """Which machine this is, and the site under which its figures are counted."""

    name: Name = Field(default="borne-1", alias="nom")
    site: Annotated[Name, Told.TO_COMPLETE] = "site-local"


class OfficeSection(Section):
    """The counter that hands papers over; ``privacy`` is the line of GDPR article 13. What is empty is left out."""

    name: Annotated[Line, Told.TO_COMPLETE] = Field(default="", alias="nom")
    address: Lines = Field(default=(), alias="adresse")
    telephone: Line = ""
    privacy: Annotated[Privacy, Told.TO_COMPLETE] = Field(default="", alias="confidentialite")
    stamp_box: Flag = Field(default=True, alias="cadre_cachet")


class IssuerSection(Section):
    """Whom to ask for a new letter or a new card.

    The defaults are the public facts that are known (telephone and price: MAILIZ, ESAS; form: ES14, MAILIZ;
    deploy/reference/card.md §13.1); they have
    no date, and the paper says so until somebody checks and dates them.
    """

    name: Line = Field(default="l’Agence du numérique en santé (ANS)", alias="nom")
    telephone: Line = "0 825 852 000"
    telephone_note: Line = Field(default="0,15 € par minute", alias="prix_appel")
    form_name: Line = Field(default="formulaire PDF 501", alias="formulaire")
    post_to: Lines = Field(default=(), alias="adresse")
    enclose: Lines = Field(default=(), alias="a_joindre")
    page_url: Url = Field(default="", alias="page")
    as_of: Annotated[Day, Told.TO_COMPLETE] = Field(default=None, alias="releve_le")


class ScreenSection(Section):
    """The lit surface as it is mounted; ``size`` is the window's, the whole screen if absent.

    ``lower_edge_mm``: how high above the floor its lower edge hangs; None while nobody measured it.
    """

    width_mm: Millimetres = Field(default=268.0, alias="largeur_mm")
    height_mm: Millimetres = Field(default=476.0, alias="hauteur_mm")
    lower_edge_mm: float | None = Field(default=None, alias="bas_mm", ge=50, le=3000, description=MILLIMETRES)
    size: Size = Field(default=None, alias="taille")


class CardSection(Section):
    """``staff_at_or_below``: unblock tries left from which staff must be present.

    ``forgotten_with_staff``: they may set a new code with the PUK on a card that is not blocked.
    ``last_try_with_staff``: they may go on to the last try of the PUK.
    ``commissioning``: the folder of the commissioning records; beside the figures if absent.
    ``test_cards``: a machine for trials, where a commissioning with a test card is no fault.
    """

    staff_at_or_below: Tries = Field(default=_POLICY.staff_at_or_below, alias="essais_avec_agent")
    forgotten_with_staff: Flag = Field(default=_POLICY.forgotten_with_staff, alias="codes_oublies_avec_agent")
    last_try_with_staff: Flag = Field(default=_POLICY.last_try_with_staff, alias="dernier_essai_avec_agent")
    commissioning: Folder = Field(default=None, alias="mises_en_service")
    test_cards: Flag = Field(default=False, alias="cartes_de_test")


class PrintingSection(Section):
    """``queue``: a CUPS queue of this machine, empty for none.

    ``media``: a PWG 5101.1 name, empty for the queue's own; if absent, A4 on A4 and the queue's own on a roll.
    """

    queue: QueueName = Field(default="", alias="file")
    paper: PaperName = Field(default="a4", alias="papier")
    media: Media = Field(default=None, alias="format")
    deadline_s: PrintSeconds = Field(default=60.0, alias="delai_s")


class StorageSection(Section):
    """``database``: the file of the figures; in the user's state folder if absent. The others: ``Retention``."""

    database: Database = Field(default=None, alias="base")
    after_acknowledgement_weeks: KeptWeeks = Field(
        default=_RETENTION.after_acknowledgement_weeks, alias="semaines_apres_envoi"
    )
    at_most_months: KeptMonths = Field(default=_RETENTION.at_most_months, alias="mois_au_plus")


class TrustSection(Section):
    """Folders of authorities and of revocation lists; without them the control says what it did not check.

    ``addresses``: where further lists are published, for ``guichet-cps lists fetch``; the kiosk calls nobody.
    """

    authorities: Folder = Field(default=None, alias="autorites")
    lists: Folder = Field(default=None, alias="listes")
    addresses: ListAddresses = Field(default=(), alias="adresses")


class FleetSection(Section):
    """``folder``: where closed weeks are handed over to the user who sends them; absent for a kiosk that stands alone.

    ``database``: libpq's connection string, without a password. ``late_after_weeks``: when silence is worth a warning.
    """

    folder: Folder = Field(default=None, alias="dossier")
    database: Connection = Field(default=None, alias="base")
    late_after_weeks: KeptWeeks = Field(default=4, alias="alerte_semaines")


class AgentsSection(Section):
    """``code``: the argon2id hash of the staff code, empty where there is no staff mode. The others: ``StaffRules``."""

    code: Annotated[StaffHash, Told.TO_COMPLETE] = Field(default="", repr=False)
    idle_s: Seconds = Field(default=_STAFF.idle_s, alias="inactivite_s")
    assist_s: Seconds = Field(default=_STAFF.assist_s, alias="aide_s")

    def rules(self) -> StaffRules:
        return StaffRules(bool(self.code), self.idle_s, self.assist_s)


class TimesSection(Section):
    """Seconds without a touch after which a screen ends, and the other delays (``kiosk.flow.model.visit.Times``)."""

    question_s: Seconds = _TIMES.question_s
    typing_s: Seconds = Field(default=_TIMES.typing_s, alias="saisie_s")
    torn_s: Seconds = Field(default=_TIMES.torn_s, alias="carte_a_remettre_s")
    other_card_s: Seconds = Field(default=_TIMES.other_card_s, alias="autre_carte_s")
    stuck_s: Seconds = Field(default=_TIMES.stuck_s, alias="carte_muette_s")
    after_removal_s: Seconds = Field(default=_TIMES.after_removal_s, alias="apres_retrait_s")
    warning_s: Seconds = Field(default=_TIMES.warning_s, alias="avertissement_s")
    with_help_s: Seconds = Field(default=_TIMES.with_help_s, alias="avec_aide_s")


class Config(Section):
    """The whole file; every table may be absent."""

    kiosk: KioskSection = Field(default=KioskSection(), alias="borne")
    office: OfficeSection = Field(default=OfficeSection(), alias="bureau")
    issuer: IssuerSection = Field(default=IssuerSection(), alias="emetteur")
    screen: ScreenSection = Field(default=ScreenSection(), alias="ecran")
    card: CardSection = Field(default=CardSection(), alias="carte")
    printing: PrintingSection = Field(default=PrintingSection(), alias="impression")
    storage: StorageSection = Field(default=StorageSection(), alias="stockage")
    trust: TrustSection = Field(default=TrustSection(), alias="certificats")
    fleet: FleetSection = Field(default=FleetSection(), alias="parc")
    agents: AgentsSection = Field(default=AgentsSection(), alias="agents")
    times: TimesSection = Field(default=TimesSection(), alias="delais")

    def office_facts(self) -> Office:
        return Office(**self.office.model_dump())

    def issuer_facts(self) -> Issuer:
        return Issuer(**self.issuer.model_dump())

    def rules(
        self,
        *,
        printer: bool,
        simulated_readers: tuple[str, ...] = SIMULATED_READERS,
        commissions: frozenset[Commission] = frozenset(),
    ) -> Rules:
        """``printer``: papers can come out, on a queue or into a folder."""
        return Rules(
            times=Times(**self.times.model_dump()),
            policy=Policy(self.card.staff_at_or_below, self.card.forgotten_with_staff, self.card.last_try_with_staff),
            simulated_readers=simulated_readers,
            commissions=commissions,
            printer=printer,
            staff=self.agents.rules(),
        )

    def panel(self) -> Panel:
        """Pixels as configured, else 1080 x 1920 as the panel is mounted; the window knows the real ones."""
        upright = self.screen.height_mm >= self.screen.width_mm
        width, height = self.size_px() or ((1080, 1920) if upright else (1920, 1080))
        return Panel(width, height, self.screen.width_mm, self.screen.height_mm)

    def size_px(self) -> tuple[int, int] | None:
        return None if self.screen.size is None else parse_size(self.screen.size)

    def trust_folders(self) -> tuple[Path | None, Path | None]:
        """Of authorities, and of revocation lists."""
        authorities, lists = self.trust.authorities, self.trust.lists
        return None if authorities is None else Path(authorities), None if lists is None else Path(lists)

    def fleet_folder(self) -> Path | None:
        return None if self.fleet.folder is None else Path(self.fleet.folder)

    def retention(self) -> Retention:
        return Retention(self.storage.after_acknowledgement_weeks, self.storage.at_most_months)

    def to_complete(self) -> tuple[str, ...]:
        """Keys marked so that still have their default, as ``table.clef``."""
        return tuple(
            f"{info.alias}.{field.alias or key}"
            for name, info in type(self).model_fields.items()
            for table in (getattr(self, name),)
            for key, field in type(table).model_fields.items()
            if Told.TO_COMPLETE in field.metadata and getattr(table, key) == field.default
        )

    def queue(self) -> Queue | None:
        printing = self.printing
        usual = Queue(printing.queue).media if printing.paper == "a4" else ""
        media = usual if printing.media is None else printing.media
        return Queue(printing.queue, media) if printing.queue else None


def load(path: Path) -> Config:
    """Read and check the file. Raises ConfigError."""
    try:
        found = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, (_where(error),)) from None
    except (ValueError, RecursionError):  # Python reads no longer integer, and no deeper nesting
        raise ConfigError(path, (_BEYOND_READING,)) from None
    try:
        return Config.model_validate(found)
    except ValidationError as error:
        raise ConfigError(path, problems_of(error, Config)) from None


def parse_size(text: str) -> tuple[int, int]:
    """``1080x1920`` in pixels. Raises ValueError."""
    found = SIZE.fullmatch(text)
    if found is None:
        raise ValueError("la taille s’écrit en pixels, par exemple 1080x1920")
    return int(found[1]), int(found[2])


def default_database(environ: Mapping[str, str]) -> Path:
    """Where ``run`` keeps its figures if the file does not say (XDG Base Directory Specification 0.8)."""
    state = Path(environ.get("XDG_STATE_HOME", ""))
    if not state.is_absolute():
        state = Path(environ.get("HOME", "/")) / ".local" / "state"
    return state / "guichet-cps" / "compteurs.sqlite3"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(path, (f"le fichier ne peut pas être lu ({reason_of(error)}).",)) from None
    except UnicodeDecodeError:
        raise ConfigError(path, ("le fichier n’est pas un texte en UTF-8.",)) from None


def _where(error: tomllib.TOMLDecodeError) -> str:
    at = _AT.search(str(error))
    place = f"ligne {at[1]}, colonne {at[2]}" if at else "à la fin du fichier"
    return f"ce n’est pas du TOML, {place}\u00a0: vérifiez les guillemets, les crochets et le signe «\u00a0=\u00a0»."
