"""The two certificates of a card as files, as CPS-GESTION saved them; never anything else of it."""

from __future__ import annotations

from pathlib import Path

from diagnostics.files.durable import create_private
from kiosk.card.model import CardContent

AUTHENTICATION, SIGNATURE = "certificat-authentification.cer", "certificat-signature.cer"
_PRIVATE_FOLDER = 0o700


def export_certificates(folder: Path, content: CardContent) -> tuple[Path, ...]:
    """Write those that the card gave, in DER: all of them or none, and never over a file that is there.

    Raises OSError; FileExistsError names the file.
    """
    held = {AUTHENTICATION: content.authentication_certificate, SIGNATURE: content.signature_certificate}
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, der in held.items():
            if der is not None:
                create_private(folder / name, der)
                written.append(folder / name)
    except OSError:
        for path in written:
            path.unlink()
        raise
    return tuple(written)
