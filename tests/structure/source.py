"""What the structure tests read: the product's own files and the names they import."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Support that any stage may import and that imports no stage (style.md §1).
STAGES = {
    "accounts",
    "blind_coding",
    "consultations",
    "counterparts",
    "coverage",
    "draft_texts",
    "drafting",
    "evaluation",
    "hearings",
    "home",
    "imports",
    "intake",
    "learning",
    "official_response",
    "opinions",
    "plan",
    "progress",
    "publication",
    "review",
    "rules",
    "sorting",
    "summary",
    "tagging",
    "word_tables",
    "tracing",
}
# The only modules that may call several stages.
WIRING = {
    "consult.blueprints",
    "consult.commands",
    "consult.demo",
    "consult.demo.cases",
    "consult.demo.progress",
    "consult.demo.read_as",
    "consult.import_command",
    "consult.import_job",
    "consult.jobs",
    "consult.refit_job",
    "consult.serving",
}


@dataclass(frozen=True)
class Module:
    name: str
    path: Path

    @property
    def imports(self) -> list[str]:
        return _imports(self.path)

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text())

    @property
    def stage(self) -> str | None:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 and parts[1] in STAGES else None


@cache
def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def modules(folder: str) -> list[Module]:
    return [
        Module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "static" not in path.parts
    ]


def imports_any(module: Module, *prefixes: str) -> list[str]:
    return [name for name in module.imports if any(f"{name}.".startswith(f"{p}.") for p in prefixes)]
