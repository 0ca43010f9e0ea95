"""What stands beside the French: each text with its twin in the holder's language, or "" where there is none.

What is the same in both languages, like a name or an address, is not said twice.
"""

from __future__ import annotations

from reports.papers.blocks import Block, Document, texts
from reports.papers.french import french

Translations = tuple[str, ...]
Blocks = tuple[tuple[Block, Translations], ...]


def blocks_of(document: Document) -> Blocks:
    """Each block, and the twins of ``reports.papers.blocks.texts`` of it."""
    twins = document.blocks if document.translation is None else document.translation.blocks
    return tuple(
        (block, _others(texts(block), texts(twin))) for block, twin in zip(document.blocks, twins, strict=True)
    )


def footer_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Each line of the footer with its twin."""
    twins = document.footer if document.translation is None else document.translation.footer
    return tuple(zip(document.footer, _others(document.footer, twins), strict=True))


def title_translation(document: Document) -> str:
    return "" if document.translation is None else _other(document.title, document.translation.title)


def translation_language(document: Document) -> str:
    """A BCP 47 tag, "" if the document is in French alone."""
    return "" if document.translation is None else document.translation.language


def _others(texts_: tuple[str, ...], twins: tuple[str, ...]) -> Translations:
    return tuple(_other(text, twin) for text, twin in zip(texts_, twins, strict=True))


def _other(text: str, twin: str) -> str:
    return "" if french(twin) == text else twin
