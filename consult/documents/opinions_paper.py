"""主な意見: what its papers say (slide, 委員会資料, their PDF), whatever file it becomes. Plain texts, ready to print."""

from dataclasses import dataclass

from consult.documents.results_paper import CountTable

NOT_CHOSEN = "代表意見はまだ選ばれていません。"
NO_HEADLINE = "（見出しはまだありません）"


@dataclass(frozen=True)
class PaperQuotation:
    """A chosen opinion. `number` counts within the theme; `key` tells it apart in the whole paper: ひと1."""

    number: int
    key: str
    text: str
    is_gist: bool
    source: str
    packages: str
    opinion_id: int

    @property
    def quoted(self) -> str:
        return f"「{self.text}」{'（要旨）' if self.is_gist else ''}"


@dataclass(frozen=True)
class PaperBand:
    """One theme: its mark and word, the headline that people typed, and what was chosen of the confirmed opinions."""

    number: int
    mark: str
    label: str
    headline: str
    confirmed: int
    quotations: tuple[PaperQuotation, ...]

    @property
    def figures(self) -> str:
        return f"確定した意見{self.confirmed:,}件から代表意見{len(self.quotations):,}件"


@dataclass(frozen=True)
class OpinionsPaper:
    """In the order it is read. `occasion` and `paper_number` are typed for a meeting, or ""; `mark` says invented data.

    `rules` say how the opinions were chosen, `counts` are the figures behind them.
    """

    title: str
    occasion: str
    paper_number: str
    municipality: str
    day: str
    mark: str
    bands: tuple[PaperBand, ...]
    rules: tuple[str, ...]
    counts: tuple[CountTable, ...]

    @property
    def quotations(self) -> list[PaperQuotation]:
        return [each for band in self.bands for each in band.quotations]

    @property
    def footer(self) -> str:
        return "　".join(each for each in (self.municipality, f"{self.day}現在", self.mark) if each)
