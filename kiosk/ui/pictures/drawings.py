"""Which drawing stands for which picture of the view."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.pictures import drawn_cards, drawn_letters, drawn_things
from kiosk.ui.pictures.pen import Pen
from kiosk.view.model.screen import PictureName

DRAWINGS: dict[PictureName, Callable[[Pen], None]] = {
    PictureName.INSERT_CARD: drawn_cards.insert_card,
    PictureName.TAKE_CARD: drawn_cards.take_card,
    PictureName.CARD_OK: drawn_cards.card_ok,
    PictureName.CARD_BLOCKED: drawn_cards.card_blocked,
    PictureName.CARD_UPSIDE_DOWN: drawn_cards.card_upside_down,
    PictureName.CARD_REFUSED: drawn_cards.card_refused,
    PictureName.CARD_VITALE: drawn_cards.card_vitale,
    PictureName.CARD_CONTACTLESS: drawn_cards.card_contactless,
    PictureName.LETTER_NUMBER: drawn_letters.letter_number,
    PictureName.LETTER_CODE: drawn_letters.letter_code,
    PictureName.LETTER_BOTH: drawn_letters.letter_both,
    PictureName.PRINTER: drawn_things.printer,
    PictureName.CLOCK: drawn_things.clock,
    PictureName.PERSON: drawn_things.person,
    PictureName.LEFT: drawn_cards.left_reader,
    PictureName.RIGHT: drawn_cards.right_reader,
    PictureName.OUT_OF_SERVICE: drawn_things.out_of_service,
    PictureName.SHIELD: drawn_things.shield,
}
