"""Which drawing stands for which picture of the view."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.pictures import drawn_cards, drawn_letters, drawn_things
from kiosk.ui.pictures.pen import Pen
from kiosk.view.model.screen import Picture

DRAWINGS: dict[Picture, Callable[[Pen], None]] = {
    Picture.INSERT_CARD: drawn_cards.insert_card,
    Picture.TAKE_CARD: drawn_cards.take_card,
    Picture.CARD_OK: drawn_cards.card_ok,
    Picture.CARD_BLOCKED: drawn_cards.card_blocked,
    Picture.CARD_UPSIDE_DOWN: drawn_cards.card_upside_down,
    Picture.CARD_REFUSED: drawn_cards.card_refused,
    Picture.CARD_VITALE: drawn_cards.card_vitale,
    Picture.CARD_CONTACTLESS: drawn_cards.card_contactless,
    Picture.LETTER_NUMBER: drawn_letters.letter_number,
    Picture.LETTER_CODE: drawn_letters.letter_code,
    Picture.LETTER_BOTH: drawn_letters.letter_both,
    Picture.PRINTER: drawn_things.printer,
    Picture.CLOCK: drawn_things.clock,
    Picture.PERSON: drawn_things.person,
    Picture.LEFT: drawn_cards.left_reader,
    Picture.RIGHT: drawn_cards.right_reader,
    Picture.OUT_OF_SERVICE: drawn_things.out_of_service,
    Picture.SHIELD: drawn_things.shield,
}
