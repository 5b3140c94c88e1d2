"""What people can type: the command tree the bot really synced, filled in as Discord's client does it.

Pure functions from the tree and Python values to interaction data. What a person could not do in Discord (a
command that is not synced or is hidden from them, a missing option, a channel of the wrong type) raises
`CannotDo`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import nouns, payloads
from .limits import Json
from .nouns import Channel, Role, User
from .world import World

SUBCOMMAND, GROUP, STRING, INTEGER, CHANNEL, NUMBER = 1, 2, 3, 4, 7, 10
PYTHON_TYPES: dict[int, tuple[type[Any], ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    5: (bool,),
    6: (User,),
    CHANNEL: (Channel,),
    8: (Role,),
    9: (User, Role),
    NUMBER: (int, float),
}
Options = Mapping[str, object]


class CannotDo(AssertionError):
    """A person in Discord could not have done this."""


def spell(world: World, user: User, channel: Channel, line: str, options: Options) -> Json:
    """The data of a slash command: `line` is what stands after the slash, `options` what is filled in."""
    path = _walk(world, user, channel, line)
    offered = {option["name"]: option for option in path[-1].get("options") or []}
    _refuse_strangers(line, offered, options)
    missing = [name for name, option in offered.items() if option.get("required") and name not in options]
    if missing:
        raise CannotDo(f"/{line} needs {', '.join(missing)}")
    resolved: Json = {}
    filled = []
    for name, value in options.items():
        sent = _value(offered[name], value)
        filled.append({"name": name, "type": offered[name]["type"], "value": sent})
        _resolve(world, user, channel, value, resolved)
    data = _nest(path, filled)
    return data | ({"resolved": resolved} if resolved else {})


def spell_so_far(world: World, user: User, channel: Channel, line: str, options: Options) -> Json:
    """The data of an autocompletion: the last option is being typed, nothing is resolved or required."""
    path = _walk(world, user, channel, line)
    offered = {option["name"]: option for option in path[-1].get("options") or []}
    _refuse_strangers(line, offered, options)
    if not options:
        raise CannotDo(f"/{line}: say which option is being typed")
    typed = list(options)[-1]
    if not offered[typed].get("autocomplete"):
        raise CannotDo(f"/{line} {typed} does not complete anything")
    filled = []
    for name, value in options.items():
        sent = str(value) if name == typed else _value(offered[name], value)
        filled.append({"name": name, "type": offered[name]["type"], "value": sent})
    filled[-1]["focused"] = True
    return _nest(path, filled)


def synced(commands: list[Json]) -> list[str]:
    """Every line a person could type, in order."""
    return sorted(" ".join(names) for command in commands for names in _lines(command))


def _lines(command: Json) -> Iterator[list[str]]:
    inner = [option for option in command.get("options") or [] if option["type"] in (SUBCOMMAND, GROUP)]
    if not inner:
        yield [command["name"]]
    for option in inner:
        for names in _lines(option):
            yield [command["name"], *names]


def _walk(world: World, user: User, channel: Channel, line: str) -> list[Json]:
    """The command and its subcommands down to the one the line names."""
    slash = [command for command in world.commands if command["type"] == 1]
    here = slash
    path: list[Json] = []
    for word in line.split():
        found = next((one for one in here if one["name"] == word), None)
        if found is None:
            break
        path.append(found)
        here = [option for option in found.get("options") or [] if option["type"] in (SUBCOMMAND, GROUP)]
    if [node["name"] for node in path] != line.split() or here:
        raise CannotDo(f"/{line} is not synced; there is {', '.join(synced(slash)) or 'nothing'}")
    if _is_hidden(world, user, channel, path[0]):
        raise CannotDo(f"{user.name} does not see /{line} here")
    return path


def _is_hidden(world: World, user: User, channel: Channel, command: Json) -> bool:
    granted = world.permissions(user, channel.guild, channel)
    if channel.guild is None:
        contexts = command.get("contexts")
        return 1 not in contexts if contexts is not None else command.get("dm_permission") is False
    needed = command.get("default_member_permissions")
    if not granted & nouns.USE_COMMANDS:
        return True
    if needed is None or granted == nouns.EVERY_PERMISSION:
        return False
    # "0" hides a command from everyone but administrators.
    return int(needed) == 0 or bool(int(needed) & ~granted)


def _refuse_strangers(line: str, offered: Mapping[str, Json], options: Options) -> None:
    strange = [name for name in options if name not in offered]
    if strange:
        raise CannotDo(f"/{line} has no option {', '.join(strange)}; it has {', '.join(offered) or 'none'}")


def _value(option: Json, value: Any) -> Any:
    """What Discord's client sends for a value, after the checks it makes itself."""
    name, kind = option["name"], option["type"]
    wanted = PYTHON_TYPES[kind]
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        raise CannotDo(f"{name} takes {' or '.join(one.__name__ for one in wanted)}, not {value!r}")
    if option.get("choices"):
        chosen = [one["value"] for one in option["choices"] if value in (one["name"], one["value"])]
        if not chosen:
            raise CannotDo(f"{name} offers {[one['name'] for one in option['choices']]}, not {value!r}")
        return chosen[0]
    if kind == STRING:
        _within(name, len(value), option.get("min_length"), option.get("max_length") or 6000)
    if kind in (INTEGER, NUMBER):
        _within(name, value, option.get("min_value"), option.get("max_value"))
    if kind == CHANNEL and option.get("channel_types") and value.type not in option["channel_types"]:
        raise CannotDo(f"{name} does not offer #{value.name}: its type is {value.type}")
    return str(value.id) if isinstance(value, (User, Channel, Role)) else value


def _within(name: str, measure: float, least: float | None, most: float | None) -> None:
    if (least is not None and measure < least) or (most is not None and measure > most):
        raise CannotDo(f"{name} takes {least} to {most}, not {measure}")


def _resolve(world: World, user: User, where: Channel, value: object, resolved: Json) -> None:
    """Add the object behind a snowflake option to `resolved`."""
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = payloads.role(value)
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
        if where.guild and value.id in where.guild.members:
            member = payloads.member(world, where.guild, value, where)
            resolved.setdefault("members", {})[str(value.id)] = member
    if isinstance(value, Channel):
        granted = world.permissions(user, value.guild, value)
        if not granted & nouns.VIEW_CHANNEL:
            raise CannotDo(f"{user.name} does not see #{value.name}")
        partial = payloads.channel(value) | {"permissions": str(granted)}
        partial.pop("permission_overwrites", None)
        resolved.setdefault("channels", {})[str(value.id)] = partial


def _nest(path: list[Json], filled: list[Json]) -> Json:
    options = filled
    for node in reversed(path[1:]):
        options = [{"name": node["name"], "type": node["type"], "options": options}]
    return {"id": path[0]["id"], "name": path[0]["name"], "type": 1, "options": options}
