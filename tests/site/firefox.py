"""Firefox for the browser tests, as the system has it: found, started, or how to get it.

Playwright speaks to a plain Firefox by WebDriver BiDi. One command that it sends to every page, the
mode that a page prefers, is newer than the Firefox of long support, so a relay between the two
carries it out itself, as the preference of the whole browser. The relay is this file, run in place
of Firefox."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import sys
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

NAMES = ("firefox-esr", "firefox")
HOW = "No Firefox was found: install it (Debian: apt-get install firefox-esr) or name it in FIREFOX"
NEWER = "emulation.setMediaFeaturesOverride"
PREFERENCE = "layout.css.prefers-color-scheme.content-override"
MODES = {"dark": 0, "light": 1, None: 2}
# Pages that come back are loaded again, which playwright sees; one that was kept it does not see.
PREFERENCES = {"browser.sessionhistory.max_total_viewers": 0, "fission.bfcacheInParent": False}
# What playwright cannot ask of Firefox over BiDi, by the words of a test that asks for it.
BEYOND = {
    "script=False": "to run no script",
    "script=script": "to run no script",
    "script_enabled=False": "to run no script",
    'media="print"': "to show a page as it is printed",
    "forced_colors=": "to force colours",
    "grant_permissions": "to read what was copied",
    "touch=True": "for a tap",
    "evaluate(MOVED)": "how far text was moved",
    "new_cdp_session": "to speak Chromium's own protocol",
}
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://[^\s]+)")
OWN = 10**9  # numbers of the relay's own commands: playwright's stay far below
LARGE = 2**30  # bytes of a message, or of a line that Firefox says


def find() -> str | None:
    """The path of a Firefox on this machine, if there is one."""
    named = os.environ.get("FIREFOX")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright, folder: Path):
    """A Firefox that playwright drives through the relay."""
    path = find()
    assert path is not None, HOW
    script = folder / "firefox"
    words = [sys.executable, str(Path(__file__).resolve()), path]
    script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    script.chmod(0o755)
    return playwright.firefox.launch(
        channel="moz-firefox", executable_path=str(script), firefox_user_prefs=PREFERENCES
    )


def beyond(source: str) -> str:
    """Why a test, by its source, cannot be run in Firefox; empty where it can."""
    return "; ".join(dict.fromkeys(why for words, why in BEYOND.items() if words in source))


async def relay(words: list[str]) -> int:
    """Run Firefox, and stand between it and who drives it."""
    process = await asyncio.create_subprocess_exec(
        *words, "--remote-allow-system-access", stderr=asyncio.subprocess.PIPE, limit=LARGE
    )
    assert process.stderr is not None
    async for line in process.stderr:
        if found := LISTENING.search(line):
            line = line.replace(found[1], f"ws://127.0.0.1:{serve(found[1].decode())}".encode())
        sys.stderr.buffer.write(line)
        sys.stderr.buffer.flush()
    return await process.wait()


class Between(WebSocketHandler):
    """Hands on what is said to and by the Firefox at an address."""

    def initialize(self, address: str) -> None:
        self.address = address

    def check_origin(self, origin: str) -> bool:
        return True

    async def open(self) -> None:
        self.chrome = ""
        self.waiting: list[dict] = []
        self.to = await websocket_connect(
            f"{self.address}/session", on_message_callback=self.heard, max_message_size=LARGE
        )

    def ask(self, number: int, method: str, parameters: dict) -> None:
        message = {"id": OWN + number, "method": method, "params": parameters}
        self.to.write_message(json.dumps(message))

    def heard(self, text: str | bytes | None) -> None:
        """Hand on what Firefox says, but for answers to the relay's own commands."""
        if text is None:
            return self.close()
        message = json.loads(text)
        number = message.get("id") or 0
        if number == OWN:
            self.chrome = message["result"]["contexts"][0]["context"]
            waiting, self.waiting = self.waiting, []
            for one in waiting:
                self.set_mode(one)
        elif number > OWN:
            self.write_message(json.dumps({"type": "success", "id": number - OWN, "result": {}}))
        else:
            self.write_message(text)
        return None

    def on_message(self, text: str | bytes) -> None:
        message = json.loads(text)
        if message["method"] != NEWER:
            self.to.write_message(text)
        elif self.chrome:
            self.set_mode(message)
        else:
            self.waiting.append(message)
            self.ask(0, "browsingContext.getTree", {"moz:scope": "chrome", "maxDepth": 0})

    def set_mode(self, message: dict) -> None:
        mode = message["params"]["features"].get("prefers-color-scheme")
        words = f"Services.prefs.setIntPref({PREFERENCE!r}, {MODES.get(mode, 2)})"
        target = {"context": self.chrome}
        asked = {"expression": words, "target": target, "awaitPromise": False}
        self.ask(message["id"], "script.evaluate", asked)

    def on_close(self) -> None:
        self.to.close()


def serve(address: str) -> int:
    """A server that stands between playwright and the Firefox at an address; its port."""
    sockets = bind_sockets(0, "127.0.0.1")
    application = Application(
        [("/session", Between, {"address": address})], websocket_max_message_size=LARGE
    )
    HTTPServer(application).add_sockets(sockets)
    return sockets[0].getsockname()[1]


if __name__ == "__main__":
    sys.exit(asyncio.run(relay(sys.argv[1:])))
