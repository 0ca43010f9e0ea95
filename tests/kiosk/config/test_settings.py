from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from checkout import ROOT
from kiosk.card.codes.unblock.policy import Policy
from kiosk.config.errors import ConfigError
from kiosk.config.settings import Config, default_database, load, parse_size
from kiosk.flow.model.visit import Rules, Times
from kiosk.view.design.sizes import PANEL_21_5
from reports.papers.papers import Office
from reports.printing.cups import Queue

EXAMPLE = ROOT / "deploy" / "guichet-cps.example.toml"
NBSP = "\u00a0"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "guichet-cps.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def sections() -> dict[str, type[BaseModel]]:
    return {field.alias or "": field.annotation for field in Config.model_fields.values()}


def test_an_empty_file_and_no_file_are_the_same(written: Callable[[str], Path]) -> None:
    assert load(written("")) == Config()


def test_the_example_says_what_holds_without_it() -> None:
    assert load(EXAMPLE) == Config()


def test_the_example_names_every_key() -> None:
    """Keys without a default stand there as comments."""
    text = EXAMPLE.read_text(encoding="utf-8")
    named = tomllib.loads(re.sub(r"(?m)^#(\w+ = )", r"\1", text))
    assert {table: set(keys) for table, keys in named.items()} == {
        table: keys_of(section) for table, section in sections().items()
    }


def test_the_commented_lines_of_the_example_are_valid(written: Callable[[str], Path]) -> None:
    text = re.sub(r"(?m)^#(\w+ = )", r"\1", EXAMPLE.read_text(encoding="utf-8"))
    config = load(written(text))
    assert config.issuer.as_of is not None
    assert config.storage.database == "/var/lib/guichet-cps/compteurs.sqlite3"


def test_defaults_are_those_of_the_flow_and_of_the_view() -> None:
    config = Config()
    assert config.rules(printer=False) == Rules()
    assert (config.rules(printer=True).times, config.panel(), config.queue()) == (Times(), PANEL_21_5, None)


def test_every_key_reaches_its_place(written: Callable[[str], Path]) -> None:
    config = load(
        written("""
            [bureau]
            nom = "CPAM"
            adresse = ["1 rue", "29200 Brest"]
            cadre_cachet = false
            [ecran]
            largeur_mm = 476
            hauteur_mm = 268
            [carte]
            essais_avec_agent = 5
            codes_oublies_avec_agent = true
            [impression]
            file = "Guichet"
            papier = "roll80"
            [delais]
            saisie_s = 61
            [certificats]
            autorites = "/etc/guichet-cps/igc-sante"
        """)
    )
    assert config.office_facts() == Office("CPAM", ("1 rue", "29200 Brest"), stamp_box=False)
    assert (config.panel().width_px, config.panel().height_px) == (1920, 1080)
    rules = config.rules(printer=True, simulated_readers=("X",))
    assert (rules.policy, rules.times.typing_s, rules.is_simulated("X 1")) == (Policy(5, True), 61.0, True)
    assert config.queue() == Queue("Guichet", media="")
    assert config.trust_folders() == (Path("/etc/guichet-cps/igc-sante"), None)


@pytest.mark.parametrize(
    ("paper", "media", "expected"),
    [
        ("a4", None, "iso_a4_210x297mm"),
        ("a4", "", ""),
        ("roll80", None, ""),
        ("roll80", "om_x_80x120mm", "om_x_80x120mm"),
    ],
)
def test_the_media_follows_the_paper_unless_it_is_given(
    written: Callable[[str], Path], paper: str, media: str | None, expected: str
) -> None:
    given = "" if media is None else f'format = "{media}"'
    queue = load(written(f'[impression]\nfile = "F"\npapier = "{paper}"\n{given}\n')).queue()
    assert queue is not None
    assert queue.media == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[ecran]\nlargeur = 3', "la clé « ecran.largeur » n’existe pas. Vouliez-vous écrire « ecran.largeur_mm » ?"),
        ('[carte]\nzzz = 3', "la clé « carte.zzz » n’existe pas. Clés possibles : carte.essais_avec_agent"),
        ("[bureaux]", "la clé « bureaux » n’existe pas. Vouliez-vous écrire « bureau » ?"),
        ("bureau = 3", "« bureau » doit être une table, écrite [bureau] sur une ligne à part."),
        ('[ecran]\nlargeur_mm = "9"', 'la clé « ecran.largeur_mm » vaut "9", mais il faut un nombre de millimètres'),
        ("[ecran]\nlargeur_mm = 49.9", "vaut 49.9, mais il faut un nombre de millimètres"),
        ("[ecran]\ntaille = 1080", "vaut 1080, mais il faut largeur et hauteur en pixels"),
        ("[carte]\nessais_avec_agent = 0", "vaut 0, mais il faut un nombre entier de 1 à 10."),
        ("[carte]\nessais_avec_agent = 11", "vaut 11, mais il faut un nombre entier de 1 à 10."),
        ("[carte]\nessais_avec_agent = 2.5", "vaut 2.5, mais il faut un nombre entier de 1 à 10."),
        ("[carte]\nessais_avec_agent = true", "vaut true, mais il faut un nombre entier de 1 à 10."),
        ('[bureau]\ncadre_cachet = "oui"', 'vaut "oui", mais il faut true ou false.'),
        ('[bureau]\nadresse = "1 rue"', 'la clé « bureau.adresse » vaut "1 rue", mais il faut une liste'),
        ('[bureau]\nadresse = ["1 rue", 5]', "la clé « bureau.adresse » vaut 5, mais il faut une liste"),
        ('[emetteur]\nreleve_le = "2026-11-21"', "mais il faut une date sans guillemets, par exemple 2026-11-21."),
        ('[emetteur]\npage = "http://exemple.fr"', "mais il faut une adresse qui commence par https://"),
        ('[impression]\npapier = "a5"', 'vaut "a5", mais il faut "a4", ou "roll80" pour un rouleau de 80 mm.'),
        ('[impression]\nfile = "ma file"', "mais il faut le nom d’une file CUPS"),
        ('[stockage]\nbase = "compteurs.db"', "mais il faut le chemin complet d’un fichier, depuis /."),
        ('[certificats]\nlistes = "crl"', "mais il faut le chemin complet d’un dossier, depuis /."),
        ("[delais]\nquestion_s = 4.9", "mais il faut un nombre de secondes de 5 à 3600."),
        ("[delais]\nquestion_s = 3601", "mais il faut un nombre de secondes de 5 à 3600."),
        ("[delais]\nquestion_s = nan", "mais il faut un nombre de secondes de 5 à 3600."),
        ('[borne]\nsite = "Brest Nord"', "mais il faut de 1 à 40 lettres minuscules"),
        ('[borne]\nnom = ""', "mais il faut de 1 à 40 lettres minuscules"),
        ('"borne.nom" = "x"', 'la clé « "borne.nom" » n’existe pas. Vouliez-vous écrire « borne » ?'),
        ('[borne]\n"nom.court" = "x"', 'la clé « borne."nom.court" » n’existe pas. Vouliez-vous écrire « borne.nom »'),
        ('"." = 1', 'la clé « "." » n’existe pas. Clés possibles : borne, bureau'),
        ('[borne]\n"\\u001b[2J\\u202e" = 1', r'la clé « borne."\u001b[2J\u202e" » n’existe pas. Clés possibles'),
        (f"[borne]\nnom = {'9' * 4301}", "un nombre y est trop long"),
        (f"[borne]\nnom = 0x{'f' * 4301}", "vaut une valeur trop longue, mais il faut de 1 à 40 lettres"),
        (f"a = {'[' * 3000}{']' * 3000}", "trop de crochets y sont l’un dans l’autre."),
        (f"bureau.nom{'.nom' * 3000} = 1", "mais il faut un texte entre guillemets"),
        ('[bureau]\nnom = "CPAM\\u202e"', r'vaut "CPAM\u202e", mais il faut un texte entre guillemets, de 120'),
        ('[bureau]\nadresse = ["a\\u0007"]', r'vaut "a\u0007", mais il faut une liste de 6 textes'),
        ('[bureau]\nconfidentialite = "a\\nb"', r'vaut "a\nb", mais il faut un texte entre guillemets, de 400'),
        ('[stockage]\nbase = "/a\\u0000b"', "mais il faut le chemin complet d’un fichier, depuis /."),
        ('[parc]\ndossier = "/a\\u0000"', "mais il faut le chemin complet d’un dossier, depuis /."),
        (f'[agents]\ncode = "$argon2id$v=19$m=1000000,t=3,p=4${"A" * 22}${"A" * 43}"', "staff code"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_in_french(written: Callable[[str], Path], text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written(text))
    assert len(caught.value.problems) == 1
    assert says in caught.value.problems[0].replace(NBSP, " ")
    assert str(caught.value).startswith(f"Configuration {written(text)}{NBSP}: ")


def test_a_text_has_every_character_that_french_shows(written: Callable[[str], Path]) -> None:
    text = "Caisse d’assurance\u00a0: 1\u202f200 €, «\u00a0œuvre\u00a0» ÉÀÇ – ½"
    assert load(written(f'[bureau]\nnom = "{text}"')).office.name == text


@pytest.mark.parametrize("value", ["5", "5.0", "3600"])
def test_limits_are_inside(written: Callable[[str], Path], value: str) -> None:
    assert load(written(f"[delais]\nquestion_s = {value}")).times.question_s == float(value)


def test_all_problems_are_told_at_once_each_once(written: Callable[[str], Path]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written("[ecran]\nlargeur_mm = 1\nhauteur_mm = 1\n[bureau]\nadresse = [1, 2, 3]\n"))
    assert len(caught.value.problems) == 3
    assert str(caught.value).count("\n") == 2


def test_a_long_wrong_value_is_cut(written: Callable[[str], Path]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written(f'[bureau]\nnom = "{"x" * 500}"'))
    assert len(caught.value.problems[0]) < 160


@pytest.mark.parametrize(("text", "place"), [("a = = 1", "ligne 1, colonne 5"), ("\n[bureau", "à la fin du fichier")])
def test_bad_toml_says_where(written: Callable[[str], Path], text: str, place: str) -> None:
    with pytest.raises(ConfigError, match=f"{place}.*guillemets"):
        load(written(text))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, written: Callable[[str], Path]) -> None:
    with pytest.raises(ConfigError, match="ne peut pas être lu"):
        load(tmp_path / "absent.toml")
    with pytest.raises(ConfigError, match="ne peut pas être lu"):
        load(tmp_path)
    written("").write_bytes(b"nom = '\xe9'")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(tmp_path / "guichet-cps.toml")


def test_every_key_says_what_is_right() -> None:
    silent = [
        f"{table}.{field.alias or name}"
        for table, section in sections().items()
        for name, field in section.model_fields.items()
        if not field.description
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s/guichet-cps/compteurs.sqlite3"),
        ({"HOME": "/h"}, "/h/.local/state/guichet-cps/compteurs.sqlite3"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/h"}, "/h/.local/state/guichet-cps/compteurs.sqlite3"),
        ({"XDG_STATE_HOME": "", "HOME": "/h"}, "/h/.local/state/guichet-cps/compteurs.sqlite3"),
    ],
)
def test_the_database_has_its_place_by_default(environ: dict[str, str], expected: str) -> None:
    assert default_database(environ) == Path(expected)


@pytest.mark.parametrize("text", ["1080", "1080*1920", "1080x", "99x100", "1080x19200", " 1080x1920", "1080x1920\n"])
def test_a_size_is_two_numbers_of_pixels(text: str) -> None:
    with pytest.raises(ValueError, match="1080x1920"):
        parse_size(text)


def test_a_size_is_width_then_height() -> None:
    assert parse_size("1080x1920") == (1080, 1920)


def test_a_configuration_cannot_be_changed() -> None:
    config: Any = Config()
    with pytest.raises(ValueError, match="frozen"):
        config.card.staff_at_or_below = 1


def test_keys_that_a_counter_should_fill_are_named_until_it_does(written: Callable[[str], Path]) -> None:
    to_complete = ("borne.site", "bureau.nom", "bureau.confidentialite", "emetteur.releve_le", "agents.code")
    assert Config().to_complete() == to_complete
    config = load(written('[borne]\nsite = "brest"\n[bureau]\nnom = "CPAM"\n[emetteur]\nreleve_le = 2026-11-21\n'))
    assert config.to_complete() == ("bureau.confidentialite", "agents.code")
