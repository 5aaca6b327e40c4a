"""Stands between a client and a gateway on this machine, and lets every answer take longer.

    latency.py LISTEN_PORT GATEWAY_PORT MILLISECONDS

What the gateway sends is passed on so much later, in order; what the client sends at once.
"""

from __future__ import annotations

import asyncio
import sys

AT_ONCE = 1 << 18


async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(AT_ONCE):
        writer.write(data)
        await writer.drain()
    writer.close()


async def delay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Many pieces may be on their way at once: it is the distance that grows, not the load."""
    loop = asyncio.get_running_loop()
    while data := await reader.read(AT_ONCE):
        loop.call_later(seconds, writer.write, data)
    loop.call_later(seconds, writer.close)


async def main(listen_port: int, gateway_port: int, seconds: float) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = await asyncio.open_connection("127.0.0.1", gateway_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            forward(reader, upstream[1]),
            delay(upstream[0], writer, seconds),
            return_exceptions=True,
        )

    server = await asyncio.start_server(serve, "127.0.0.1", listen_port, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) / 1000))
