from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.papers.french import french


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Quoi ?", "Quoi\u00a0?"),
        ("Non ! Si : là ; ici", "Non\u00a0! Si\u00a0: là\u00a0; ici"),
        ("le « mot » dit", "le «\u00a0mot\u00a0» dit"),
        ("0 825 852 000", "0\u00a0825\u00a0852\u00a0000"),
        ("il reste 3 essais", "il reste 3\u00a0essais"),
        ("l'accueil", "l’accueil"),
        ("'cité'", "'cité'"),
        ("https://a.example/?q=1:2", "https://a.example/?q=1:2"),
        ("un mot", "un mot"),
    ],
)
def test_french_spacing(typed, set_):
    assert french(typed) == set_


@given(st.text("ab1 :;?!«»'’%\u00a0\u202f", max_size=30))
def test_twice_is_once_and_no_sign_is_lost(text):
    once = french(text)
    assert french(once) == once
    assert len(once) == len(text)
