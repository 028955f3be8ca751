"""What an office opens: LibreOffice reads our Word and Excel files and prints them without garbling."""

import subprocess
from datetime import date
from pathlib import Path

import pypdf
import pytest

from consult.documents import deck as measures
from consult.documents.check_paper import CheckPaper, PaperPackage, PaperQuotes, check_docx, check_pdf
from consult.documents.docx_writing import write_docx
from consult.documents.opinions_deck import deck_of
from consult.documents.opinions_handout import handout_docx
from consult.documents.pptx_writing import write_pptx
from consult.documents.results_files import results_docx
from consult.documents.results_paper import CountTable, PaperAnswer, PaperRevision, ResultsPaper
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx
from tests.consult.documents.opinion_papers import opinions_paper
from tests.consult.documents.test_record_sheets import EVERYTHING, MADE_AT, SHEET

pytestmark = pytest.mark.full


def printed(path: Path) -> str:
    """The text of the PDF that LibreOffice makes of a file."""
    return "\n".join(page.extract_text() for page in printed_pages(path)).replace(" ", "")


def printed_pages(path: Path) -> list[pypdf.PageObject]:
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return list(pypdf.PdfReader(path.with_suffix(".pdf")).pages)


def test_a_record_sheet_is_printed_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "sheet.docx"
    file.write_bytes(write_docx([SHEET], made_at=MADE_AT).read())
    text = printed(file)
    for words in EVERYTHING:
        assert words in text


def test_a_workbook_prints_formulas_as_text_and_days_as_days(tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    columns = [Column("文字", 30), Column("日", 14)]
    rows = [["=1+1", date(2020, 1, 15)], ["＝1+1", None], ["𠮷田の\u0008意見", None]]
    file.write_bytes(write_xlsx([Sheet("表", columns, rows)], title="試し").read())
    text = printed(file)
    for words in ("=1+1", "＝1+1", "2020-01-15", "𠮷田の"):
        assert words in text


def test_a_row_that_is_to_be_printed_is_as_high_as_its_text(tmp_path: Path) -> None:
    file = tmp_path / "rows.xlsx"
    long = "夕方のバスを増やしてほしい。IoTも2030年までに。" * 12 + "\nおわり"
    sheet = Sheet("表", [Column("文", 40)], [[long], ["次の行"]])
    file.write_bytes(write_xlsx([sheet], title="試し").read())
    text = printed(file)
    assert "おわり" in text and "次の行" in text and text.count("夕方") == 12


def test_the_results_of_a_round_are_printed_as_they_were_published(tmp_path: Path) -> None:
    answer = PaperAnswer("1", "第1章", "バスを増やして\nほしい。", "3件", "検討します。", "案を修正", "第1章")
    paper = ResultsPaper(
        title="意見募集の結果",
        heading="第2期総合戦略（素案）",
        mark="",
        banner="",
        facts=(("担当課", "総合政策課"),),
        summary="1名から、3件の意見が寄せられました。",
        counts=(CountTable("提出方法", ("内訳", "意見（件）"), (("郵送", "3"), ("合計", "3"))),),
        answers=(answer,) * 40,
        revisions=(PaperRevision("第1章", "四本", "六本"),),
        ending="",
    )
    file = tmp_path / "results.docx"
    file.write_bytes(results_docx(paper, made_at=MADE_AT).read())
    text = printed(file)
    for words in ("1名から、3件の意見", "総合政策課", "検討します。", "六本", "郵送"):
        assert words in text
    assert text.count("市の考え方") > 2, "the head of the table stands on every page"


KINDS_OF_TEXT = (
    "会津、中通りにはない「海」という資源をもっと利用し、観光交流人口の拡大に取り組むべき。",
    "ＡＩやIoTをSociety5.0のcore technologyとして、2030年までに35%のDXをMAXIMUMで進める。",
    "参考は https://example.jp/" + "a" * 90 + " と「（『「、」』）」。。。、、、です。",
    "半角のｶﾀｶﾅと①②③と…——～～～と𠮷﨑、か\u3099、👨\u200d👩\u200d👧が混ざる。",
    "一行目\n二行目は少し長くて、折り返すところまで続けて書いてあります。\n三行目",
)


def heights(page: pypdf.PageObject) -> list[float]:
    """How far below the top of the page each line stands, of the first to the last; the footer is left out."""
    found: dict[float, str] = {}

    def note(text: str, cm: list[float], tm: list[float], *_rest: object) -> None:
        down = round(float(page.mediabox.height) - (cm[1] * tm[4] + cm[3] * tm[5] + cm[5]))
        found[down] = found.get(down, "") + text

    page.extract_text(visitor_text=note)
    return sorted(down for down, text in found.items() if text.strip() and "現在" not in text)


def test_no_text_runs_over_the_band_or_the_slide_that_it_stands_on(tmp_path: Path) -> None:
    """One theme: what stands on a slide above the footer stands in one band, and the band's place is known."""
    texts = [text * times for times in (1, 2, 3, 5) for text in KINDS_OF_TEXT] + [KINDS_OF_TEXT[0] * 250]
    deck = deck_of(opinions_paper({"ひと": texts * 2}))
    file = tmp_path / "slides.pptx"
    file.write_bytes(write_pptx(deck, made_at=MADE_AT).read())
    pages = printed_pages(file)
    assert len(pages) == len(deck.slides)
    for slide, page in zip(deck.slides, pages, strict=True):
        end = measures.TOP + sum(band.height for band in slide.bands) if slide.bands else measures.BOTTOM
        lines = [down for down in heights(page) if down > measures.TOP]
        assert lines and lines[-1] <= end, slide.title
    words = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert all(said in words for said in ("海」という資源", "半角の", "別紙「ひと21の全文」"))


def test_the_committee_handout_is_printed_whole_however_long_an_opinion_is(tmp_path: Path) -> None:
    file = tmp_path / "handout.docx"
    paper = opinions_paper({"ひと": KINDS_OF_TEXT, "まち": [KINDS_OF_TEXT[0] * 250]})
    file.write_bytes(handout_docx(paper, made_at=MADE_AT).read())
    text = printed(file).replace("\n", "")
    assert text.count("会津") == 251
    for words in (
        "架空会議",
        "資料2",
        "ひと1",
        "政策パッケージ：暮らしを支える",
        "選びました。",
        "半角の",
    ):
        assert words in text


def long_check() -> CheckPaper:
    """Two packages of a year: one with everything and more than a page of assessment, one with nothing."""
    kpi = (
        "人口10万人あたり医療施設従事医師数\n（減るほどよい）",
        "1,234,567.8万円\n（2020年）",
        "2,345,678.9万円\n（2026年）",
        "1,999,999.9万円（速報値）\n（参照年R2国勢調査）",
        "-1,126％\n（2023年度）",
        "基準値より離れている",
    )
    blank = (
        "婚姻率",
        "なし",
        "なし",
        "値なし（調査の年ではない）",
        "－",
        "判定できない\n（実績値と目標値がありません）",
    )
    said = (("評価の区分", "おおむね順調"), ("取組の状況", KINDS_OF_TEXT[0] * 60), ("評価と課題", "記入なし"))
    quotes = PaperQuotes(
        "この政策を求めた意見", tuple((text, "第3号（令和3年2月）") for text in KINDS_OF_TEXT)
    )
    full = PaperPackage(
        heading="1-1 暮らしを支える政策パッケージ",
        kpis=(kpi, blank) * 12,
        measures=("路線バスの維持", "学び直しの場"),
        voices="確定した意見：戦略の前に寄せられた意見12件",
        quotes=(quotes,),
        said=(("架空交通課", said), ("架空の長い名称の課" * 3, said[:1])),
    )
    empty = PaperPackage("1-2 何もない政策パッケージ", (), (), "確定した意見：0件", (), ())
    return CheckPaper(
        "令和7(2025)年度の効果検証", "架空市　架空のデータを含みます", (full, empty), ("0とは違います。",)
    )


def test_the_yearly_check_is_printed_whole_and_its_columns_hold_their_words(tmp_path: Path) -> None:
    paper = long_check()
    file = tmp_path / "check.docx"
    file.write_bytes(check_docx(paper, made_at=MADE_AT).read())
    pages = printed_pages(file)
    text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert (
        text.count("会津") == 61 and text.count("（速報値）") == 12 and text.count("調査の年ではない") == 12
    )
    assert text.count("進み具合") > 1, "the head of the table stands on every page"
    for words in (
        "1,999,999.9万円",
        "-1,126％",
        "担当課の回答はありません。",
        "KPIはありません。",
        "0とは違います。",
    ):
        assert words in text, words
    ours = tmp_path / "ours.pdf"
    ours.write_bytes(check_pdf(paper, made_at=MADE_AT))
    said = (
        "".join(page.extract_text() for page in pypdf.PdfReader(ours).pages)
        .replace("\n", "")
        .replace(" ", "")
    )
    assert said.count("会津") == 61 and said.count("（速報値）") == 12
