"""Packs on disk: from the names somebody chose to files, and from files to what is in them.

A pack is chosen by the name of a shipped one (its file in `storage/packs/` or `storage/packs/examples/`,
without the ending), or by the path of a file from the current folder. What it `builds_on` and nobody
chose is found beside it, or among the shipped ones, and lends it what its facts name. The running
bot and the command line read packs here alone, so that what the one accepts the other does too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from stat import S_ISREG

from bot.rules.packs.reading import parse_packs
from bot.rules.packs.tables import Draft, Words, built_upon, digest_of, head_of, is_slug
from bot.rules.packs.warnings import warnings
from storage.records import Pack

FOLDER = Path(__file__).parent.parent / "storage" / "packs"
_MOST_BYTES = 20_000_000
_HOW_TO_NAME_A_FILE = "(a file of your own is named by its path, such as ./field.toml)"


class PackRefused(Exception):
    """Some packs cannot be used; each problem names the file and, where it lies in it, the line and key."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class PackFile:
    """A file with its text, or with the reason why there is none."""

    path: Path
    text: str = ""
    problem: str | None = None
    digest: str = ""
    """Differs as soon as one letter does of the text, or of one from which something is lent to it."""
    lenders: tuple[PackFile, ...] = ()
    """What it, or one that was chosen with it, builds on and was not chosen."""

    @cached_property
    def draft(self) -> Draft:
        return Draft(self.text)


@dataclass(frozen=True, slots=True)
class Checked:
    """What some packs hold, in their order, and what is allowed in them but seldom meant."""

    packs: list[Pack]
    warnings: list[str]


def shipped() -> dict[str, Path]:
    """Every pack that comes with the program, by its name."""
    own, examples = FOLDER.glob("*.toml"), FOLDER.glob("examples/*.toml")
    return {
        path.stem: path for paths in (own, examples) for path in sorted(paths, key=lambda path: path.stem)
    }


def located(chosen: Iterable[str | Path]) -> list[Path]:
    """The files of the packs that were chosen; raises `PackRefused` for a name that no shipped pack has."""
    known = shipped()
    found, unknown = [], []
    for one in chosen:
        if isinstance(one, Path) or one.endswith(".toml") or "/" in one or "\\" in one:
            found.append(Path(one))
        elif one in known:
            found.append(known[one])
        else:
            near = Words(known).nearest(one) or f"; shipped are {', '.join(known)}"
            unknown.append(f"{one!r} is no shipped pack{near} {_HOW_TO_NAME_A_FILE}")
    if unknown:
        raise PackRefused(unknown)
    return found


def opened(paths: Iterable[Path]) -> list[PackFile]:
    """The texts of these files, each once, with those they build on; nothing in them is checked yet."""
    files = [_opened(path) for path in {path.absolute(): path for path in paths}.values()]
    heads = [head_of(file.text) for file in files]
    ids = {head.get("id") for head in heads}
    lenders: dict[str, PackFile] = {}
    for file, head in zip(files, heads, strict=True):
        for base in built_upon(head):
            if base not in ids and base not in lenders and (found := _lender(base, file.path)):
                lenders[base] = found
    if not lenders:
        return files
    # Each entity is lent once, to the first that names it, so that what one is lent hangs on all.
    digest = digest_of("\0".join(file.text for file in (*files, *lenders.values())))
    return [
        replace(file, digest=digest_of(digest + file.text), lenders=tuple(lenders.values())) for file in files
    ]


def accepted(files: Sequence[PackFile]) -> list[Pack]:
    """What these packs hold, in their order; raises `PackRefused` with every mistake in them."""
    return _checked(files, ()).packs


def checked(chosen: Iterable[str | Path], beside: Iterable[str | Path] = ()) -> Checked:
    """The packs that were chosen, read with those `beside`; raises `PackRefused`.

    The mistakes of those beside are not told. Of these, what was chosen itself, or would be replaced by
    what was, is left out.
    """
    return _checked(opened(located(chosen)), opened(located(beside)))


def read(chosen: Iterable[str | Path], beside: Iterable[str | Path] = ()) -> list[Pack]:
    """What the packs that were chosen hold; raises `PackRefused`."""
    return checked(chosen, beside).packs


def _checked(files: Sequence[PackFile], beside: Sequence[PackFile]) -> Checked:
    paths = {file.path.resolve() for file in files if file.problem is None}
    ids = {file.draft.pack_id for file in files}
    others = [
        file
        for file in beside
        if file.problem is None and file.path.resolve() not in paths and file.draft.pack_id not in ids
    ]
    drafts = [file.draft for file in (*others, *files)]
    ids |= {draft.pack_id for draft in drafts}
    lenders = {lender.path: lender.draft for file in (*files, *others) for lender in file.lenders}
    lent = [draft for draft in lenders.values() if draft.pack_id not in ids]
    results = parse_packs(drafts, lent)[len(others) :]
    packs: list[Pack] = []
    problems: list[str] = []
    for file, result in zip(files, results, strict=True):
        if file.problem is not None:
            problems.append(f"{file.path}: {file.problem}")
        elif isinstance(result, Pack):
            packs.append(replace(result, digest=file.digest))
        else:
            problems += [f"{file.path}: {mistake}" for mistake in result]
    if problems:
        raise PackRefused(problems)
    doubts = zip(files, warnings([*lent, *drafts])[len(lent) + len(others) :], strict=True)
    return Checked(packs, [f"{file.path}: {doubt}" for file, found in doubts for doubt in found])


def _lender(base: str, path: Path) -> PackFile | None:
    """The file of a pack that another builds on: beside that one's, or shipped."""
    for candidate in (path.with_name(f"{base}.toml"), shipped().get(base)):
        if candidate is not None and is_slug(base):
            file = _opened(candidate)
            if file.problem is None and head_of(file.text).get("id") == base:
                return file
    return None


def _opened(path: Path) -> PackFile:
    try:
        if not S_ISREG(path.stat().st_mode):
            return PackFile(path, problem="is not a file")
        with path.open("rb") as file:
            held = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        return PackFile(path, problem=f"cannot be read: {getattr(error, 'strerror', None) or error}")
    if len(held) > _MOST_BYTES:
        return PackFile(path, problem=f"is larger than {_MOST_BYTES // 1_000_000} MB, the most a pack may be")
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError:
        return PackFile(path, problem="is not UTF-8 text")
    return PackFile(path, text, digest=digest_of(text))
