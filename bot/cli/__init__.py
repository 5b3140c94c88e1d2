"""The command line, one file for each command group, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot import __version__
from bot.config import ConfigError

_COMMANDS = {
    "run": "connect to Discord and work (needs a token)",
    "demo": "a Discord in your browser, with the same bot and a clock you can move",
    "check": "say which configuration would be used, and what is wrong with it",
    "catalogue": "check catalogue packs, or compare two",
    "calendar": "read an iCalendar file, or write one of what the packs hold",
    "feed": "read a feed as the bot would, from a file or from the web",
    "lookup": "answer a name or a plain question from the catalogue",
    "match": "say what news mention of the catalogue, a line of JSON in and one out",
    "stories": "say which entries tell the same news, a line of JSON in and one out",
    "reminders": "work out when reminders of a date fall due",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; without one, `run` where a token is configured and `demo` where none is.

    Returns the exit status: 0 done, 1 refused with a sentence, 2 wrong usage.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    name = options.command or "start"
    _open_closed_streams()
    try:
        return int(importlib.import_module(f"bot.cli.{name}").main(options))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _open_closed_streams() -> None:
    """A stream that was closed before we began has nothing to say, and takes whatever is said."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; ports are 0 to 65535")
    return int(text)


def _add_lookup(command: argparse.ArgumentParser) -> None:
    command.add_argument("query", nargs="?", metavar="QUERY", help="a name or a question")
    command.add_argument("--as-of", metavar="DATE", help="a day, such as 2026-11-01; today, if left out")
    command.add_argument(
        "--pack",
        nargs="+",
        action="extend",
        metavar="ID",
        help="answer from these packs alone: names of shipped packs, or paths",
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument("--batch", action="store_true", help="read a query a line, print a JSON line each")


def _add_match(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Read entries as JSON lines from standard input, each with title and, if it has them, summary and"
        " language, and print a line for each: what of the catalogue it mentions, and where."
    )
    command.add_argument(
        "--pack",
        nargs="+",
        action="extend",
        metavar="ID",
        help="match these packs alone: names of shipped packs, or paths",
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def _add_stories(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Read entries as JSON lines from standard input, each with id and, if it has them, title, summary,"
        " link and published, and print a line for each: the id of the first that told the same news."
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, such as 2026-11-01") from None


def _add_calendar(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    read = actions.add_parser(
        "read",
        help="say what an iCalendar file holds between two days",
        description="Say what an iCalendar file holds between two days, both taken in. Times are in UTC, or,"
        " where the file names no zone that is known, as it gives them. Days are dates. An end is exclusive,"
        " as iCalendar has it: an event of 1 and 2 November ends on 3 November.",
    )
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--from", dest="first", type=_day, required=True, metavar="DATE")
    read.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE")
    read.add_argument("--json", action="store_true", help="print JSON")
    write = actions.add_parser(
        "write",
        help="print an iCalendar file of what the configured packs hold",
        description="Print an iCalendar file of these events, and of all events that concern these forums,"
        " topics or countries. What has no day yet is left out, and counted on standard error.",
    )
    write.add_argument("id", nargs="+", metavar="ID", help="the id of anything in a pack")


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is no header, such as 'Content-Type: text/xml'")
    return name.strip().lower(), value.strip()


def _add_feed(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    read = actions.add_parser(
        "read",
        help="say what a feed holds",
        description="Say what a feed holds: RSS, RDF, Atom or JSON Feed, well-formed or not. Text is as a"
        " reader would see it, times are in UTC. An address in a private network is read where"
        " [polling] allow_private names its host.",
    )
    read.add_argument("source", metavar="FILE|URL", help="- is standard input")
    read.add_argument(
        "--header",
        type=_header,
        action="append",
        default=[],
        metavar="NAME: VALUE",
        help="a header that a file came with, such as 'Content-Type: text/xml; charset=shift_jis'",
    )
    read.add_argument("--json", action="store_true", help="print JSON")
    poll = actions.add_parser(
        "poll",
        help="print a JSON line for each feed, and keep nothing",
        description="Fetch feeds as a poll does, and print a line of JSON for each, as `feed read --json`"
        " does. Nothing is kept, so everything is fetched.",
    )
    poll.add_argument("url", nargs="+", metavar="URL")
    poll.add_argument("--once", action="store_true", required=True, help="poll once")
    poll.add_argument("--json", action="store_true", help="print JSON, as it does anyway")


def _add_reminders(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser(
        "plan",
        help="read dates as JSON lines, print when to remind of each",
        description="Read dates as JSON lines from standard input, and print a JSON line for each: when it"
        " starts, in words too, and when the reminders of it fall due. A line has id, date (2026-11-01, 2026,"
        " TBC or as people type it), guild_zone, leads (such as 1 week, 15 min) and known_at; it may have"
        " time, zone, fold, day_hour, recurrence (an RRULE) and until.",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attache",
        description="A Discord bot that knows a diplomatic field.",
        epilog="Without a command: run, where a Discord token is configured; else demo.",
    )
    parser.add_argument("--version", action="version", version=f"attache {__version__}")
    parser.add_argument("--config", type=Path, metavar="FILE", help="default: config.toml, if there is one")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, help_text in _COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        if name == "catalogue":
            actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
            check = actions.add_parser("check", help="report every mistake in a pack")
            check.add_argument(
                "file", nargs="+", metavar="FILE", help="a path, or the name of a shipped pack"
            )
            diff = actions.add_parser("diff", help="say what one pack in the place of another would change")
            diff.add_argument("old", metavar="OLD", help="a path, or the name of a shipped pack")
            diff.add_argument("new", metavar="NEW")
        elif name == "reminders":
            _add_reminders(command)
        elif name == "calendar":
            _add_calendar(command)
        elif name == "feed":
            _add_feed(command)
        elif name == "lookup":
            _add_lookup(command)
        elif name == "match":
            _add_match(command)
        elif name == "stories":
            _add_stories(command)
        elif name == "demo":
            command.add_argument("--port", type=_port, default=0, help="port of the page on 127.0.0.1")
    return parser
