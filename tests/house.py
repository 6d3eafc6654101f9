"""Reads the project's own source: rooms, modules, and what each imports.

With the standard library alone and without importing any of it, so that a
broken room is still described.
"""

import ast
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.counting import COUNTING_LIBRARIES, counts_days

SOURCES_ELSEWHERE = {".venv", ".git", "var", "__pycache__"}


@dataclass(frozen=True)
class Module:
    """One file of Python, known by its dotted name."""

    name: str
    path: Path

    @property
    def room(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]

    @property
    def package(self) -> str:
        """What a relative import starts from."""
        return self.name if self.path.stem == "__init__" else self.name.rpartition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.path.read_text(), str(self.path))

    @property
    def purpose(self) -> str | None:
        """What its docstring says."""
        return ast.get_docstring(self.tree)

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every dotted name imported anywhere in the file, inside functions as well.

        `from a import b` counts as `a` and as `a.b`, since `b` may be a module.
        """
        return frozenset(self._imported())

    def _imported(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                yield origin
                yield from (f"{origin}.{alias.name}" for alias in node.names)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        upwards = self.package.split(".")[: 1 - node.level or None]
        return ".".join([*upwards, node.module] if node.module else upwards)


class House:
    """A project's folder, read as rooms."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = tomllib.loads((folder / "pyproject.toml").read_text())

    @cached_property
    def rooms(self) -> frozenset[str]:
        """Names of the rooms as pyproject.toml lists them."""
        wheel = self.project["tool"]["hatch"]["build"]["targets"]["wheel"]
        return frozenset(entry.removesuffix(".py") for entry in wheel["only-include"])

    @cached_property
    def files(self) -> tuple[Module, ...]:
        """Every Python file of the project, tests and scripts too."""
        found = sorted(self.folder.rglob("*.py"))
        return tuple(self._module(path) for path in found if not self._elsewhere(path))

    @cached_property
    def modules(self) -> dict[str, Module]:
        """The files that stand in a room, by name."""
        return {module.name: module for module in self.files if module.room in self.rooms}

    def reached(self, room: str) -> frozenset[str]:
        """Name every module of ours that code in `room` can come to import.

        Importing `a.b` runs `a/__init__.py` too, so that counts as well.
        """
        seen: set[str] = set()
        waiting = [name for name, module in self.modules.items() if module.room == room]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self.modules:
                continue
            seen.add(name)
            for imported in self.modules[name].imports:
                waiting.extend(_with_parents(imported))
        return frozenset(seen)

    def foreign_imports(self, allowed: dict[str, set[str]]) -> list[str]:
        """List imports between rooms that `allowed` (room to rooms) does not have."""
        return sorted(
            f"{module.name} imports {other}"
            for module in self.modules.values()
            for other in {imported.partition(".")[0] for imported in module.imports}
            if other in self.rooms | set(allowed)
            and other != module.room
            and other not in allowed.get(module.room, set())
        )

    def stray_libraries(self, homes: dict[str, set[str]]) -> list[str]:
        """List imports of a library outside its `homes` (library to rooms or modules)."""
        return sorted(
            f"{module.name} imports {library}"
            for module in self.modules.values()
            for library in {imported.partition(".")[0] for imported in module.imports}
            if library in homes and not {module.room, module.name} & homes[library]
        )

    def _module(self, path: Path) -> Module:
        parts = path.relative_to(self.folder).with_suffix("").parts
        return Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path)

    def _elsewhere(self, path: Path) -> bool:
        return bool(SOURCES_ELSEWHERE.intersection(path.relative_to(self.folder).parts))


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def names_made_at_run_time(modules: Iterable[Module]) -> list[str]:
    """List the places where one of `modules` could import by a name it puts together."""
    return _places(modules, _imports_by_name)


def clock_readings(modules: Iterable[Module]) -> list[str]:
    """List the places where one of `modules` asks what time or day it is."""
    return _places(modules, _reads_the_clock)


def day_arithmetic(modules: Iterable[Module]) -> list[str]:
    """List the places where one of `modules` adds or takes off days by itself."""
    return _places(modules, counts_days)


def calendars_of_others(modules: Iterable[Module]) -> list[str]:
    """List the libraries imported that count days in a way of their own."""
    return sorted(
        f"{module.name} imports {library}"
        for module in modules
        for library in {imported.partition(".")[0] for imported in module.imports}
        if library in COUNTING_LIBRARIES
    )


def _places(modules: Iterable[Module], holds: Callable[[ast.expr], bool]) -> list[str]:
    return [
        f"{module.name}:{node.lineno}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and holds(node)
    ]


def _imports_by_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {
        "__import__", "eval", "exec", "importlib", "import_module", "runpy",
    }  # fmt: skip


def _reads_the_clock(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr="now" | "today" | "utcnow" | "time", value=value):
            return ast.unparse(value).rpartition(".")[2] in {"datetime", "date", "time", "func"}
        case ast.Attribute(attr="CURRENT_TIMESTAMP" | "current_timestamp"):
            return True
        case _:
            return False
