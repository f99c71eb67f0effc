"""A chat endpoint on loopback that answers as it is told, and behaves badly when it is told that."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SOON = {"retry-after-ms": "1"}
"""Tells the client to ask again at once; left out, it backs off for half a second and more."""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer. With `hangs`, nothing is sent until the endpoint is closed."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


def said(content: object, *, tokens: int | None = 900, **choice: Any) -> Answer:
    """A completion with `content`: text as it is, anything else as JSON. `choice` sets the choice's other members."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text, **choice.pop("message", {})}
    completion: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", **choice, "message": message}],
    }
    if tokens is not None:
        completion["usage"] = {"prompt_tokens": tokens - 1, "completion_tokens": 1, "total_tokens": tokens}
    return Answer(json.dumps(completion).encode())


def failed(status: int, words: str = "overloaded", **headers: str) -> Answer:
    body = json.dumps({"error": {"message": words, "type": "error", "code": None}}).encode()
    return Answer(body, status, {**SOON, **headers})


class StubEndpoint:
    """Answers each request with the next of `answers`, the last one for ever; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[dict[str, Any]] = []
        self.authorizations: list[str | None] = []
        self.paths: list[str] = []
        self.closed = threading.Event()
        self.url = ""

    def will(self, *answers: Answer) -> StubEndpoint:
        """Answer so from now on, and forget what was asked before."""
        self.answers = list(answers)
        self.requests.clear()
        self.authorizations.clear()
        self.paths.clear()
        return self

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def article(self, request: int = 0) -> dict[str, Any]:
        """The article that a request carries."""
        carried: dict[str, Any] = json.loads(self.requests[request]["messages"][1]["content"])
        return carried


@contextmanager
def serving() -> Iterator[StubEndpoint]:
    """Serve a stub until the end of the block."""
    stub = StubEndpoint()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stub
    finally:
        stub.closed.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(stub: Callable[[], StubEndpoint]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            endpoint = stub()
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            endpoint.requests.append(request)
            endpoint.authorizations.append(self.headers["authorization"])
            endpoint.paths.append(self.path)
            answer = endpoint.next()
            if answer.hangs:
                endpoint.closed.wait(30)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"content-type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: the tests look at what was asked."""

    return Handler
