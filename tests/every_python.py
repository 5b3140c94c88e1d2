"""Runs the first two rings on each Python from 3.11 to 3.14 that is found here: `make test-all`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
RINGS = ("tests/rules", "tests/storage", "tests/services")


def main() -> int:
    failed, ran = [], []
    for version in VERSIONS:
        python = _usable(version)
        if python is None:
            print(f"Python {version}: not here, left out")  # noqa: T201
            continue
        ran.append(version)
        if not _passes(version, python):
            failed.append(version)
    print(f"passed on {', '.join(v for v in ran if v not in failed) or 'none'}")  # noqa: T201
    if failed:
        print(f"failed on {', '.join(failed)}", file=sys.stderr)  # noqa: T201
    return 1 if failed or not ran else 0


def _usable(version: str) -> str | None:
    """The interpreter of that version, if one answers to it."""
    python = shutil.which(f"python{version}")
    if python is None:
        return None
    check = f"import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    works = subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
    return python if works else None


def _passes(version: str, python: str) -> bool:
    print(f"Python {version}:", flush=True)  # noqa: T201
    folder = ROOT / ".venv" / f"python{version}"
    inside = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [
        [python, "-m", "venv", str(folder)],
        [str(inside), *quiet, "--require-hashes", "-r", "requirements-dev.lock"],
        [str(inside), *quiet, "--no-deps", "--no-build-isolation", "-e", "."],
        [str(inside), "-m", "pytest", *RINGS],
    ]
    return all(subprocess.run(step, cwd=ROOT, check=False).returncode == 0 for step in steps)


if __name__ == "__main__":
    raise SystemExit(main())
