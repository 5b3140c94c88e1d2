"""Which network addresses a feed may be fetched from: public ones, however they are spelt."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

_PORTS = frozenset({80, 443, 8080, 8443})
_DEFAULT_PORT = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_6TO4 = ipaddress.ip_network("2002::/16")
_REFUSED = tuple(
    ipaddress.ip_network(text) for text in ("100.64.0.0/10", "192.88.99.0/24", "64:ff9b:1::/48", "fec0::/10")
)
_LONGEST_URL = 2048
_BLANK = re.compile(r"[\s\x00-\x1f]")


class RefusedAddress(ValueError):
    """This address is not fetched; the message says why."""


def check_url(url: str, allowed_hosts: Collection[str] = ()) -> str:
    """The address as it is fetched; raises `RefusedAddress` with a sentence for people.

    `allowed_hosts` holds exact hosts, or host:port, that may lie in a private network.
    """
    text = url.strip()
    if len(text) > _LONGEST_URL or _BLANK.search(text):
        raise RefusedAddress("that is no web address: it is too long or has blanks in it")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(f"that is no web address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedAddress("a feed's address begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress("an address with a user name in it is not fetched")
    effective = port if port is not None else _DEFAULT_PORT[parts.scheme]
    if is_allowed(parts.hostname, effective, allowed_hosts):
        return text
    if port is not None and port not in _PORTS:
        raise RefusedAddress(f"port {port} is not fetched; feeds are on ports 80, 443, 8080 and 8443")
    return text


def next_hop(url: str, target: str) -> str:
    """Where a redirect leads; not from an address that nobody can read on the way to one that anybody can."""
    try:
        whole = urljoin(url, target)
    except ValueError as error:
        raise RefusedAddress(f"the site redirects to what is no web address: {error}") from error
    if url.lower().startswith("https:") and whole.lower().startswith("http:"):
        raise RefusedAddress("the site redirects from https to http, which is not followed")
    return whole


def is_allowed(host: str, port: int | None, allowed_hosts: Collection[str]) -> bool:
    """Whether a host, or this port of it, is named; one of IPv6 is named in brackets."""
    name = f"[{host}]" if ":" in host else host
    return name in allowed_hosts or f"{name}:{port}" in allowed_hosts


def refuse_private(address: str) -> str | None:
    """Why this IP address is not connected to, or None where it is public."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return f"{address!r} is no network address"
    inner = _embedded(ip)
    if inner is not None:
        return refuse_private(str(inner))
    odd = ip.is_multicast or ip.is_reserved or any(ip in net for net in _REFUSED if net.version == ip.version)
    if not ip.is_global or odd:
        return f"{address} lies in a private or reserved network"
    return None


def _embedded(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, NAT64 or 6to4 one: checks apply to where packets end."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.sixtofour if ip in _6TO4 else None
