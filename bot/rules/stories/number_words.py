"""Numbers as they are written out: twelve, twelfth, twenty-first, XII, and the months by name."""

from __future__ import annotations

_COUNT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
_ORDER = """
zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_IN_ROMAN = "- - II III IV - VI VII VIII IX - XI XII XIII XIV XV XVI XVII XVIII XIX XX"
"""V and X alone are letters."""
_NAMES_OF_MONTHS = """
january february march april may june july august september october november december
"""

CARDINALS = {word: number for number, word in enumerate(_COUNT.split())} | _TENS
ORDINALS = (
    {word: number for number, word in enumerate(_ORDER.split())}
    | {f"{tens[:-1]}ieth": number for tens, number in _TENS.items()}
    | {
        f"{tens}{between}{word}": base + number
        for tens, base in _TENS.items()
        for number, word in enumerate(_ORDER.split()[:10])
        if number
        for between in "- "
    }
)
ROMAN = {word: number for number, word in enumerate(_IN_ROMAN.split()) if word != "-"}
MONTHS = {
    form: number
    for number, month in enumerate(_NAMES_OF_MONTHS.split(), 1)
    for form in (month, month[:3], *(("sept",) if number == 9 else ()))
}
