"""What ``guichet-cps simulate`` says of its way to the virtual reader."""

from __future__ import annotations


def vpcd_told(profile: str | None, address: str) -> str:
    """``profile``: of the card that vpcd has just accepted; None: nobody listens at ``address``."""
    if profile is None:
        return f"pcscd n’écoute pas sur {address}\u00a0: j’attends."
    return f"Carte «\u00a0{profile}\u00a0» dans le lecteur virtuel ({address}). Ctrl-C pour la retirer."
