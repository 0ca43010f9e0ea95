"""French for what click itself says, whatever the machine's language: headings of the help, errors of usage."""

from __future__ import annotations

import gettext
import os
from importlib.resources import as_file, files


def speak_french() -> None:
    """Give click's messages the catalogue of this package; click asks gettext's default domain, ``messages``."""
    with as_file(files("kiosk") / "locale") as folder:
        gettext.bindtextdomain("messages", str(folder))
    os.environ["LANGUAGE"] = "fr"
