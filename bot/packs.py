"""Packs on disk: from the names somebody chose to files, and from files to what is in them.

A pack is chosen by the name of a shipped one (its file in `storage/packs/` or `storage/packs/examples/`,
without the ending), or by the path of a file from the current folder. The running bot and the
command line read packs here alone, so that what the one accepts the other does too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from bot.rules.pack_tables import Draft, Words, digest_of
from bot.rules.packs import parse_packs
from storage.records import Pack

FOLDER = Path(__file__).parent.parent / "storage" / "packs"
_MOST_BYTES = 20_000_000
_HOW_TO_NAME_A_FILE = "(a file of your own is named by its path, such as ./field.toml)"


class PackRefused(Exception):
    """Some packs cannot be used; each problem names the file and, where it lies in it, the line and key."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file with its text, or with the reason why there is none."""

    path: Path
    text: str = ""
    problem: str | None = None

    @property
    def digest(self) -> str:
        return digest_of(self.text)


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
    """The texts of these files; nothing in them is read yet."""
    return [_opened(path) for path in paths]


def accepted(files: Sequence[PackFile], beside: Sequence[PackFile] = ()) -> list[Pack]:
    """What these packs hold, in their order; raises `PackRefused` with every mistake in them.

    Their facts may name what any of them holds, or one of those `beside`, whose own mistakes are not
    told. Of these, what is one of `files`, or would be replaced by one, is left out.
    """
    drafts = [Draft(file.text) for file in files]
    paths = {file.path.resolve() for file in files if file.problem is None}
    ids = {draft.pack_id for draft in drafts}
    others = [
        draft
        for file in beside
        if file.problem is None and file.path.resolve() not in paths
        if (draft := Draft(file.text)).pack_id not in ids
    ]
    results = parse_packs([*others, *drafts])[len(others) :]
    packs: list[Pack] = []
    problems: list[str] = []
    for file, result in zip(files, results, strict=True):
        if file.problem is not None:
            problems.append(f"{file.path}: {file.problem}")
        elif isinstance(result, Pack):
            packs.append(result)
        else:
            problems += [f"{file.path}: {mistake}" for mistake in result]
    if problems:
        raise PackRefused(problems)
    return packs


def read(chosen: Iterable[str | Path], beside: Iterable[str | Path] = ()) -> list[Pack]:
    """What the packs that were chosen hold; raises `PackRefused`."""
    return accepted(opened(located(chosen)), opened(located(beside)))


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
        return PackFile(path, held.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return PackFile(path, problem="is not UTF-8 text")
