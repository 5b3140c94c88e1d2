"""Topics ship for every theme of the field, and a pack may give one a query."""

from __future__ import annotations

import pytest

from bot.rules.matching.topics import shipped
from bot.rules.packs.reading import parse_pack
from storage.records import EntityKind, Pack
from tests.rules.test_context_pack import both
from tests.rules.test_matching_lookalikes import mentioned

HEAD = '[pack]\nschema = 1\nid = "field"\ntitle = "Field"\nabout = "A field."\n\n'


@pytest.mark.parametrize(
    ("topic", "headlines"),
    [
        (
            "counter-terrorism",
            ["Counterterrorism drill", "Counter terrorism talks", "The fight against terror", "反恐合作"],
        ),
        (
            "counter-terrorism",
            ["Diễn tập chống khủng bố", "आतंकवाद विरोधी अभियान", "テロ対策を協議", "대테러 훈련"],
        ),
        (
            "maritime-security",
            ["Maritime-security patrols", "keamanan maritim", "海上安全合作", "समुद्री सुरक्षा"],
        ),
        ("freedom-of-navigation", ["A freedom of navigation patrol", "航行の自由作戦", "tự do hàng hải"]),
        ("sea-lanes", ["Safe sea lanes", "sealanes", "シーレーン防衛"]),
        (
            "defence-cooperation",
            ["Defense cooperation pact", "defence ties", "रक्षा सहयोग", "hợp tác quốc phòng"],
        ),
        ("defence-diplomacy", ["Defence diplomacy", "military diplomacy"]),
        ("security-ties", ["Closer security ties", "security cooperation"]),
        ("regional-security", ["Regional security", "an ninh khu vực"]),
        ("regional-stability", ["Regional peace and stability", "Regional peace & stability"]),
        ("collective-security", ["Collective security"]),
        ("rules-based-order", ["A rules-based international order", "rule based order"]),
        (
            "joint-military-exercises",
            ["Joint military drills", "joint exercises", "联合军演", "tập trận chung"],
        ),
        ("capacity-building", ["Capacity building", "capacity-building", "能力建设"]),
        ("trade-agreement-review", ["Trade agreement review", "Review of the free trade agreement"]),
        ("sustainable-development", ["Sustainable development", "可持续发展"]),
        ("sustainable-tourism", ["Sustainable tourism", "pariwisata berkelanjutan", "持続可能な観光"]),
        ("people-to-people-exchange", ["People to people ties", "people-to-people exchanges"]),
        ("institutional-exchange", ["Institutional exchanges"]),
    ],
)
def test_a_theme_of_the_field_is_found(topic: str, headlines: list[str]) -> None:
    assert [headline for headline in headlines if topic not in mentioned(headline)] == []
    assert both().entities[topic].kind is EntityKind.TOPIC  # type: ignore[index]


def test_every_query_of_the_shipped_packs_is_one() -> None:
    assert shipped(both()).met is not None


def _pack(*rows: str) -> Pack | list[str]:
    read = parse_pack(HEAD + "\n\n".join(f"[[entity]]\n{row}" for row in rows))
    return read if isinstance(read, Pack) else [str(mistake) for mistake in read]


def _topic(query: str, kind: str = "topic") -> str:
    return f'id = "t"\nkind = "{kind}"\nname = "Theme"\nsummary = "It."\nquery = \'{query}\''


def test_a_topic_of_a_pack_keeps_its_query() -> None:
    pack = _pack(_topic('entity:t OR "sea ice"'))
    assert isinstance(pack, Pack)
    assert pack.entities[0].query == 'entity:t OR "sea ice"'


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        (_topic("ice AND"), "is no query: Something is missing at the end."),
        (_topic("entity:nobody"), "is no query: The catalogue has nothing with the id “nobody”."),
        (_topic("NOT ice"), "met by entries that say nothing"),
        (_topic("ice", kind="place"), "belongs only to a `topic`"),
        (_topic("ice " * 200), "longer than 500 letters"),
    ],
)
def test_a_wrong_query_is_a_mistake_of_its_line(row: str, mistake: str) -> None:
    told = _pack(row)
    assert isinstance(told, list)
    assert any("line 7: query: " in one and mistake in one for one in told), told
