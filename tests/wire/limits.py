"""What Discord refuses about the form of a message, a choice or a command, and how it says so.

Pure functions over JSON bodies: each returns nothing or raises `Refused` with everything that is wrong. The
statuses and numbers are Discord's, the words beneath a field not always. It must not know channels, people or
permissions; those refusals are the world's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15

ROW, BUTTON, STRING_SELECT = 1, 2, 3
SELECTS = (3, 5, 6, 7, 8)
V2_ONLY = (9, 10, 11, 12, 13, 14, 17)
LINK = 5
FILE_BYTES = 10 * 1024 * 1024
MESSAGE_FIELDS = {
    *("content", "embeds", "components", "attachments", "flags"),
    *("allowed_mentions", "nonce", "enforce_nonce", "tts"),
}


class Refused(Exception):
    """Discord says no: an HTTP status, Discord's own code, and for a bad form what is wrong where."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message} {errors or ''}".rstrip())
        self.status = status
        self.body: Json = {"message": message, "code": code} | ({"errors": errors} if errors else {})


class Form:
    """Collects what is wrong with a body under dotted paths, then refuses all of it together."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def wrong(self, path: str, code: str, message: str) -> None:
        node = self.errors
        for key in path.split("."):
            node = node.setdefault(key, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def text(self, path: str, value: Any, most: int, least: int = 0) -> int:
        """Check a text's length in code points without its outer white space, and return that length."""
        length = len(str(value if value is not None else "").strip())
        if length < least:
            self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif length > most:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        return length

    def count(self, path: str, values: Sequence[Any], most: int, least: int = 0) -> None:
        if not least <= len(values) <= most:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def url(self, path: str, value: Any, most: int = 2048, schemes: str = "https?") -> None:
        if value is None:
            return
        self.text(path, value, most)
        if not re.fullmatch(rf"({schemes})://[^\s/?#]+\S*", str(value)):
            self.wrong(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")

    def finish(self) -> None:
        if self.errors:
            raise Refused(400, 50035, "Invalid Form Body", self.errors)


def check_message(body: Json, file_sizes: Sequence[int]) -> None:
    """Raise `Refused` if Discord would not take this message, with attachments of these sizes."""
    if body.keys() - MESSAGE_FIELDS:
        raise NotImplementedError(f"a message with {', '.join(body.keys() - MESSAGE_FIELDS)}")
    form = Form()
    components, embeds = body.get("components") or [], body.get("embeds") or []
    is_v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    content_length = form.text("content", body.get("content"), 2000)
    form.text("nonce", body.get("nonce"), 25)
    form.count("attachments", file_sizes, 10)
    _check_embeds(form, embeds)
    _check_components(form, components, is_v2)
    _check_mentions(form, body.get("allowed_mentions") or {})
    if is_v2 and (content_length or embeds):
        form.wrong("flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Not with content.")
    form.finish()
    if any(size > FILE_BYTES for size in file_sizes):
        raise Refused(413, 40005, "Request entity too large")
    if not (content_length or embeds or file_sizes or (components and is_v2)):
        raise Refused(400, 50006, "Cannot send an empty message")


def _check_embeds(form: Form, embeds: Sequence[Json]) -> None:
    form.count("embeds", embeds, 10)
    total = 0
    for index, embed in enumerate(embeds):
        at = f"embeds.{index}"
        footer, author, fields = (
            embed.get("footer") or {},
            embed.get("author") or {},
            embed.get("fields") or [],
        )
        total += form.text(f"{at}.title", embed.get("title"), 256)
        total += form.text(f"{at}.description", embed.get("description"), 4096)
        total += form.text(f"{at}.footer.text", footer.get("text"), 2048)
        total += form.text(f"{at}.author.name", author.get("name"), 256)
        form.count(f"{at}.fields", fields, 25)
        for number, field in enumerate(fields):
            total += form.text(f"{at}.fields.{number}.name", field.get("name"), 256, least=1)
            total += form.text(f"{at}.fields.{number}.value", field.get("value"), 1024, least=1)
        form.url(f"{at}.url", embed.get("url"))
        form.url(f"{at}.author.url", author.get("url"))
        for key in ("image", "thumbnail"):
            form.url(f"{at}.{key}.url", (embed.get(key) or {}).get("url"), schemes="https?|attachment")
    if total > 6000:
        form.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_mentions(form: Form, allowed: Json) -> None:
    for kind in ("users", "roles"):
        named = allowed.get(kind) or []
        form.count(f"allowed_mentions.{kind}", named, 100)
        if named and kind in (allowed.get("parse") or []):
            form.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse or {kind}")


def nested(components: Sequence[Json], at: str = "components") -> Iterator[tuple[str, Json]]:
    """Every component, however deep, with its path."""
    for index, component in enumerate(components):
        path = f"{at}.{index}"
        yield path, component
        yield from nested(component.get("components") or [], f"{path}.components")
        if component.get("accessory"):
            yield f"{path}.accessory", component["accessory"]


def _check_components(form: Form, components: Sequence[Json], is_v2: bool) -> None:
    everything = list(nested(components))
    form.count("components", everything if is_v2 else components, 40 if is_v2 else 5)
    seen: set[str | None] = set()
    for path, component in everything:
        kind = component.get("type")
        if kind == ROW:
            _check_row(form, path, component.get("components") or [])
        elif kind == BUTTON:
            _check_button(form, path, component)
        elif kind in SELECTS:
            _check_select(form, path, component)
        elif kind not in V2_ONLY or not is_v2:
            form.wrong(f"{path}.type", "UNION_TYPE_CHOICES", "Not a component this message may have.")
        if path.count(".") == 1 and not is_v2 and kind != ROW:
            form.wrong(f"{path}.type", "UNION_TYPE_CHOICES", "Value of field 'type' must be one of (1,).")
        custom_id = component.get("custom_id")
        if custom_id is not None and custom_id in seen:
            form.wrong(
                f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Custom id cannot be duplicated"
            )
        seen.add(custom_id)
    if sum(len(component.get("content") or "") for _, component in everything) > 4000:
        form.wrong("components", "COMPONENT_MAX_TOTAL_TEXT_SIZE_EXCEEDED", "Displayed text exceeds 4000.")


def _check_row(form: Form, path: str, children: Sequence[Json]) -> None:
    form.count(f"{path}.components", children, 5, least=1)
    if len(children) > 1 and any(child.get("type") != BUTTON for child in children):
        form.wrong(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select takes a whole row.")


def _check_button(form: Form, path: str, button: Json) -> None:
    form.text(f"{path}.label", button.get("label"), 80)
    if not button.get("label") and not button.get("emoji"):
        form.wrong(path, "BASE_TYPE_REQUIRED", "A button needs a label or an emoji.")
    if button.get("style") != LINK:
        form.text(f"{path}.custom_id", button.get("custom_id"), 100, least=1)
        return
    form.text(f"{path}.url", button.get("url"), 512, least=1)
    form.url(f"{path}.url", button.get("url"), 512)
    if button.get("custom_id"):
        form.wrong(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Not both of them.")


def _check_select(form: Form, path: str, select: Json) -> None:
    form.text(f"{path}.custom_id", select.get("custom_id"), 100, least=1)
    form.text(f"{path}.placeholder", select.get("placeholder"), 150)
    if select["type"] != STRING_SELECT:
        return
    options = select.get("options") or []
    form.count(f"{path}.options", options, 25, least=1)
    for index, option in enumerate(options):
        at = f"{path}.options.{index}"
        form.text(f"{at}.label", option.get("label"), 100, least=1)
        form.text(f"{at}.value", option.get("value"), 100, least=1)
        form.text(f"{at}.description", option.get("description"), 100)
    if len({option.get("value") for option in options}) < len(options):
        form.wrong(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Values must be unique.")


def check_choices(choices: Sequence[Json], form: Form | None = None, at: str = "data.choices") -> None:
    """Raise `Refused` for choices Discord would not show; with a `form`, note it there instead."""
    noted = form or Form()
    noted.count(at, choices, 25)
    for index, choice in enumerate(choices):
        noted.text(f"{at}.{index}.name", choice.get("name"), 100, least=1)
        noted.text(f"{at}.{index}.value", choice.get("value"), 100)
    if form is None:
        noted.finish()


def check_commands(commands: Sequence[Json]) -> None:
    """Raise `Refused` for a command tree Discord would not take."""
    form = Form()
    form.count("commands", [command for command in commands if command.get("type", 1) == 1], 100)
    if len({(command["name"], command.get("type", 1)) for command in commands}) < len(commands):
        form.wrong("commands", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
    for index, command in enumerate(commands):
        if command.get("type", 1) != 1:
            _check_menu_entry(form, str(index), command)
        elif _check_command(form, str(index), command) > 8000:
            form.wrong(str(index), "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    form.finish()


def _check_menu_entry(form: Form, at: str, command: Json) -> None:
    """An entry in the menu of a message or a person: a name as it is shown, and no description."""
    form.text(f"{at}.name", command["name"], 32, least=1)
    form.text(f"{at}.description", command.get("description"), 0)


def _check_command(form: Form, at: str, command: Json) -> int:
    """Check a command, a group or an option, and return how many characters it counts for."""
    name, options, choices = command["name"], command.get("options") or [], command.get("choices") or []
    if not re.fullmatch(r"[-_'\w]{1,32}", name) or name != name.lower():
        form.wrong(f"{at}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    size = len(name) + form.text(f"{at}.description", command.get("description"), 100, least=1)
    form.count(f"{at}.options", options, 25)
    check_choices(choices, form, f"{at}.choices")
    if choices and command.get("autocomplete"):
        form.wrong(f"{at}.choices", "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", "Not with autocomplete")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        form.wrong(f"{at}.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required ones first")
    size += sum(len(choice["name"]) + len(str(choice["value"])) for choice in choices)
    return size + sum(_check_command(form, f"{at}.options.{i}", option) for i, option in enumerate(options))
