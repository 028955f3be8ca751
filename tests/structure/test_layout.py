"""Where things live: the files of a stage, templates named as their views, no city word in code."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.structure.source import ROOT, STAGES, Module, modules

STAGE_FILES = {"__init__", "public_routes", "staff_routes", "forms", "services", "queries"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "data", "info", "process", "handle"}
BARE_EXCEPT = re.compile(r"^\s*except\s*:", re.MULTILINE)
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b")
CITY = re.compile(r"いわき|フラ(シティ|ダンス|文化|ガール|(?![ァ-ヶー]))")
PACKAGE_CODE = re.compile(r"""["'`>(（]([1-9]-[1-9])["'`<)）]""")
# Guides and decisions speak about the first user; tests use its published page as an example of a page.
CITY_MAY_STAND = ("consult/plan/cities/",)

# Longer than 250 lines, and no longer than this: the list only shrinks.
GROWN = {
    # Runs in a process of its own that can import nothing of the site.
    "consult/spreadsheets/workbook_process.py": 300,
    # A list of names, each with what it means.
    "consult/domain/errors.py": 260,
}


def product_files() -> list[Path]:
    found = []
    for folder in ("consult", "nlp", "migrations"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".js", ".css", ".yaml", ".json", ".jsonl", ".tsv", ".txt"}:
                found.append(path)
    return [p for p in found if "vendor" not in p.parts]


def test_no_code_knows_the_city_or_its_package_codes() -> None:
    guilty = []
    for path in product_files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(CITY_MAY_STAND):
            continue
        text = path.read_text()
        guilty += [f"{name}: {m.group(0)}" for m in CITY.finditer(text)]
        guilty += [f"{name}: {m.group(0)}" for m in PACKAGE_CODE.finditer(text)]
    assert guilty == []


@pytest.mark.parametrize("module", [m for m in modules("consult") if m.stage], ids=lambda m: m.name)
def test_a_stage_holds_only_the_agreed_files(module: Module) -> None:
    """A further file is fine when it is named after a noun of the stage and imported by one of the four."""
    siblings = [m for m in modules(f"consult/{module.stage}") if m is not module]
    if module.path.stem not in STAGE_FILES:
        used = any(
            module.name in ".".join(name.split(".")[: module.name.count(".") + 1])
            for s in siblings
            for name in s.imports
        )
        assert used, f"{module.name} is imported by no file of its stage"


@pytest.mark.parametrize("module", [*modules("consult"), *modules("nlp")], ids=lambda m: m.name)
def test_names_say_what_they_hold(module: Module) -> None:
    assert module.path.stem not in FORBIDDEN_NAMES
    text = module.path.read_text()
    assert not BARE_EXCEPT.search(text)
    assert not TODO.search(text)


@pytest.mark.parametrize("module", [*modules("consult"), *modules("nlp")], ids=lambda m: m.name)
def test_files_and_functions_stay_readable(module: Module) -> None:
    """A file of at most 250 lines, a function under 45 (30 is the habit). What is longer does something twice."""
    longest = GROWN.get(module.path.relative_to(ROOT).as_posix(), 250)
    assert len(module.path.read_text().splitlines()) <= longest, "split this file"
    functions = [n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 45]
    assert long == []


def test_no_file_is_let_grow_that_does_not_need_it() -> None:
    short = [name for name in GROWN if len((ROOT / name).read_text().splitlines()) <= 250]
    assert short == [], "take them off the list"


@pytest.mark.parametrize("module", [*modules("consult"), *modules("nlp")], ids=lambda m: m.name)
def test_every_module_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree) or not module.path.read_text().strip()


def test_templates_mirror_endpoints(app: Flask) -> None:
    """staff.review.queue renders templates/staff/review/queue.html; parts begin with an underscore."""
    views = {endpoint.split(".")[-1] for endpoint in app.view_functions}
    stray = []
    for path in (ROOT / "consult/templates").rglob("*.html"):
        parts = path.relative_to(ROOT / "consult/templates").parts
        if parts[0] in ("layouts", "components") or path.name == "error.html" or path.name.startswith("_"):
            continue
        side, stage = parts[0], parts[1]
        named = f"{side}.{stage}.{path.stem}" in app.view_functions or path.stem in views
        if side not in ("public", "staff") or stage not in STAGES or not named:
            stray.append("/".join(parts))
    assert stray == []


def test_templates_stay_short_and_never_mark_text_safe() -> None:
    """A page of at most 80 lines; a file of macros may hold a few more."""
    for path in (ROOT / "consult/templates").rglob("*.html"):
        text = path.read_text()
        assert len(text.splitlines()) <= (110 if path.parent.name == "components" else 80), path
        assert "|safe" not in text.replace(" ", ""), path
        assert " style=" not in text, path
        assert not re.search(r"\son[a-z]+=\"", text), path


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda p: p.stem)
def test_no_test_judges_by_a_clock(path: Path) -> None:
    """A busy machine would fail it: `tests/counted_work.py` counts work, `bench/` measures time."""
    named = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not named & {"perf_counter", "process_time", "thread_time"}
