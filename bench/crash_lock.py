"""TR9: somebody else holds the database's lock for 20 s while 100 people send.

    .venv/bin/python bench/crash_lock.py [--seconds 20] [--people 100]      (part of `make crash`)

Once with writers shut out (as by a backup's or an import's transaction), once with readers too. Everybody is accepted
within 30 s of pressing the button, or refused politely with the text still in the form; whoever was refused presses
again afterwards. Counted: HTTP 500, receipts without a row, texts lost.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.running_site import (
    Answer,
    Browser,
    Form,
    database,
    form_address,
    free_port,
    integrity,
    rows_of,
    served,
    set_up,
)

WITHIN = 30.0
Sent = tuple[Browser, Form, Answer, float]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--people", type=int, default=100)
    chosen = arguments.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="consult-lock-") as name:
        folder, port = Path(name), free_port()
        url = form_address(port, set_up(folder))
        with served(folder, port):
            for kind in ("IMMEDIATE", "EXCLUSIVE"):
                sent = send_while_locked(folder, url, kind, seconds=chosen.seconds, people=chosen.people)
                wrong += wrongs_of(folder, sent, f"{kind} for {chosen.seconds:.0f} s")
        wrong += integrity(folder) != "ok"
    sys.exit(1 if wrong else 0)


def send_while_locked(folder: Path, url: str, kind: str, *, seconds: float, people: int) -> list[Sent]:
    browsers = [Browser(url) for _ in range(people)]
    forms = [each.filled_form(f"公園にベンチがほしい。{kind} {n}") for n, each in enumerate(browsers)]
    is_locked = threading.Event()
    holder = threading.Thread(target=hold, args=(folder, kind, seconds, is_locked))
    holder.start()
    is_locked.wait()
    with ThreadPoolExecutor(people) as pool:
        sent = list(pool.map(timed, browsers, forms))
    holder.join()
    return sent


def hold(folder: Path, kind: str, seconds: float, is_locked: threading.Event) -> None:
    connection = database(folder)
    connection.isolation_level = None
    connection.execute(f"BEGIN {kind}")
    is_locked.set()
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


def timed(browser: Browser, form: Form) -> Sent:
    begun = time.monotonic()
    answer = browser.open(browser.url, form, timeout=120)
    return browser, form, answer, time.monotonic() - begun


def wrongs_of(folder: Path, sent: list[Sent], title: str) -> int:
    accepted = [taken for _, form, answer, taken in sent if answer.shows_receipt_of(form)]
    refused = [
        (browser, form, answer) for browser, form, answer, _ in sent if not answer.shows_receipt_of(form)
    ]
    slow = sum(taken > WITHIN for taken in accepted)
    textless = sum(not answer.keeps_text_of(form) for _, form, answer in refused)
    faults = sum(answer.status == 500 for _, _, answer, _ in sent)
    rowless = sum(answer.shows_receipt_of(form) and rows_of(folder, form) != 1 for _, form, answer, _ in sent)
    lost = sum(
        not b.send(form).shows_receipt_of(form) or rows_of(folder, form) != 1 for b, form, _ in refused
    )
    slowest = max(taken for *_, taken in sent)
    print(
        f"{title}: accepted {len(accepted)} ({slow} after {WITHIN:.0f} s), refused {len(refused)}, slowest {slowest:.1f} s"
    )
    print(f"  statuses {dict(Counter(answer.status for _, _, answer, _ in sent))}")
    print(
        f"  HTTP 500 {faults}, receipts without a row {rowless}, refused without the text {textless}, lost {lost}"
    )
    return slow + faults + rowless + textless + lost


if __name__ == "__main__":
    main()
