"""A file on its way in (F15): gone when its sender is, refused when it is not ours to take."""

import asyncio
import json
import os
from contextlib import asynccontextmanager
from urllib.parse import quote

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from dashboards.desk.door import SafeHeaders
from dashboards.desk.place import Desk, Work
from dashboards.desk.routes import routes
from model.text import same
from pipelines.programme import create_programme, open_programme

MEGABYTE = 2**20
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
HOME = "http://localhost:5006"


@pytest.fixture
def desk(tmp_path):
    create_programme(tmp_path / "programme")
    settings = tmp_path / "programme" / "programme.toml"
    words = settings.read_text()
    settings.write_text(words.replace("largest_upload_mb = 50", "largest_upload_mb = 2"))
    return Desk(open_programme(tmp_path / "programme"), origins=frozenset({HOME}))


@asynccontextmanager
async def served(desk):
    """The desk's routes on a port of their own; whatever was begun is ended."""
    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application(routes(desk), transforms=[SafeHeaders]))
    server.add_sockets(sockets)
    place = desk.place("")
    try:
        yield sockets[0].getsockname()[1], place
    finally:
        server.stop()
        await server.close_all_connections()
        for task in list(place._tasks):
            task.cancel()
        await asyncio.gather(*place._tasks, return_exceptions=True)
        place.put_away()
        await desk.workers.close()


def head(place, size, *, origin=HOME, name="q3.csv"):
    """The head of an upload."""
    lines = [
        f"POST /desk/upload/{place if isinstance(place, str) else place.token}?lang=en HTTP/1.1",
        "Host: localhost:5006",
        f"X-File-Name: {quote(name)}",
        f"Content-Length: {size}" if size is not None else "Transfer-Encoding: chunked",
        *([f"Origin: {origin}"] if origin else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def answer(port, request):
    """The status, the headers and the body that a request gets."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        first = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
        status, *lines = first.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        body = await reader.readexactly(int(headers.get("Content-Length", 0)))
        return int(status.split()[1]), headers, body
    finally:
        writer.close()


def left(desk):
    """What stands in the inbox."""
    return sorted(path.name for path in desk.programme.inbox.rglob("*"))


async def until(holds):
    """Wait until something holds; fail when it never does."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_nothing_is_left_of_a_file_whose_sender_went_away(desk, share):
    async def vanish():
        async with served(desk) as (port, place):
            for _ in range(ROUNDS):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(head(place, MEGABYTE) + b"x" * int(share * MEGABYTE))
                await writer.drain()
                await until(lambda: "delivered" in left(desk))
                assert place.is_uploading
                writer.transport.abort()
                await until(lambda: not place.is_uploading)
                assert left(desk) == []
                assert place.delivery is None

    asyncio.run(vanish())


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", f"{HOME}.evil.example", "https://localhost:5006"],
    ids=["none", "null", "elsewhere", "suffix", "scheme"],
)
def test_another_site_cannot_deliver(desk, origin):
    async def offer():
        async with served(desk) as (port, place):
            status, headers, _ = await answer(port, head(place, 3, origin=origin) + b"a,b")
            assert status == 403
            assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
            assert "Server" not in headers
            assert place.delivery is None
            assert left(desk) == []

    asyncio.run(offer())


@pytest.mark.parametrize("is_told", [True, False], ids=["told beforehand", "found underway"])
def test_a_file_that_is_too_large_is_refused_in_words(desk, is_told):
    body = b"" if is_told else b"%x\r\n" % (3 * MEGABYTE) + b"x" * (2 * MEGABYTE + 1)

    async def offer():
        async with served(desk) as (port, place):
            size = 50 * MEGABYTE if is_told else None
            status, _, words = await answer(port, head(place, size) + body)
            assert status == 413
            assert "larger than 2 MB" in json.loads(words)["refused"]
            await until(lambda: left(desk) == [])
            assert place.delivery is None

    asyncio.run(offer())


def test_a_place_takes_one_file_at_a_time(desk):
    async def offer():
        async with served(desk) as (port, place):
            _, first = await asyncio.open_connection("127.0.0.1", port)
            first.write(head(place, MEGABYTE) + b"x")
            await until(lambda: place.is_uploading)
            assert (await answer(port, head(place, 3) + b"a,b"))[0] == 409
            first.close()
            await until(lambda: not place.is_uploading)
            place.work = Work(same("loading"))
            assert (await answer(port, head(place, 3) + b"a,b"))[0] == 409
            assert (await answer(port, head("nobody", 3) + b"a,b"))[0] == 404
            assert left(desk) == []

    asyncio.run(offer())


def test_a_hostile_name_is_only_shown_and_never_a_path(desk):
    async def offer():
        async with served(desk) as (port, place):
            name = "../../etc/<img src=x>\x1b[31m\nq3.csv"
            assert (await answer(port, head(place, 3, name=name) + b"a,b"))[0] == 204
            delivery = place.delivery
            assert delivery.path.read_bytes() == b"a,b"
            assert delivery.path.parent.parent == desk.programme.inbox
            assert delivery.path.name == "delivered"
            assert "/" not in delivery.name
            assert delivery.name.isprintable()
            place.put_away()
            assert not delivery.path.exists()

    asyncio.run(offer())


def test_a_folder_that_may_only_be_read_refuses_before_the_file_is_read(desk, monkeypatch):
    # As root every file may be written, so the question is answered as for somebody else.
    monkeypatch.setattr(os, "access", lambda *_: False)

    async def offer():
        async with served(desk) as (port, place):
            status, _, words = await answer(port, head(place, 3) + b"a,b")
            assert status == 507
            assert "can only be read" in json.loads(words)["refused"]
            assert place.delivery is None
            assert left(desk) == []

    asyncio.run(offer())


@pytest.mark.parametrize("path", ["annotated/nobody", "template/loads.csv"])
def test_what_is_not_there_is_refused_without_a_trace(desk, path):
    async def ask():
        async with served(desk) as (port, _):
            request = f"GET /desk/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            status, _, words = await answer(port, request)
            assert status == 404
            assert "Traceback" not in words.decode()

    asyncio.run(ask())
