"""A workbook is read by a process of its own with little memory and time; whatever it dies of is a refusal (TX11)."""

import json
import subprocess
import sys
from pathlib import Path

from consult.domain.errors import FileRefused
from consult.spreadsheets.tables import MAX_COLUMNS, MAX_ROWS, Workbook, from_json

PROGRAM = Path(__file__).with_name("workbook_process.py")
# The process itself may work for two seconds; the rest is waiting for its turn on a busy machine.
PATIENCE = 10
TOO_LARGE = "大きすぎて読めません。一覧のシートだけのファイルにして、もう一度選んでください。"
REASONS = {
    "encrypted": "パスワードで守られています。Excelで開き、パスワードを外して保存し直してから選んでください。",
    "damaged": "壊れているか、Excelのファイルではありません。Excelで開いて保存し直してから選んでください。",
    "too_large": TOO_LARGE,
    "rows": f"行が多すぎます（{MAX_ROWS:,}行まで）。分けて取り込んでください。",
    "columns": f"列が多すぎます（{MAX_COLUMNS}列まで）。使わない列を消して、保存し直してください。",
}


def read_workbook_file(kind: str, content: bytes) -> Workbook:
    """`kind` is xlsx or xls. FileRefused says why in words, without the file's name."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(PROGRAM), kind],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(TOO_LARGE, field="file") from error
    # Killed for its memory or its time, or broken by what it read.
    answer = json.loads(done.stdout) if done.returncode == 0 else {"refused": "too_large"}
    if "refused" in answer:
        raise FileRefused(REASONS[answer["refused"]], field="file")
    return from_json(answer)
