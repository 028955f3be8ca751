"""Style sheets and pages know each other: no rule for a class that no page has, no class that nothing reads."""

import re

from tests.structure.source import ROOT

STATIC, TEMPLATES = ROOT / "consult/static", ROOT / "consult/templates"
STYLES = re.sub(
    r"/\*.*?\*/",
    "",
    "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css"))),
    flags=re.S,
)
SCRIPTS = "\n".join(path.read_text() for path in sorted((STATIC / "js").glob("*.js")))
PAGES = "\n".join(path.read_text() for path in sorted(TEMPLATES.rglob("*.html")))
STYLED = set(re.findall(r"\.([a-zA-Z][\w-]*)", STYLES))


def is_made(name: str) -> bool:
    """Whether a page or a script writes the class, whole or put together: `theme-{{ … }}`, `' theme-' ~ …`."""
    if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", PAGES + SCRIPTS):
        return True
    stem = name.rpartition("-")[0]
    return bool(stem) and re.search(rf"(?<![\w-]){re.escape(stem)}-(\{{\{{|' ~)", PAGES) is not None


def test_every_styled_class_is_on_some_page() -> None:
    assert sorted(name for name in STYLED if not is_made(name)) == []


def test_every_class_on_a_page_is_styled_or_read_by_a_script() -> None:
    written = {name for names in re.findall(r'class="([^"{}]*)"', PAGES) for name in names.split()}
    assert sorted(name for name in written - STYLED if name not in SCRIPTS) == []
