"""What click itself says reaches a technician in French, whatever the machine's language."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from checkout import ROOT

CATALOGUE = ROOT / "kiosk/locale/fr/LC_MESSAGES"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--help",), "Commandes:"),
        (("demo", "--nope"), "Erreur : option inconnue : --nope."),
        (("nope",), "Erreur : commande inconnue : nope."),
        (("stats", "--weeks", "0"), "0 est hors des bornes 1<=x<=1000."),
        (("stats", "--weeks", "x"), "« x » n’est pas un nombre qui convient."),
        (("stats", "--weeks"), "Erreur : l’option --weeks attend une valeur."),
        (("demo", "--profile", "x"), "« x » ne convient pas. Au choix : 'healthy'"),
        (("fleet", "publish", "--help"), "[obligatoire]"),
        (("selftest", "--help"), "--pdf FICHIER"),
        (("audit", "x"), "Erreur : argument en trop (x)"),
    ],
)
def test_the_frame_around_our_words_is_french(words: tuple[str, ...], told: str) -> None:
    environment = os.environ | {"LANG": "C.UTF-8", "LANGUAGE": "de", "COLUMNS": "200"}
    command = [sys.executable, "-m", "kiosk", *words]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    said = " ".join((ended.stdout + ended.stderr).split())
    assert told in said
    assert not [
        word
        for word in ("Error", "Usage: ", "Invalid", "No such", "Commands", "DIRECTORY", "[required]")
        if word in said
    ]


def test_the_compiled_catalogue_says_what_its_source_says() -> None:
    with (CATALOGUE / "messages.po").open("rb") as source, (CATALOGUE / "messages.mo").open("rb") as compiled:
        written, read = read_po(source), gettext.GNUTranslations(compiled)
    for message in written:
        if not message.id:
            continue
        if message.pluralizable:
            assert [read.ngettext(*message.id, n) for n in (1, 2)] == list(message.string)
        else:
            assert read.gettext(message.id) == message.string
