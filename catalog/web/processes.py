"""Processes beside the first one: they share its loaded application and end when it does."""

import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing.context import ForkProcess, SpawnProcess
from multiprocessing.process import BaseProcess

import click
from flask import Flask
from flask.cli import ScriptInfo

# Forked processes share the memory of the loaded application; other systems load it again.
METHOD = "fork" if sys.platform == "linux" else "spawn"
_Process = ForkProcess if METHOD == "fork" else SpawnProcess
_PAUSE = 2.0  # seconds before a companion that died starts again
_PATIENCE = 10.0  # seconds that one may take to end


def load(target: str) -> Flask:
    """Return the application that ``module:name`` names, loaded once a process."""
    module, _, name = target.partition(":")
    app: Flask = getattr(importlib.import_module(module), name)
    return app


def load_in_worker(target: str) -> Flask:
    """Return the application in a worker of the server, and end the worker with its parent."""
    # Ctrl-C reaches every process of the terminal. A worker that meets SIGINT and then the
    # parent's SIGTERM never ends (granian 2.8), so it is left to hear the parent only.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    _end_with_parent(os.getppid())
    return load(target)


def start(target: str, command: Sequence[str]) -> BaseProcess:
    """Start ``flask <command>`` in a process of its own."""
    process = _Process(target=_run, args=(target, tuple(command), os.getpid()))
    process.start()
    return process


def _run(target: str, command: tuple[str, ...], parent: int) -> None:
    """Be the process: Ctrl-C is the parent's to handle, SIGTERM ends this one in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _end_with_parent(parent)
    app = load(target)
    app.cli.main(list(command), prog_name="flask", obj=ScriptInfo(create_app=lambda: app))


def _end_with_parent(parent: int) -> None:
    """Watch for the parent's death; it may be killed without a chance to tell."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_PATIENCE)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


class Companions:
    """Commands that run beside the server and start again when they die."""

    def __init__(self, target: str, commands: Sequence[Sequence[str]]) -> None:
        self._target = target
        self._commands = commands
        self._stopping = threading.Event()
        self._running: dict[int, BaseProcess] = {}
        self._keepers: list[threading.Thread] = []

    def start(self) -> None:
        """Start every command, each with a thread that looks after it."""
        for number, command in enumerate(self._commands):
            self._running[number] = start(self._target, command)
        for number, command in enumerate(self._commands):
            keeper = threading.Thread(target=self._keep, args=(number, command), daemon=True)
            keeper.start()
            self._keepers.append(keeper)

    def stop(self) -> None:
        """End every command; one that does not end in time is killed."""
        self._stopping.set()
        for process in self._running.values():
            process.terminate()
        for keeper in self._keepers:
            keeper.join(_PATIENCE)
        for process in self._running.values():
            process.kill()

    def _keep(self, number: int, command: Sequence[str]) -> None:
        while True:
            process = self._running[number]
            process.join()
            if self._stopping.is_set():
                return
            line = f"flask {' '.join(command)} ended ({process.exitcode}); it starts again"
            click.echo(line, err=True)
            if self._stopping.wait(_PAUSE):
                return
            self._running[number] = start(self._target, command)
