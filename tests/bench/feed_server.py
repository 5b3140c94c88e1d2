"""A thousand sites of one feed each, in a process of their own: as fast as a server in Python gets.

    python -m tests.bench.feed_server FEEDS

Prints its port. Feed N is at `/feed/N`, at whichever address of 127.0.0.0/8 it is asked for. `/answer/304`
lets all honour validators from then on, `/answer/200` send the whole document whatever is asked, and
`/edition/N` publish entries of which none was in another edition.
"""

from __future__ import annotations

import asyncio
import random
import sys
from html import escape

ENTRIES = 20
_SAID = """
ministers agreed to meet again before the end of the year while officials from both sides said that talks on
maritime security would go on in working groups whose first session is expected to last for two days
"""
_WORDS = _SAID.split()


class Sites:
    """What all sites answer now."""

    def __init__(self, feeds: int) -> None:
        self._feeds = feeds
        self.honours_validators = True
        self.publish(1)

    def publish(self, edition: int) -> None:
        self._answers = [_answer(_document(number, edition), edition) for number in range(self._feeds)]
        self._unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "%d"\r\n\r\n' % edition
        self._known = b'"%d"' % edition

    def answer(self, head: bytes) -> bytes:
        what, value = head.split(b" ", 2)[1].split(b"/")[1:3]
        if what == b"answer":
            self.honours_validators = value == b"304"
        elif what == b"edition":
            self.publish(int(value))
        elif self.honours_validators and self._known in head:
            return self._unchanged
        else:
            return self._answers[int(value)]
        return b"HTTP/1.1 204 No Content\r\n\r\n"


class Connection(asyncio.Protocol):
    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not transport.get_extra_info("peername")[0].startswith("127."):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self._head += data
        if self._head.endswith(b"\r\n\r\n"):
            self._transport.write(self._sites.answer(self._head))
            if b"\r\nConnection: close\r\n" in self._head:
                self._transport.close()
            self._head = b""


def _document(feed: int, edition: int) -> bytes:
    chance = random.Random(feed * 1000 + edition)
    items = "".join(_item(feed, edition, number, chance) for number in range(ENTRIES))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Gazette {feed}</title><link>https://gazette-{feed}.example/</link>"
        f"<description>What happens in the port of {feed}</description>{items}</channel></rss>"
    ).encode()


def _item(feed: int, edition: int, number: int, chance: random.Random) -> str:
    link = f"https://gazette-{feed}.example/{edition}/{number}"
    title = f"{' '.join(chance.choices(_WORDS, k=9)).capitalize()} in {feed}"
    text = f"<p>{' '.join(chance.choices(_WORDS, k=125))}.</p>"
    return (
        f'<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink="true">{link}</guid>'
        f"<pubDate>Wed, 29 Oct 2025 {number:02}:00:00 GMT</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


def _answer(body: bytes, edition: int) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
        f'Content-Length: {len(body)}\r\nETag: "{edition}"\r\n\r\n'
    )
    return head.encode() + body


async def main(feeds: int) -> None:
    sites = Sites(feeds)
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(sites), "0.0.0.0", 0, backlog=500
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
