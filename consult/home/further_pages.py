"""What lies beyond the daily path: the pages behind 「分析」 and 「設定」, each with a line that says what it is for."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.access import allowed_roles
from consult.layout_context import address_of
from consult.models import StaffMember


@dataclass(frozen=True)
class FurtherPage:
    endpoint: str
    text: str
    purpose: str

    @property
    def href(self) -> str:
        return address_of(self.endpoint)


@dataclass(frozen=True)
class Section:
    """Pages that answer one kind of question, in the order of their use."""

    title: str
    pages: tuple[FurtherPage, ...]


ANALYSIS = (
    Section(
        "計画と意見",
        (
            FurtherPage(
                "staff.matrix.package_matrix",
                "施策対応表",
                "政策パッケージごとの意見を、テーマ・相手方の区分・月などに分けた表。声のない欄を名前で示します。",
            ),
            FurtherPage(
                "staff.drafting.packages",
                "政策パッケージ",
                "政策パッケージごとの意見の数、見出し、代表的な意見。計画の文と並べて読みます。",
            ),
            FurtherPage(
                "staff.tracing.targets",
                "施策とKPIの声",
                "主な施策とKPIごとに、結びついた意見の件数。声のない施策も名前で示し、どの数からも意見を開けます。",
            ),
            FurtherPage(
                "staff.tracing.index",
                "意見の結びつき",
                "意見と、施策・KPI・案の箇所との結びつき。候補を確かめて、確定か却下かを決めます。",
            ),
            FurtherPage(
                "staff.progress.index",
                "KPIの進み具合",
                "基準値から目標値までどこまで来たか。年ごとの値と参照年を入力し、履歴を見られます。",
            ),
        ),
    ),
    Section(
        "ことば",
        (
            FurtherPage(
                "staff.word_tables.frequent",
                "ことばの分析",
                "テーマや区分などで絞った意見から、よく出る語を数え、分類ごとに目立つ語を比べ、語の前後を並べて読みます。",
            ),
        ),
    ),
    Section(
        "聴いた相手",
        (
            FurtherPage(
                "staff.coverage.counts",
                "ヒアリングの集計",
                "種別・月・区分ごとの延べと実。どの数からもヒアリングの一覧を開けます。",
            ),
            FurtherPage(
                "staff.coverage.month_calendar", "ヒアリングの暦", "月ごとに、いつ、だれを聴いたか。"
            ),
            FurtherPage(
                "staff.coverage.who_is_missing",
                "聴いていない相手",
                "区分と地区の表。まだ聴いていないところを名前で示します。",
            ),
            FurtherPage(
                "staff.coverage.new_points",
                "新しい論点",
                "ヒアリングを重ねて、新しい論点がまだ出ているか。区分ごとに見ます。",
            ),
            FurtherPage(
                "staff.counterparts.index",
                "相手方",
                "ヒアリングで聴いた相手方ごとに、言ったこと、延べと実、公表の承諾。同じ相手方をまとめます。",
            ),
            FurtherPage(
                "staff.hearings.desk_note_list",
                "国等の動向",
                "国や県などの資料から分かったことと、それが関わる政策パッケージや施策。ヒアリングには数えません。",
            ),
        ),
    ),
    Section(
        "分類の正しさ",
        (
            FurtherPage(
                "staff.evaluation.tags",
                "分類の評価",
                "機械の候補がどれくらい正しいか。候補を見ない分類との一致、確認の結果、かかった時間。",
            ),
            FurtherPage(
                "staff.blind_coding.index",
                "候補を見ない分類",
                "無作為に選ばれた意見を、機械の候補を見ずに分類します。機械の正しさを測る物差しになります。",
            ),
        ),
    ),
)
SETTINGS = (
    Section(
        "分類の付け方",
        (
            FurtherPage(
                "staff.rules.index",
                "分類の決まり",
                "政策パッケージなどの候補を付ける手掛かりと、それに当たる意見。決まりを加えられます。",
            ),
            FurtherPage(
                "staff.rules.topics", "話題の置き場所", "はじめからある話題を、計画のどの分類に置くか。"
            ),
            FurtherPage(
                "staff.rules.words",
                "辞書と同じ意味の語",
                "地名や事業名など分けずに読む語と、同じ意味の言い方。",
            ),
            FurtherPage(
                "staff.learning.index",
                "候補の付け方の学習",
                "職員が決めた分類から、機械の候補の付け方を学び直します。前の付け方に戻すこともできます。",
            ),
            FurtherPage(
                "staff.blind_coding.share",
                "候補を見ない分類の割合",
                "届いた意見のうち何％を、候補を見ずに分類するか。待っている意見を外すこともできます。",
            ),
        ),
    ),
    Section(
        "ヒアリングと取込",
        (
            FurtherPage(
                "staff.hearings.agenda_list",
                "ヒアリングの議題",
                "関係機関や庁内など、種別ごとの議題のひな形。登録する画面にボタン1つで入ります。",
            ),
            FurtherPage(
                "staff.counterparts.districts",
                "地区",
                "相手方の地区の一覧。加える、名称を直す、並べ替える、使わない。",
            ),
            FurtherPage(
                "staff.counterparts.own_sectors",
                "市の区分",
                "産官学金労言士などを市の言葉で細かく分ける一覧。",
            ),
            FurtherPage(
                "staff.imports.index",
                "ExcelやCSVの取込",
                "ヒアリング、意見募集の提出、庁内照会の回答をExcelやCSVから取り込みます。すべての行を確かめてから登録し、まとめて取り消せます。",
            ),
        ),
    ),
    Section(
        "職員と担当課",
        (
            FurtherPage("staff.accounts.index", "職員", "職員の登録、役割、停止。"),
            FurtherPage(
                "staff.divisions.divisions",
                "担当課",
                "案件と回答を受け持つ課の一覧。加える、名称を直す、並べ替える、使わない。",
            ),
            FurtherPage(
                "staff.accounts.change_password", "パスワードの変更", "ご自分のパスワードを変更します。"
            ),
        ),
    ),
)


def open_to(reader: StaffMember, sections: Iterable[Section]) -> list[Section]:
    """What this person may open of them; a section of which nothing is left is left out."""
    roles = frozenset(reader.granted_roles)
    found = [
        Section(each.title, tuple(page for page in each.pages if allowed_roles(page.endpoint) & roles))
        for each in sections
    ]
    return [each for each in found if each.pages]
