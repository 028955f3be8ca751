"""The macros that every page is built from, read as a person would."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import TextAreaField as Area
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from consult.domain.vocabulary import Facet
from consult.form_fields import offered
from consult.paging import Page as ListPage
from consult.plan_codes import PlanCode
from tests.pages import Page

MACHI = PlanCode(Facet.THEME, "machi", "まち", "■", 2)


@pytest.fixture(autouse=True)
def _inside_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/staff/somewhere"):
        yield


class Point(Form):
    text = Area("意見の内容", validators=[InputRequired("意見を入力してください。"), Length(max=20)])


class Ways(SelectMultipleField):
    """A stage's own field: tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Everything(FlaskForm):
    name = StringField("お名前", validators=[InputRequired("お名前を入力してください。")])
    reason = Area("理由", validators=[Length(max=4000)])
    kind = SelectField("区分", choices=offered([("a", "個人"), ("b", "団体")]))
    way = RadioField(
        "提出方法",
        choices=offered([("a", "郵送"), ("b", "窓口")]),
        validators=[InputRequired("選んでください。")],
    )
    ways = Ways("知った方法", choices=offered([("a", "広報"), ("b", "知人")]))
    agreed = BooleanField("同意する", validators=[InputRequired("同意が必要です。")])
    draft = FileField("素案")
    points = FieldList(FormField(Point), min_entries=1)


def drawn(source: str, **values: object) -> Page:
    imports = "".join(
        f'{{% import "components/{name}.html" as {name} %}}'
        for name in ("forms", "lists", "opinions", "status", "navigation")
    )
    return Page("<body>" + render_template_string(imports + source, **values) + "</body>")


def refused() -> Everything:
    form = Everything(MultiDict({"points-0-text": ""}))
    assert not form.validate()
    return form


def test_every_field_is_found_by_its_label_and_says_in_words_that_it_is_required() -> None:
    page = drawn(
        "{% for f in (form.name, form.reason, form.kind, form.agreed, form.draft) %}{{ forms.field(f) }}{% endfor %}",
        form=Everything(),
    )
    assert [page.field(label).name for label in ("お名前", "理由", "区分", "同意する", "素案")] == [
        "input",
        "textarea",
        "select",
        "input",
        "input",
    ]
    assert page.root.first("label", for_="name").text == "お名前"
    assert "お名前 ※必須" in page.root.text
    assert page.root.first("label", for_="reason").text == "理由"


def test_the_browser_neither_cuts_a_long_text_nor_keeps_a_form_from_being_answered_by_us() -> None:
    page = drawn("{{ forms.field(form.name) }}{{ forms.field(form.reason) }}", form=Everything())
    assert "maxlength" not in page.field("理由").attributes
    assert "required" not in page.field("お名前").attributes
    assert "4,000字まで" in page.text


def test_help_and_message_are_tied_to_their_field() -> None:
    page = drawn("{{ forms.field(form.name, help='通称でもかまいません。') }}", form=refused())
    described = page.field("お名前").attributes["aria-describedby"].split()
    assert [page.root.first("p", id=each).text for each in described] == [
        "通称でもかまいません。",
        "お名前を入力してください。",
    ]


def test_radio_buttons_are_one_group_with_the_question_as_its_legend() -> None:
    page = drawn("{{ forms.field(form.way) }}", form=Everything())
    assert page.root.first("fieldset").first("legend").text == "提出方法 ※必須"
    assert page.field("窓口").attributes["type"] == "radio"


def test_tick_boxes_with_one_question_are_a_group_too() -> None:
    page = drawn("{{ forms.field(form.ways) }}", form=Everything())
    assert page.root.first("fieldset").first("legend").text == "知った方法"
    assert page.field("知人").attributes["type"] == "checkbox"


@pytest.mark.usefixtures("csrf_on")
def test_the_error_summary_leads_to_an_element_for_each_message_also_in_nested_forms() -> None:
    source = (
        "{{ forms.error_summary(form) }}{{ forms.field(form.points[0].form.text) }}"
        "{% for f in (form.name, form.kind, form.way, form.agreed) %}{{ forms.field(f) }}{% endfor %}"
    )
    page = drawn(source, form=refused())
    assert [line.split("：")[0] for line in page.errors[:-1]] == [
        "お名前",
        "区分",
        "提出方法",
        "同意する",
        "意見の内容",
    ]
    assert "入力した内容は残っています" in page.errors[-1]  # the missing token
    for link in page.root.first(role="alert").all("a"):
        assert page.root.all(id=link.attributes["href"].removeprefix("#")), link.text


def test_each_of_several_refused_cards_is_named_in_the_summary() -> None:
    form = Everything(MultiDict({"points-0-text": "", "points-1-text": ""}))
    form.points.label.text = "意見"
    assert not form.validate()
    lines = drawn("{{ forms.error_summary(form) }}", form=form).errors
    assert [line.split("：")[0] for line in lines if "意見の内容" in line] == [
        "意見1 意見の内容",
        "意見2 意見の内容",
    ]


def test_no_error_no_summary() -> None:
    assert drawn("{{ forms.error_summary(form) }}", form=Everything()).root.all(role="alert") == []


def test_a_theme_has_a_mark_and_a_word() -> None:
    assert drawn("{{ opinions.theme_mark(machi) }}", machi=MACHI).text == "■まち"


def test_suggestion_and_decision_differ_in_words() -> None:
    page = drawn(
        "{{ opinions.suggestion(machi, 0.81) }}｜{{ opinions.decision(machi, is_main=True) }}", machi=MACHI
    )
    assert page.text == "候補■まち 高い 81％｜確定■まち 主テーマ"


def test_markup_in_a_wording_stays_text_inside_and_outside_the_evidence() -> None:
    page = drawn("{{ opinions.evidence(text, [[0, 8]]) }}", text="<script>alert(1)</script>")
    assert page.root.all("script") == []
    assert page.root.first("mark").text == "<script>"
    assert page.text == "<script>alert(1)</script>"


def test_staff_see_what_is_invisible_and_citizens_do_not() -> None:
    source = "{{ opinions.wording(text, reveal=True) }}｜{{ opinions.wording(text) }}"
    assert drawn(source, text="バス\u202e停").text == "バスU+202E停｜バス\u202e停"


def test_a_wording_keeps_its_direction_to_itself() -> None:
    for source in ("{{ opinions.wording('あ') }}", "{{ opinions.evidence('あ', []) }}"):
        assert drawn(source).root.first("bdi").attributes["dir"] == "auto"


def test_the_pager_says_where_one_is_and_leads_on() -> None:
    page = drawn("{{ lists.pager(page, 'public.home.show', {'q': 'バス'}) }}", page=ListPage([], 2, 50, 120))
    assert "120件中 51〜100件" in page.text
    assert page.links["次の50件"] == "/?q=%E3%83%90%E3%82%B9&page=3"


def test_each_of_the_two_counts_opens_its_own_list() -> None:
    page = drawn("{{ lists.decided_and_suggested(12, 5, '/a', '/b') }}")
    assert page.text == "確定 12件・候補 5件"
    assert page.links == {"確定 12件": "/a", "候補 5件": "/b"}


def test_a_table_that_scrolls_can_be_reached_by_keyboard_and_has_a_name() -> None:
    page = drawn("{% call lists.table('件数') %}<tbody><tr><td>1</td></tr></tbody>{% endcall %}")
    region = page.root.first(role="region")
    assert region.attributes["tabindex"] == "0"
    assert region.attributes["aria-label"] == "件数"
    assert page.rows("件数") == [["1"]]


def test_a_file_says_its_type_and_size() -> None:
    page = drawn("{{ navigation.file_link('/f', '素案', 'application/pdf', 1400000) }}")
    assert page.links == {"素案（PDF、1.4MB）": "/f"}


def test_a_banner_tells_its_kind_in_a_word() -> None:
    assert "注意" in drawn("{{ status.banner('warning', '締切が近づいています') }}").text


def test_the_rest_draws_itself() -> None:
    page = drawn(
        "{{ lists.empty_state('まだ意見がありません。', '登録する', '/x') }}{{ lists.definition_list([('日付', '令和2年')]) }}"
        "{{ lists.chosen_filters([('まち', '/y')]) }}"
        "{{ status.steps(['入力', '確認', '完了'], 2) }}{{ opinions.quotation('良い。', 'ヒアリング12（令和2年1月）') }}"
        "{{ navigation.breadcrumb([('一覧', '/z'), ('詳細', '')]) }}{{ forms.button('保存') }}{{ forms.csrf() }}"
        "{% call opinions.opinion_card('良い。', number=1) %}x{% endcall %}{% call lists.filters() %}y{% endcall %}"
        "{{ status.status_label('受付中', 'success') }}{{ forms.link_button('進む', '/n') }}"
    )
    assert "2/3 確認" in page.text
    assert "「良い。」" in page.text
    assert page.links["一覧"] == "/z"
    assert page.hidden("csrf_token")
