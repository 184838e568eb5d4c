"""A language server spoken to as editors do: JSON-RPC over its standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60  # seconds for an answer, on a machine with other work


class LanguageServer:
    """A running yaml-language-server. It is told to look nothing up in the network."""

    def __init__(self, node_modules: Path, settings: dict[str, Any]) -> None:
        self.settings = settings
        program = node_modules / "yaml-language-server/bin/yaml-language-server"
        self.process = subprocess.Popen(
            ["node", str(program), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.incoming: queue.Queue[dict[str, Any]] = queue.Queue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.last = 0

    def __enter__(self) -> Self:
        self.listener.start()
        capabilities = {"workspace": {"configuration": True}}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.listener.join(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def open(self, file: Path) -> list[dict[str, Any]]:
        """Open a file; what is wrong with it, as the editor would underline it."""
        document = {
            "uri": file.as_uri(),
            "languageId": "yaml",
            "version": 1,
            "text": file.read_text("utf-8"),
        }
        self.tell("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self._next()
            about = message.get("params") or {}
            if "diagnostics" in about and about["uri"] == file.as_uri():
                found: list[dict[str, Any]] = about["diagnostics"]
                return found

    def complete(self, file: Path, line: int, column: int) -> list[str]:
        """What the editor offers at a place (from 0)."""
        position = {"line": line, "character": column}
        place = {"textDocument": {"uri": file.as_uri()}, "position": position}
        answer = self.ask("textDocument/completion", place)
        items = answer["items"] if isinstance(answer, dict) else answer
        return [item["label"] for item in items]

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.last += 1
        number = self.last
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                return message["result"]

    def _next(self) -> dict[str, Any]:
        """The next message; requests of the server are answered on the way."""
        message = self.incoming.get(timeout=PATIENCE)
        if "method" in message and "id" in message:
            sections = message.get("params", {}).get("items", [])
            values = {"yaml": self.settings}
            result = [values.get(item.get("section", "")) for item in sections]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream
        while True:
            length = 0
            while (line := stream.readline().strip()) or not length:
                if not line and self.process.poll() is not None:
                    return
                name, _, value = line.decode().partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            self.incoming.put(json.loads(stream.read(length)))
