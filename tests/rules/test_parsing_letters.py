"""A document is read in the letters of its mark, header or declaration, or else of what it looks like."""

from __future__ import annotations

import gzip

import pytest

from bot.rules.parsing import NotAFeed, ParsedFeed, parse_feed
from tests.rules.documents import RSS_HEAD, rss

JAPANESE = "日本の防衛大臣が会議に出席した"
SIMPLIFIED = "中国国防部长在会议上发表了讲话，这是一个大的进展"
TRADITIONAL = "國防部長在會議上發表了講話，這是一個大的進展"
KOREAN = "국방장관 회의가 열렸다"
WESTERN = "Café – “naïve” déjà vu €5"
RUSSIAN = "Министр обороны"

GUESSED = [
    ("shift_jis", JAPANESE),
    ("euc_jp", JAPANESE),
    ("gb18030", SIMPLIFIED),
    ("gb2312", SIMPLIFIED),
    ("big5", TRADITIONAL),
    ("euc-kr", KOREAN),
    ("windows-1252", WESTERN),
    ("utf-16", JAPANESE),
    ("utf-16-le", SIMPLIFIED),
    ("utf-16-be", WESTERN),
    ("utf-32", RUSSIAN),
    ("utf-8", RUSSIAN),
]
NAMED = [*GUESSED, ("windows-1251", RUSSIAN), ("koi8-r", RUSSIAN), ("iso-2022-jp", JAPANESE)]


def document(title: str, head: str = "") -> str:
    return rss(f"<item><title>{title}</title><link>https://a.example/1</link></item>", head).decode()


def title(feed: ParsedFeed) -> str:
    return feed.entries[0].title


@pytest.mark.parametrize(("charset", "text"), GUESSED)
def test_letters_are_read_though_nothing_names_them(charset: str, text: str) -> None:
    feed = parse_feed(document(text).encode(charset))
    assert (title(feed), feed.warnings) == (text, ())


@pytest.mark.parametrize(("charset", "text"), NAMED)
def test_letters_are_read_as_the_document_or_its_header_names_them(charset: str, text: str) -> None:
    declared = document(text, RSS_HEAD.format(charset)).encode(charset)
    assert title(parse_feed(declared)) == text
    sent = f'text/xml; Charset="{charset}"'
    feed = parse_feed(document(text).encode(charset), sent)
    assert (title(feed), feed.warnings) == (text, ())


@pytest.mark.parametrize(("charset", "text"), [row for row in GUESSED if row[0] != "utf-8"])
def test_what_is_named_wrongly_is_read_all_the_same(charset: str, text: str) -> None:
    wrong = document(text, RSS_HEAD.format("utf-8")).encode(charset)
    assert title(parse_feed(wrong)) == text
    assert title(parse_feed(document(text).encode(charset), "text/xml; charset=utf-8")) == text


def test_the_header_comes_before_the_declaration_unless_it_cannot_be_true() -> None:
    western = document(WESTERN, RSS_HEAD.format("iso-8859-2")).encode("cp1252")
    assert title(parse_feed(western, "text/xml; charset=windows-1252")) == WESTERN
    feed = parse_feed(
        document(RUSSIAN, RSS_HEAD.format("koi8-r")).encode("koi8-r"), "text/xml; charset=utf-8"
    )
    assert title(feed) == RUSSIAN
    assert feed.warnings == ("it says its letters are utf-8, but they were read as koi8-r",)


@pytest.mark.parametrize("said", ["iso-8859-1", "windows-1252", "us-ascii"])
def test_what_is_utf_8_is_not_torn_into_bytes(said: str) -> None:
    body = document(WESTERN, RSS_HEAD.format(said)).encode()
    assert title(parse_feed(body)) == WESTERN
    assert title(parse_feed(body, f"text/xml; charset={said}")) == WESTERN


@pytest.mark.parametrize(
    "said", ["utf-16", "utf-7", "idna", "punycode", "rot13", "base64", "no-such", "\0", "../x"]
)
def test_a_name_that_is_no_charset_of_the_web_is_not_believed(said: str) -> None:
    assert title(parse_feed(document(WESTERN).encode(), f"text/xml; charset={said}")) == WESTERN


def test_the_language_of_a_feed_tells_its_letters() -> None:
    body = rss(f"<language>ru-RU</language><item><title>{RUSSIAN}</title></item>").decode().encode("cp1251")
    assert title(parse_feed(body)) == RUSSIAN


def test_a_letter_that_is_broken_spoils_no_other() -> None:
    broken = document(WESTERN).encode().replace("é".encode(), b"\xe9", 1)
    assert title(parse_feed(broken)) == WESTERN.replace("é", "\ufffd", 1)
    items = "".join(f"<item><title>{SIMPLIFIED}{number}</title></item>" for number in range(9))
    many = rss(items, RSS_HEAD.format("gb2312")).decode().encode("gb18030")
    spoilt = many.replace("大".encode("gb18030"), b"\xff", 1)
    assert [entry.title for entry in parse_feed(spoilt).entries][1:] == [
        f"{SIMPLIFIED}{n}" for n in range(1, 9)
    ]


def test_the_half_of_a_letter_at_the_end_spoils_none() -> None:
    body = document(JAPANESE + JAPANESE, RSS_HEAD.format("shift_jis")).encode("shift_jis")
    whole = body[: body.index(b"</channel>")]
    assert title(parse_feed(whole + "<item><title>会議".encode("shift_jis")[:-1])) == JAPANESE + JAPANESE


def test_references_to_the_windows_letters_are_what_their_writer_meant() -> None:
    assert title(parse_feed(document("&#147;a&#148; &#x80;5").encode())) == "“a” €5"


def test_a_file_that_is_packed_is_unpacked_up_to_8_megabytes() -> None:
    assert title(parse_feed(gzip.compress(document(WESTERN).encode()))) == WESTERN
    with pytest.raises(NotAFeed, match="larger than 8 MB"):
        parse_feed(gzip.compress(bytes(9_000_000)))
    with pytest.raises(NotAFeed, match="cannot be unpacked"):
        parse_feed(b"\x1f\x8b\x08 this is not packed")
