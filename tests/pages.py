"""Reads a page as a person would: heading, errors, rows, fields by label, buttons. No class names."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "hr", "img", "meta", "link", "source", "wbr", "col"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, white space folded."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(parts).split())

    def all(self, *names: str, **attributes: str) -> list["Element"]:
        """Descendants with one of the names and the given attributes (`for_` stands for `for`)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if (not names or child.name in names) and wanted.items() <= child.attributes.items():
                    found.append(child)
                found += child.all(*names, **attributes)
        return found

    def first(self, *names: str, **attributes: str) -> "Element":
        found = self.all(*names, **attributes)
        assert found, f"no {names} {attributes} in: {self.text[:300]}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while len(self._open) > 1 and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


class Page:
    """`Page(client.get("/"))` or `Page(html)`."""

    def __init__(self, answer: object) -> None:
        reader = _Reader()
        reader.feed(answer if isinstance(answer, str) else answer.get_data(as_text=True))  # type: ignore[attr-defined]
        self.root = reader.root

    @property
    def heading(self) -> str:
        return self.root.first("h1").text

    @property
    def text(self) -> str:
        return self.root.first("body").text

    @property
    def main(self) -> Element:
        return self.root.first("main")

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary at the top (role=alert)."""
        return [item.text for box in self.root.all(role="alert") for item in box.all("li")]

    @property
    def buttons(self) -> list[str]:
        return [button.text for button in self.root.all("button")]

    @property
    def links(self) -> dict[str, str]:
        """Link text to address."""
        return {link.text: link.attributes.get("href", "") for link in self.root.all("a")}

    def field(self, label: str) -> Element:
        """The input, select or textarea that a label (beginning with the given words) names."""
        owner = next((each for each in self.root.all("label") if each.text.startswith(label)), None)
        assert owner is not None, f"no label {label!r}; there are {[e.text for e in self.root.all('label')]}"
        return self.root.first("input", "select", "textarea", id=owner.attributes["for"])

    def value(self, label: str) -> str:
        """What stands in a field."""
        return value_of(self.field(label))

    def hidden(self, name: str) -> str:
        return self.root.first("input", type="hidden", name=name).attributes["value"]

    def rows(self, caption: str = "") -> list[list[str]]:
        """Cells of the table whose caption begins with the words, or of the first table."""
        tables = self.root.all("table")
        table = next((t for t in tables if any(c.text.startswith(caption) for c in t.all("caption"))), None)
        table = table if caption else (tables[0] if tables else None)
        assert table is not None, f"no table {caption!r}"
        return [[cell.text for cell in row.all("td", "th")] for row in table.all("tr")]


def value_of(found: Element) -> str:
    """What a browser would send for a field: line ends are one character, a textarea's first one is markup."""
    if found.name == "textarea":
        text = "".join(child for child in found.children if isinstance(child, str))
        return text.replace("\r\n", "\n").removeprefix("\n")
    if found.name == "select":
        chosen = [option for option in found.all("option") if "selected" in option.attributes]
        return chosen[0].attributes["value"] if chosen else ""
    return found.attributes.get("value", "")


def csrf_token(answer: object) -> str:
    return Page(answer).hidden("csrf_token")
