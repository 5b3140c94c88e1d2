"""Words as codes of three signs, over which an automaton of letters finds rows of words.

Must not know names.
"""

from __future__ import annotations

from bot.rules.text import fold

SIGNS = 3


class Vocabulary(dict[str, str]):
    """A code for each word of a phrase, by the word as it is written; any other word has none.

    A code is three signs, each of 64 that no other place has, so that codes are found only where one begins,
    and the automaton, which tries the ways out of a state one by one, never has many to try.
    """

    _MOST, _LONGEST, _SIGNS, _UNKNOWN = 50_000, 60, 64, "\0\0\0"

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[str, str] = {}

    def code(self, folded: str) -> str:
        """The code of a word, which from now on is known."""
        if folded not in self._codes:
            rest, last = divmod(len(self._codes), self._SIGNS)
            first, middle = divmod(rest, self._SIGNS)
            signs = (1 + last, 1 + self._SIGNS + middle, 1 + 2 * self._SIGNS + first)
            self._codes[folded] = "".join(map(chr, reversed(signs)))
        return self._codes[folded]

    def __missing__(self, word: str) -> str:
        if len(word) > self._LONGEST:
            return self._UNKNOWN
        code = self._codes.get(fold(word.replace(".", "")), self._UNKNOWN)
        if len(self) < self._MOST:
            self[word] = code
        return code
