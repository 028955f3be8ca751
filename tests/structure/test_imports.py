"""Which way imports point (style.md §1). Change a rule and its test together, and say why."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.structure.source import ROOT, STAGES, WIRING, Module, imports_any, modules

CONSULT = modules("consult")
NLP = modules("nlp")
ids = lambda module: module.name  # noqa: E731


@pytest.mark.parametrize("module", NLP, ids=ids)
def test_nlp_knows_neither_the_site_nor_flask_nor_the_database(module: Module) -> None:
    assert imports_any(module, "consult", "flask", "sqlalchemy", "flask_sqlalchemy") == []


@pytest.mark.parametrize("module", modules("consult/domain"), ids=ids)
def test_domain_imports_only_the_standard_library(module: Module) -> None:
    foreign = [
        name
        for name in module.imports
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("consult.domain")
    ]
    assert foreign == []


@pytest.mark.parametrize("module", [*CONSULT, *NLP, *modules("migrations")], ids=ids)
def test_the_product_imports_only_what_make_run_installs(module: Module) -> None:
    """What the tests need besides is there while they run, and on no machine of a city."""
    own = {"consult", "nlp", *sys.stdlib_module_names}
    assert [name for name in module.imports if name.split(".")[0] not in own | installed_to_run()] == []


@cache
def installed_to_run() -> set[str]:
    """Names to import, of what requirements/run.txt locks."""
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    distributions = {each.lower() for each in re.findall(r"^([\w.-]+)(?:\[.*\])?==", locked, re.MULTILINE)}
    known = packages_distributions().items()
    return {name for name, owners in known if distributions & {each.lower() for each in owners}}


@pytest.mark.parametrize("module", modules("consult/models"), ids=ids)
def test_models_import_only_domain_and_models(module: Module) -> None:
    own = imports_any(module, "consult")
    assert [name for name in own if not name.startswith(("consult.domain", "consult.models"))] == []


@pytest.mark.parametrize("module", modules("consult/models"), ids=ids)
def test_models_import_nothing_inside_a_function(module: Module) -> None:
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]
    hidden = [n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert hidden == []


@pytest.mark.parametrize("module", [m for m in CONSULT if m.stage], ids=ids)
def test_a_stage_never_imports_another_stage(module: Module) -> None:
    others = [f"consult.{stage}" for stage in STAGES if stage != module.stage]
    assert imports_any(module, *others) == []


@pytest.mark.parametrize("module", [m for m in CONSULT if not m.stage and m.name not in WIRING], ids=ids)
def test_support_imports_no_stage(module: Module) -> None:
    assert imports_any(module, *(f"consult.{stage}" for stage in STAGES)) == []


# Six doors: the plan as it is handed over, what tags, the finder of personal information, the rules as people read and
# type them, what learns and measures, and the words that the search knows. Each hands over texts and ids alone.
GATEWAYS = {
    "consult.strategy_gateway",
    "consult.nlp_gateway",
    "consult.finder_gateway",
    "consult.rule_gateway",
    "consult.learning_gateway",
    "consult.search_gateway",
}


@pytest.mark.parametrize("module", [m for m in CONSULT if m.name not in GATEWAYS], ids=ids)
def test_only_the_gateways_import_nlp(module: Module) -> None:
    assert imports_any(module, "nlp") == []


@pytest.mark.parametrize("module", [m for m in CONSULT if m.path.name != "nlp_gateway.py"], ids=ids)
def test_settings_come_only_through_config(module: Module) -> None:
    if module.name != "consult.config":
        assert imports_any(module, "os.environ", "os.getenv") == []
        # What the server tells of a request is no setting.
        read = {ast.unparse(n) for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)}
        assert not {each for each in read if each.endswith(".environ")} - {"request.environ"}


@pytest.mark.parametrize(
    "module", [m for m in CONSULT if m.path.name in ("services.py", "queries.py")], ids=ids
)
def test_services_and_queries_never_commit(module: Module) -> None:
    called = {
        n.func.attr
        for n in ast.walk(module.tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert "commit" not in called


@pytest.mark.parametrize("module", [m for m in CONSULT if m.path.name == "queries.py"], ids=ids)
def test_queries_never_write(module: Module) -> None:
    called = {
        n.func.attr
        for n in ast.walk(module.tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert called.isdisjoint({"add_all", "flush", "delete", "merge"})
