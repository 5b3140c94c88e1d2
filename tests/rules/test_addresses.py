"""A feed is fetched from public addresses only, however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.addresses import RefusedAddress, check_url, is_allowed, next_hop, refuse_private
from tests.rules.making import PROPERTY


@pytest.mark.parametrize(
    "address",
    [
        *["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255"],
        *["192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1"],
        *["198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1"],
        *[
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
        ],
        *[
            "::ffff:7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::",
        ],
        *[
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd12:3456::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
        ],
        *["100::1", "", "localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "１２７.0.0.1"],
    ],
)
def test_a_private_or_reserved_address_is_refused_in_every_spelling(address: str) -> None:
    assert refuse_private(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        *["8.8.8.8", "172.32.0.1", "100.63.255.255", "100.128.0.1", "193.0.0.1", "2606:4700::1111"],
        *["::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
    ],
)
def test_a_public_address_is_not_refused(address: str) -> None:
    assert refuse_private(address) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/feed",
        "http://site.example:8080/feed?x=1",
        "https://site.example:8443/",
        "https://site.example:443/",
        "HTTPS://Site.Example/",
        "https://bücher.example/feed",
        "  https://site.example/feed\n",
    ],
)
def test_a_web_address_on_an_ordinary_port_is_fetched_as_it_is(url: str) -> None:
    assert check_url(url) == url.strip()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://site.example/", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("javascript:alert(1)", "begins with https"),
        ("site.example/feed", "begins with https"),
        ("https:///feed", "begins with https"),
        ("", "begins with https"),
        ("https://user@site.example/", "user name"),
        ("https://user:secret@site.example/", "user name"),
        ("https://@site.example/", "user name"),
        ("https://:@site.example/", "user name"),
        ("https://site.example:22/", "port 22"),
        ("https://site.example:0/", "port 0"),
        ("https://site.example:6379/", "port 6379"),
        ("https://site.example:99999/", "no web address"),
        ("https://site.example:x/", "no web address"),
        ("http://[::1", "no web address"),
        ("https://site.example/a b", "blanks"),
        ("https://site.example/\r\nHost: x", "blanks"),
        ("https://site.example/\x00", "blanks"),
        ("https://site.example/" + "x" * 2048, "too long"),
    ],
)
def test_any_other_address_is_refused_with_a_sentence(url: str, reason: str) -> None:
    with pytest.raises(RefusedAddress, match=reason):
        check_url(url)


@pytest.mark.parametrize(
    ("host", "port", "allowed", "answer"),
    [
        ("127.0.0.1", 9000, {"127.0.0.1:9000"}, True),
        ("127.0.0.1", 9001, {"127.0.0.1:9000"}, False),
        ("intranet", 9001, {"intranet"}, True),
        ("intranet", None, {"intranet"}, True),
        ("sub.intranet", None, {"intranet"}, False),
        ("intranet.evil.example", None, {"intranet"}, False),
        ("127.0.0.1", 80, set(), False),
        ("::1", 9000, {"[::1]:9000"}, True),
        ("::1", 9001, {"[::1]:9000"}, False),
        ("::1", 9001, {"[::1]"}, True),
    ],
)
def test_a_private_host_is_allowed_by_its_exact_name(
    host: str, port: int | None, allowed: set[str], answer: bool
) -> None:
    assert is_allowed(host, port, allowed) is answer


@pytest.mark.parametrize(
    ("url", "target", "whole"),
    [
        ("https://site.example/a/b", "/feed", "https://site.example/feed"),
        ("https://site.example/a/b", "feed", "https://site.example/a/feed"),
        ("http://site.example/", "https://site.example/", "https://site.example/"),
        ("http://site.example/", "//other.example/x", "http://other.example/x"),
    ],
)
def test_a_redirect_is_resolved_against_where_it_came_from(url: str, target: str, whole: str) -> None:
    assert next_hop(url, target) == whole


@pytest.mark.parametrize("target", ["http://site.example/", "HTTP://site.example/", "http://["])
def test_a_redirect_out_of_encryption_or_to_nowhere_is_refused(target: str) -> None:
    with pytest.raises(RefusedAddress, match="redirects"):
        next_hop("https://site.example/", target)


def test_an_allowed_port_may_be_the_usual_one_that_an_address_leaves_out() -> None:
    assert check_url("http://intranet/feed", {"intranet:80"}) == "http://intranet/feed"
    assert check_url("https://intranet/feed", {"intranet:443"}) == "https://intranet/feed"


def test_an_allowed_host_may_use_any_port_but_no_user_name() -> None:
    assert check_url("http://127.0.0.1:9000/feed", {"127.0.0.1:9000"}) == "http://127.0.0.1:9000/feed"
    with pytest.raises(RefusedAddress, match="port 9001"):
        check_url("http://127.0.0.1:9001/feed", {"127.0.0.1:9000"})
    with pytest.raises(RefusedAddress, match="user name"):
        check_url("http://user@127.0.0.1:9000/feed", {"127.0.0.1:9000"})


@PROPERTY
@given(st.text(max_size=80).map(lambda text: text) | st.text(max_size=60).map(lambda text: f"https://{text}"))
def test_any_text_is_an_address_or_refused_by_name(text: str) -> None:
    try:
        assert check_url(text).lower().startswith(("http://", "https://"))
    except RefusedAddress as refused:
        assert str(refused)


@PROPERTY
@given(st.ip_addresses(v=4))
def test_what_an_ipv4_address_is_it_is_inside_an_ipv6_one_too(address: object) -> None:
    private = refuse_private(str(address)) is not None
    for inside in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert (refuse_private(inside) is not None) is private
