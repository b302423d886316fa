"""A request over HTTP/3: http3.py HOST:PORT CA PATH [CONTENT-TYPE FILE]; prints headers, body and trailers."""

import asyncio
import sys

from aioquic.asyncio.client import connect
from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration


class Client(QuicConnectionProtocol):
    """One request on a connection of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.http = H3Connection(self._quic)
        self.ended = asyncio.get_running_loop().create_future()

    def quic_event_received(self, event):
        for received in self.http.handle_event(event):
            if isinstance(received, HeadersReceived):
                for name, value in received.headers:
                    print(f"{name.decode()}: {value.decode()}")
            elif isinstance(received, DataReceived):
                print(received.data)
            if received.stream_ended and not self.ended.done():
                self.ended.set_result(None)

    async def request(self, headers, body):
        stream = self._quic.get_next_available_stream_id()
        self.http.send_headers(stream, headers, end_stream=not body)
        if body:
            self.http.send_data(stream, body, end_stream=True)
        self.transmit()
        await asyncio.wait_for(self.ended, timeout=30)


async def main(authority, ca, path, content_type=None, file=None):
    host, port = authority.rsplit(":", 1)
    configuration = QuicConfiguration(is_client=True, alpn_protocols=H3_ALPN, server_name="localhost")
    configuration.load_verify_locations(ca)
    headers = [
        (b":method", b"POST" if file else b"GET"),
        (b":scheme", b"https"),
        (b":authority", b"localhost"),
        (b":path", path.encode()),
    ]
    body = b""
    if file:
        with open(file, "rb") as opened:
            body = opened.read()
        headers += [(b"content-type", content_type.encode()), (b"te", b"trailers")]
    async with connect(host, int(port), configuration=configuration, create_protocol=Client) as client:
        await client.request(headers, body)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
