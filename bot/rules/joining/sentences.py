"""A text cut into its sentences, each with its place; a headline, or any line, is a sentence of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABBREVIATED = (
    r"(?<!\b[A-Z]\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bSt\.)(?<!\bLt\.)(?<!\bMs\.)(?<!\bvs\.)"
    r"(?<!\bGen\.)(?<!\bAdm\.)(?<!\bCol\.)(?<!\bGov\.)(?<!\bSen\.)(?<!\bMrs\.)(?<!\bJan\.)(?<!\bFeb\.)"
    r"(?<!\bMar\.)(?<!\bApr\.)(?<!\bAug\.)(?<!\bSep\.)(?<!\bOct\.)(?<!\bNov\.)(?<!\bDec\.)(?<!\bSept\.)"
)
_END = re.compile(
    rf"\n+|(?:(?<=[.!?]){_ABBREVIATED}|(?<=[.!?][\"”’')\]]))\s+(?=[\"“‘'(\[]?[A-Z0-9])|(?<=[。！？])\s*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(text: str) -> list[Sentence]:
    found, at = [], 0
    for end in [*_END.finditer(text), None]:
        part = text[at : end.start() if end else len(text)]
        bare = part.strip()
        if bare:
            found.append(Sentence(bare, at + part.index(bare)))
        at = end.end() if end else at
    return found
