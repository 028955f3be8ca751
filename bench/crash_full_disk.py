"""TR8: the data folder's disk (tmpfs of 20 MB) fills up, is full, and has room again; nobody restarts anything.

    sudo .venv/bin/python bench/crash_full_disk.py      (part of `make crash`; mounting needs root)

While it fills, one submission is sent at each step. Wanted: /healthz is red before the first refusal; a refusal is a
503 with the text still in the form; what is kept can be read; after room is made the same form is accepted.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.running_site import (
    Answer,
    Browser,
    Form,
    form_address,
    free_port,
    integrity,
    rows_of,
    served,
    set_up,
)

SIZE, STEP = 20_000_000, 250_000
REFUSALS = 3


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    if os.geteuid():
        raise SystemExit("mounting a small disk needs root: sudo make crash")
    with small_disk() as folder:
        consultation_id, port = set_up(folder), free_port()
        with served(folder, port):
            browser = Browser(form_address(port, consultation_id))
            wrong = fill_and_free(folder, browser, health=f"http://127.0.0.1:{port}/healthz")
        wrong += [f"integrity {check}"] if (check := integrity(folder)) != "ok" else []
    print(f"wrong: {len(wrong)}", *wrong, sep="\n  ")
    sys.exit(1 if wrong else 0)


def fill_and_free(folder: Path, browser: Browser, *, health: str) -> list[str]:
    ballast, wrong = folder / "ballast", []
    kept: list[Form] = []
    refused: list[Form] = []
    red_with = None
    while len(refused) < REFUSALS:
        grow(ballast)
        if browser.open(health).status == 503 and red_with is None:
            red_with = shutil.disk_usage(folder).free
            print(f"healthz is red with {red_with / 1000:,.0f} kB free, after {len(kept)} accepted")
        form = browser.filled_form("公園にベンチがほしい。" * 100)
        answer = browser.send(form)
        wrong += wrongs_of(answer, form, rows_of(folder, form))
        (kept if answer.shows_receipt_of(form) else refused).append(form)
        if red_with is None and refused:
            wrong.append("refused before healthz was red")
            break
    print(
        f"accepted {len(kept)}, refused {len(refused)}, {shutil.disk_usage(folder).free / 1000:,.0f} kB free"
    )
    for name, address in (("the case", browser.url.removesuffix("/opinions")), ("the form", browser.url)):
        wrong += [f"{name} cannot be read"] if browser.open(address).status != 200 else []
    ballast.unlink()
    wrong += ["after room was made: not accepted" for f in refused if not browser.send(f).shows_receipt_of(f)]
    wrong += [f"{rows_of(folder, f)} rows of a form" for f in (*kept, *refused) if rows_of(folder, f) != 1]
    wrong += ["healthz stayed red"] if browser.open(health).status != 200 else []
    print(f"room is made: {len(refused)} forms sent again, {len(kept) + len(refused)} rows")
    return wrong


def wrongs_of(answer: Answer, form: Form, rows: int) -> list[str]:
    if answer.shows_receipt_of(form):
        return [] if rows == 1 else [f"a receipt and {rows} rows"]
    found = [] if answer.status == 503 else [f"refused with HTTP {answer.status}"]
    return found + ([] if answer.keeps_text_of(form) else ["refused without the text"])


def grow(ballast: Path) -> None:
    """As far as there is room."""
    try:
        with ballast.open("ab", buffering=0) as file:
            file.write(b"\0" * STEP)
    except OSError:
        pass


@contextmanager
def small_disk() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="consult-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


if __name__ == "__main__":
    main()
