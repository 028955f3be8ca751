"""Tables of words as files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from consult.spreadsheets import csv_writing, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet
from consult.word_tables.apart import GroupApart, in_order
from consult.word_tables.asked import ApartAsked
from consult.word_tables.counting import CountedWord
from consult.word_tables.showing import ShownLine

AS_WRITTEN = "原文から数えました。庁内だけで使ってください。"
LEAVING = "伏せた箇所、確認の済んでいない個人情報の候補、公表の承諾がないヒアリングの意見は、数えていません。"
COUNTED = (
    "件は、その語を含む意見の数です。一つの意見に何度あっても1件です。回は、語が出てくる数です。",
    "語は辞書の形にそろえて数えます（こども・子ども・子供は一つの語）。助詞や助動詞、数字と、「する」「ある」「こと」「方」「もっと」など、それだけでは何も言わない語は数えません。",
)

APART = (
    "目立つ度合い（z）は、その分類の意見にほかの意見よりどれだけ多く出るかを、偶然のばらつきで割った数です。1.96以上を目立つ語とします。",
    "計算：事前分布つきの対数オッズ比（Monroe, Colaresi, Quinn 2008）。語は含む意見の数で数え、3件に満たない語は除きます。",
)


@dataclass(frozen=True)
class WordFile:
    """A table to write, with the lines that say how to read it."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def write(file: WordFile, *, is_excel: bool, as_written: bool) -> BinaryIO:
    """The notes stand in the workbook; a CSV is the table alone."""
    if not is_excel:
        return csv_writing.write_csv([column.heading for column in file.columns], file.rows)
    notes = (AS_WRITTEN if as_written else LEAVING, *file.notes)
    sheets = [Sheet(file.title, file.columns, file.rows), Sheet("読み方", [], ([note] for note in notes))]
    return xlsx_writing.write_xlsx(sheets, title=file.title)


def frequent_file(words: Sequence[CountedWord]) -> WordFile:
    columns = [
        Column("順", 6),
        Column("語", 18),
        Column("件", 10),
        Column("回", 10),
        Column("書かれ方（回）", 50),
    ]
    rows = (
        (number, word.label, word.opinions, word.times, written(word))
        for number, word in enumerate(words, start=1)
    )
    return WordFile("よく出る語", columns, rows, COUNTED)


def lines_file(word: str, lines: Iterable[ShownLine]) -> WordFile:
    columns = [
        Column("意見番号", 10),
        Column("左", 60),
        Column("語", 16),
        Column("右", 60),
        Column("出典", 40),
    ]
    rows = ((each.opinion_id, each.before, each.word, each.after, each.source) for each in lines)
    return WordFile("語の前後", columns, rows, (f"「{word}」の前後を、意見の原文から抜き出しました。",))


def apart_file(axis: str, groups: Sequence[GroupApart], asked: ApartAsked) -> WordFile:
    """Of one group every word in the order of the page, of all groups the words that stand out."""
    columns = [
        Column(axis, 28),
        Column("語", 18),
        Column("この分類の件", 12),
        Column("この分類の意見の数", 12),
    ]
    columns += [Column("ほかの件", 12), Column("ほかの意見の数", 12), Column("目立つ度合い（z）", 12)]
    rows = (
        (of.group.label, each.word, each.inside, of.opinions, each.outside, of.others, f"{each.z:.2f}")
        for of in groups
        for each in (in_order(of.words, asked) if asked.value else of.standing_out())
    )
    return WordFile("目立つ語", columns, rows, (*APART, *COUNTED))


def written(word: CountedWord, most: int | None = None) -> str:
    """子ども 12・こども 3."""
    return "・".join(f"{text} {times:,}" for text, times in word.writings[:most])
