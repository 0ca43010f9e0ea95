"""Why the system refused a file, in French: what libc says itself follows the language of the machine."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping

_REASONS: Mapping[int, str] = {
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EEXIST: "il existe déjà",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un fichier se trouve à la place d’un dossier",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota est dépassé",
    errno.EROFS: "le disque est en lecture seule",
    errno.EADDRINUSE: "déjà en service, ou un fichier porte ce nom",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EIO: "erreur du disque",
    errno.EFBIG: "le fichier serait trop grand",
    errno.ECONNREFUSED: "connexion refusée",
    errno.ECONNRESET: "connexion coupée",
    errno.EPIPE: "connexion coupée",
    errno.ENETUNREACH: "réseau injoignable",
    errno.EHOSTUNREACH: "machine injoignable",
    socket.EAI_NONAME: "nom introuvable",
    socket.EAI_AGAIN: "le service des noms (DNS) ne répond pas",
}


def reason_of(error: OSError) -> str:
    """A few words to put between brackets; those of the system where there are none of ours."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
