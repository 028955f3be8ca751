"""The strategy's public pages: every text of the file stands on one, figures beside their source, nothing invented."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Facet, HearingKind, OpinionSource, Role
from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from tests.consult.plan import content
from tests.consult.plan.conftest import MINATO, Load
from tests.factories import (
    NOW,
    make_consultation,
    make_counterpart,
    make_desk_note,
    make_hearing,
    make_opinion,
    make_review,
    make_submission,
    make_tag,
)
from tests.pages import Page
from tests.query_counting import counted_queries

SHIPPED = SHIPPED_STRATEGY.read_text()
MAIN_OPINIONS = "/main-opinions"
PAGES = ("/strategy", "/strategy/timeline", "/strategy/results", "/strategy/population")
# Codes that machines and links use; their words on screen come from the vocabulary.
CODES = {"id", "channel", "direction", "text_key", "source_timeline", "start", "end"}
NO_RUBY = re.compile(r"<rp>.*?</rp>|<rt>.*?</rt>")


def folded(text: str) -> str:
    return "".join(text.split())


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Page(NO_RUBY.sub("", answer.get_data(as_text=True))).main.text


def paths_of(client: FlaskClient) -> list[str]:
    links = Page(client.get("/strategy")).links.values()
    return [*PAGES, *sorted({each for each in links if each.startswith("/strategy/packages/")})]


def test_every_text_of_the_file_stands_on_a_public_page(reader: FlaskClient) -> None:
    shown = folded("".join(read(reader, path) for path in [*paths_of(reader), MAIN_OPINIONS]))
    ruby = Page(reader.get("/strategy")).main.all("rt")
    shown += "".join(element.text for element in ruby)
    missing = [
        (path, text)
        for path, text in content.leaves(content.shipped_content())
        if isinstance(text, str) and path[-1] not in CODES
        if (path[0], path[-1]) != ("themes", "code")
        # The city's list for officials, not a text of the document.
        if path[0] != "districts"
        if folded(text) not in shown
    ]
    assert missing == []


def test_every_number_of_the_file_stands_on_a_public_page(reader: FlaskClient) -> None:
    shown = "".join(read(reader, path) for path in paths_of(reader))
    figures = {figure.replace(",", "") for figure in re.findall(r"-?\d[\d,]*(?:\.\d+)?", shown)}
    figures |= {figure.rstrip("0").rstrip(".") for figure in figures if "." in figure}
    missing = [
        (path, number)
        for path, number in content.leaves(content.shipped_content())
        if isinstance(number, int | float) and not isinstance(number, bool) and path[-1] != "decimals"
        if f"{number:g}" not in figures and str(number) not in figures
    ]
    assert missing == []


def test_no_note_for_readers_reaches_a_page(reader: FlaskClient) -> None:
    shown = folded("".join(read(reader, path) for path in paths_of(reader)))
    said = {folded(text) for _, text in content.leaves(content.shipped_content()) if isinstance(text, str)}
    notes = [folded(note) for note in content.notes(content.shipped_content()) if len(note) > 6]
    assert len(notes) > 20
    leaked = [note for note in notes if note in shown and not any(note in each for each in said)]
    assert leaked == []


def test_packages_stand_under_their_goal_with_measures_kpis_and_confirmed_opinions(
    app: Flask, reader: FlaskClient
) -> None:
    with app.app_context():
        for _ in range(2):
            make_review(opinion=make_opinion(), confirmed={Facet.PACKAGE: ["2-4"]})
        make_tag(facet=Facet.PACKAGE, code="2-4")
        undone = make_review(opinion=make_opinion(), confirmed={Facet.PACKAGE: ["2-4"]})
        undone.is_current = False
        db.session.commit()
    page = Page(reader.get("/strategy"))
    row = next(each for each in page.main.all("article") if "地域ストック活用PJ" in each.text)
    assert "シェアリングエコノミーの推進" in row.text
    assert "空き家バンクを経由した成約実績" in row.text
    assert "意見 2件" in row.text
    assert len(page.main.all("article")) == 12


def test_only_names_that_continue_lead_from_the_first_period_to_the_second(reader: FlaskClient) -> None:
    rows = Page(reader.get("/strategy")).rows("第１期戦略＝17PJ")[1:]
    assert len(rows) == 17
    continued = [(before, now) for before, _, now in rows if "記載がありません" not in now]
    assert continued == [
        ("1-1 グローカル人財育成PJ", "1-1 グローカル人財育成PJ"),
        ("2-2 いわきブランディング・プロモーションPJ", "2-2 いわきブランディング・プロモーションPJ"),
        ("2-3 文化・スポーツのまちづくりPJ", "2-5 文化・スポーツのまちづくりPJ"),
        ("3-4 稼げる農林水産業PJ", "3-2 稼げる農林水産業PJ"),
    ]


def test_periods_are_told_in_both_ways_of_counting(reader: FlaskClient) -> None:
    text = read(reader, "/strategy")
    assert "令和3(2021)年度〜令和7(2025)年度" in text
    assert "令和2(2020)年〜令和42(2060)年" in text


def test_a_word_with_a_reading_has_its_ruby_and_copies_readably(reader: FlaskClient) -> None:
    ruby = Page(reader.get("/strategy")).main.first("ruby")
    assert ruby.text == "生業（なりわい）"


def test_a_package_has_a_page_of_its_own(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        consultation = make_consultation()
        for source in (
            {"submission": make_submission(consultation=consultation)},
            {"submission": make_submission(consultation=consultation)},
            {},
        ):
            make_review(opinion=make_opinion(**source), confirmed={Facet.PACKAGE: ["2-4"]})
        db.session.commit()
    page = Page(reader.get("/strategy/packages/2-4"))
    assert page.heading == "2-4 地域ストック活用PJ"
    assert "分類した意見は3件です" in page.main.text
    told = {each.first("dt").text: each.first("dd").text for each in page.main.all("dl")[0].all("div")}
    assert told == {
        OpinionSource.SUBMISSION.label: "2件",
        OpinionSource.HEARING.label: "1件",
        OpinionSource.PUBLISHED_PAGE.label: "0件",
    }
    assert reader.get("/strategy/packages/9-9").status_code == 404


def test_a_package_leads_its_drafter_to_its_opinions_and_shows_nobody_else_the_way(
    app: Flask, reader: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    drafter = staff_client(Role.DRAFTER)
    page = Page(drafter.get("/strategy/packages/2-4"))
    assert page.links["この政策パッケージの意見を台帳で見る"] == "/staff/opinions?package=2-4"
    assert page.links["職員の「今日の仕事」に戻る"] == "/staff"
    assert drafter.get("/staff/opinions?package=2-4").status_code == 200
    for other in (reader, staff_client(Role.ADMIN)):
        assert "台帳で見る" not in Page(other.get("/strategy/packages/2-4")).text
    assert "職員の「今日の仕事」に戻る" not in Page(reader.get("/strategy/packages/2-4")).text


@pytest.mark.parametrize("earlier", ["1-5", "2-6", "3-6"])
def test_packages_of_the_first_period_have_no_page_that_could_be_mistaken(
    reader: FlaskClient, earlier: str
) -> None:
    assert reader.get(f"/strategy/packages/{earlier}").status_code == 404


def test_published_figure_and_the_registers_own_stand_side_by_side(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        body = make_counterpart(name="架空の商店会")
        for kind in (HearingKind.EXTERNAL, HearingKind.EXTERNAL, HearingKind.INTERNAL):
            make_hearing(kind=kind, counterpart=body)
        consultation = make_consultation()
        for channel, opinions in ((Channel.FORM, 3), (Channel.POST, 1), (Channel.COMMITTEE, 2)):
            submission = make_submission(consultation=consultation, channel=channel)
            for n in range(opinions):
                make_opinion(submission=submission, position=n + 1)
        db.session.commit()
    page = Page(reader.get("/strategy/timeline"))
    steps = page.main.first("ol").all("li")
    steps = [step for step in steps if step.all("h2")]
    assert len(steps) == 8
    heard = steps[2].text
    assert "公表された数延べ140件以上出典：第2期いわき創生総合戦略（概要）" in heard
    assert "この台帳の数延べ2回・実1者出典：このシステムに登録された記録" in heard
    assert "関係機関等ヒアリングで出された主な意見（19ページ） 13件" in heard
    assert "公表された数記載なし" in steps[3].text and "延べ1回・実1者" in steps[3].text
    comment, committee = (section.text for section in steps[7].all("dl"))
    assert "1名・3件" in comment and "2名・4件" in comment
    assert "2名・15件" in committee and "1名・2件" in committee
    assert steps[0].all("dl") == []


def test_every_kind_of_hearing_and_desk_notes_have_a_figure_and_what_was_removed_has_none(
    app: Flask, reader: FlaskClient
) -> None:
    gone = {"removed_at": NOW, "removal_reason": "二重"}
    with app.app_context():
        for times, kind in enumerate(HearingKind, start=1):
            body = make_counterpart()
            for _ in range(times):
                make_hearing(kind=kind, counterpart=body)
            make_hearing(kind=kind, **gone)
        make_hearing(kind=HearingKind.ASSEMBLY, held_on=None)
        make_desk_note()
        make_desk_note(title="白書（架空）")
        make_desk_note(**gone)
        db.session.commit()
    own = [
        group.text.partition("この台帳の数")[2].partition("出典")[0]
        for group in Page(reader.get("/strategy/timeline")).main.all("dl")
        if "この台帳の数" in group.text
    ]
    assert own == [
        "資料2点",
        "延べ1回・実1者",
        "延べ2回・実1者",
        "延べ3回・実1者",
        "延べ5回・実2者",
        "0名・0件",
        "0名・0件",
    ]


def test_open_ends_and_unset_months_of_the_timeline_are_kept(reader: FlaskClient) -> None:
    text = read(reader, "/strategy/timeline")
    assert "R1.11月～（令和元(2019)年11月〜）" in text
    assert "R2.1月～12月（令和2(2020)年1月〜令和2(2020)年12月）" in text
    assert "随 時" in text


def test_kpi_tables_tell_reporting_and_reference_year(reader: FlaskClient) -> None:
    rows = Page(reader.get("/strategy/results")).rows("15～24歳の転出超過数")
    assert rows[0] == ["報告した年", "値（人）", "参照年"]
    assert rows[1] == ["平成27(2015)年 2015(策定時)", "6,419", "H22国勢調査（2010）"]
    assert rows[5] == ["令和元(2019)年 2019(R1)", "4,606", "H27国勢調査（2015）"]
    assert rows[6] == ["目標 令和2(2020)年 2020(R2)目標値", "4,876", "資料の表記：4,876人"]


def test_cumulative_kpis_show_what_each_year_added(reader: FlaskClient) -> None:
    rows = Page(reader.get("/strategy/results")).rows("企業誘致件数(新規累計)")
    assert rows[0] == ["報告した年", "値（件）", "その年の増加分（件）", "参照年"]
    assert rows[1][1:3] == ["7", ""]
    assert rows[2] == ["平成28(2016)年 2016(H28)", "24", "17", "H27（2015） 資料の表記：17件/H27"]


def test_a_blank_kpi_value_is_blank_and_breaks_the_line(load: Load, public_client: FlaskClient) -> None:
    load(SHIPPED.replace('"2017": {value: 2343, ref: "H28"}', '"2017": {value: null, ref: "H28"}'))
    page = Page(public_client.get("/strategy/results"))
    assert page.rows("出生数")[3] == ["平成29(2017)年 2017(H29)", "", "H28（2016）"]
    chart = next(f for f in page.main.all("figure") if f.text.startswith("出生数"))
    assert len(chart.all("circle")) == 4
    assert chart.first("path").attributes["d"].count("M") == 2
    assert not [text for text in chart.all("text") if text.text == "0"]


def test_a_kpi_of_zero_is_shown_as_zero(load: Load, public_client: FlaskClient) -> None:
    load(SHIPPED.replace('"2017": {value: 2343, ref: "H28"}', '"2017": {value: 0, ref: "H28"}'))
    assert Page(public_client.get("/strategy/results")).rows("出生数")[3][1] == "0"


def test_each_chart_says_in_a_sentence_what_it_shows_and_has_its_table(reader: FlaskClient) -> None:
    page = Page(reader.get("/strategy/results"))
    charts = page.main.all("figure")
    assert len(charts) == 9
    birth = charts[0]
    sentence = "合計特殊出生率は、2015年の1.57から2019年の1.43に減っています。2020年の目標は1.71です"
    assert birth.text.startswith(sentence)
    assert birth.first("svg").attributes["aria-label"] == sentence
    assert "目標 1.71" in birth.text and "1.50" in birth.text
    assert len(page.main.all("table")) == 9


def test_the_review_of_the_first_period_has_a_heading_for_each_purpose(reader: FlaskClient) -> None:
    headings = [each.text for each in Page(reader.get("/strategy/results")).main.all("h3")]
    assert headings[-2:] == [
        "人口減少に歯止めをかけ人口構造を改善する",
        "将来にわたりまちの活力を持続する",
    ]


@pytest.mark.parametrize("path", ["/strategy", "/strategy/results"])
def test_a_long_page_begins_with_its_contents_and_each_line_leads_to_a_heading(
    path: str, reader: FlaskClient
) -> None:
    main = Page(reader.get(path)).main
    contents = main.first("nav", id="contents")
    leads_to = [link.attributes["href"].removeprefix("#") for link in contents.all("a")]
    assert leads_to == [each.attributes["id"] for each in main.all("h2") if each.text != "このページの内容"]
    assert len(main.all("a", href="#contents")) >= 3


def test_the_support_ratio_is_a_chart_and_a_table(reader: FlaskClient) -> None:
    page = Page(reader.get("/strategy/population"))
    rows = page.rows("１人の後期高齢者を支える生産年齢人口の割合")
    assert (rows[1], rows[-1]) == (["平成27(2015)年", "4.1"], ["令和42(2060)年", "1.4"])
    assert len(rows) == 11
    assert "2015年の4.1人から2060年の1.4人に減っています" in page.main.first("figure").text


def test_population_shows_published_points_and_invents_none(reader: FlaskClient) -> None:
    page = Page(reader.get("/strategy/population"))
    cards = {card.first("h3").text: card.text for card in page.main.all("article")}
    assert "17万３千人（173,000人） 概数 2015年と比べて -50.4％" in cards["基準推計（国勢調査トレンド）"]
    assert "公表資料の文字情報にありません" in cards["展望人口１（自然動態のみ改善）"]
    assert "目標とする見通し" in cards["展望人口２（自然動態・社会動態の両面を改善）"]
    assert "目標とする見通し" not in cards["基準推計（国勢調査トレンド）"]
    figures = page.rows("公表された数")[1:]
    assert figures[0] == ["平成10(1998)年", "361,934人", "ピーク時・住民基本台帳ベース"]
    assert figures[3][:2] == ["年の記載なし", "約２万４千人（24,000人）"]
    assert "図表６ 本市の展望人口" in page.main.text


def test_another_citys_strategy_makes_every_page_and_leaves_out_what_it_lacks(
    load: Load, public_client: FlaskClient
) -> None:
    load(MINATO)
    page = Page(public_client.get("/strategy"))
    assert "みなと町未来づくり計画" in page.main.text
    assert [each.first("h4").text for each in page.main.all("article")] == [
        "P1 漁師の学校",
        "P2 港の直売所",
        "P3 坂道の手すり",
        "P7 乗合船",
        "P9 夜も開く図書室",
    ]
    for absent in (
        "第1期",
        "コンセプト",
        "策定の基本的考え",
        "計画の期間",
        "推進と進行管理",
        "策定の経過",
        "人口ビジョン",
        "None",
    ):
        assert absent not in page.main.text, absent
    shown = "".join(read(public_client, path) for path in paths_of(public_client))
    said = [
        text
        for _, text in content.leaves(content.yaml.safe_load(MINATO.read_text()))
        if isinstance(text, str)
    ]
    assert [
        text for text in said if text not in shown and text not in ("umi", "yama", "kurashi", "manabi")
    ] == []
    assert "いわき" not in shown and "None" not in shown


@pytest.mark.parametrize("path", PAGES)
def test_before_a_strategy_is_loaded_each_page_says_so(path: str, public_client: FlaskClient) -> None:
    answer = public_client.get(path)
    assert answer.status_code == 200
    assert "登録されていません" in Page(answer).main.text


def test_names_in_a_strategy_are_text_and_never_markup(load: Load, public_client: FlaskClient) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    attack = SHIPPED
    for words in (
        'name: "地域ストック活用PJ"',
        'title: "第2期いわき創生総合戦略（概要）"',
        'name: "現行戦略総括"',
        'name: "出生数"',
        'label: "基準推計"',
        'label: "１人の後期高齢者を支える生産年齢人口の割合"',
        'text: "人のエネルギー"',
        'unit: "億円"',
    ):
        key = words.split(":")[0]
        value = f'"{evil}"' if key != "unit" else '"<b>円</b>"'
        assert words in attack
        attack = attack.replace(words, f"{key}: {value}", 1)
    attack = attack.replace('{"生業": "なりわい"}', f'{{"生業": "{evil}"}}')
    load(attack)
    for path in paths_of(public_client):
        html = public_client.get(path).get_data(as_text=True)
        assert "<script>alert" not in html and "<img src=x" not in html and "<b>円" not in html, path
        assert "&lt;script&gt;" in html, path
        assert "49" not in re.findall(r"&gt;(49)", html)


@pytest.mark.parametrize("path", [*PAGES, "/strategy/packages/2-4"])
def test_more_rows_ask_the_database_no_more_often(
    path: str, app: Flask, load: Load, public_client: FlaskClient
) -> None:
    load(SHIPPED)
    public_client.get(path)
    with counted_queries() as few:
        public_client.get(path)
    more = SHIPPED.replace('measures: ["地域への愛着', 'measures: ["もう一つ", "さらに一つ", "地域への愛着')
    more = more.replace("  kpi_note", f"{extra_packages(20)}\n  kpi_note").replace(
        "points: []", "points: [{year: 2040, value: 1}, {year: 2050, value: 2}]"
    )
    load(more)
    with app.app_context():
        for n in range(5):
            make_hearing(counterpart=make_counterpart(name=f"団体{n}"), held_on=date(2026, 11, 1))
            make_review(opinion=make_opinion(), confirmed={Facet.PACKAGE: ["2-4"]})
        db.session.commit()
    with counted_queries() as many:
        public_client.get(path)
    assert len(many) == len(few), set(many) - set(few)
    assert len(few) <= 20


def extra_packages(count: int) -> str:
    return "\n".join(
        f'    - {{code: "3-{n}", goal: 3, name: "追加{n}", measures: ["施策{n}"], kpis: ["指標{n}"]}}'
        for n in range(4, 4 + count)
    )
