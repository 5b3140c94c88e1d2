"""A cut takes nothing apart that a reader sees as one sign, in any script; what is cut still fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.text import cut, escaped, unescaped, without_invisible

SIGNS = [
    "e\u0301",  # a letter with its accent
    "\U0001f1ee\U0001f1f3",  # a flag
    "\U0001f44d\U0001f3fd",  # a hand with its colour
    "\u26a0\ufe0f",  # shown as an emoji
    "1\ufe0f\u20e3",  # a key
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
    "\u0e01\u0e33",  # Thai: kam
    "\u0e17\u0e35\u0e48",  # Thai: thi, with a vowel and a tone
    "\u0915\u094d\u0937\u093f",  # Hindi: kshi
    "\u1112\u1161\u11ab",  # Korean, in its letters: han
    "\ud558\u11ab",  # the same, half put together
]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_kept_or_left_out_whole(sign: str) -> None:
    text = sign * 40
    for limit in range(len(sign) + 1, 60):
        kept = cut(text, limit)
        assert len(kept) <= limit and kept.endswith("…")
        assert kept[:-1] == sign * ((limit - 1) // len(sign))


def test_signs_side_by_side_are_not_one() -> None:
    assert cut("\U0001f44d" * 10, 5) == "\U0001f44d" * 4 + "…"
    assert cut("한국어한국어", 4) == "한국어…"
    assert cut("ก" * 10, 4) == "กกก…"


def test_a_letter_with_marks_without_end_is_cut_all_the_same() -> None:
    assert len(cut("a" + "\u0301" * 1000, 300)) == 300


@given(st.text(), st.integers(2, 80))
def test_whatever_is_cut_fits_and_is_a_beginning(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert len(kept) <= limit
    assert kept == text or text.startswith(kept[:-1])


@given(st.text())
def test_what_was_escaped_is_read_back(text: str) -> None:
    assert unescaped(escaped(text)) == without_invisible(text).replace("\n", " ")
