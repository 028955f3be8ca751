"""How long the pages of sorting take for a case of 10,000 opinions, most of them copies, and how many queries they ask.

Run: .venv/bin/python bench/bench_sorting.py [renders]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from sqlalchemy import select

from bench.bench_theme_board import measured
from bench.flood import campaign
from bench.seed import bench_site, machine, signed_in
from consult import clock
from consult.domain.vocabulary import Channel, FlagKind, OpinionSource, Role, SubmitterKind
from consult.extensions import db
from consult.models import Opinion, OpinionFlag, Submission, Submitter
from tests import factories as make

OPINIONS = 10_000
LIMIT = 150.0
EVERY_FLAG, EVERY_SIGNAL, EVERY_SECOND_SENDING = 50, 40, 20


def main(renders: int) -> int:
    print(f"sorting {OPINIONS:,} opinions of one case: median of {renders} renders; {machine()}")
    slow = 0
    with bench_site() as app:
        client = signed_in(app, Role.OFFICIAL)
        case_id = flood(app)
        for name, address in pages(app, case_id):
            figure = measured(client, address, renders)
            print(f"  {figure}  {name}")
            slow += figure.median >= LIMIT
    print(f"limit: each page under {LIMIT:.0f} ms: {f'missed by {slow}' if slow else 'kept'}")
    return 1 if slow else 0


def flood(app: Flask) -> int:
    with app.app_context():
        case = make.make_consultation()
        db.session.flush()
        for number, wording in enumerate(campaign(OPINIONS)):
            person = number if number % EVERY_SECOND_SENDING else 0
            sent = Submission(
                consultation_id=case.id,
                submitter=Submitter(
                    kind=SubmitterKind.PERSON,
                    name=f"架空 {person}",
                    address=f"架空市{person}",
                    email=f"m{person}@example.jp",
                ),
                channel=Channel.FORM,
                received_at=clock.now(),
                receipt_hash=f"{number:064}",
                form_token_hash=f"{number:064}",
                content_hash=f"{number:064}",
                signals=[] if number % EVERY_SIGNAL else ["filled_quickly"],
            )
            db.session.add(
                Opinion(
                    source=OpinionSource.SUBMISSION,
                    submission=sent,
                    position=1,
                    wording=wording,
                    created_at=clock.now(),
                )
            )
        db.session.flush()
        for opinion_id in db.session.scalars(select(Opinion.id).where(Opinion.id % EVERY_FLAG == 0)).all():
            db.session.add(OpinionFlag(opinion_id=opinion_id, kind=FlagKind.OFF_TOPIC, raised_at=clock.now()))
        db.session.commit()
        return case.id


def pages(app: Flask, case_id: int) -> list[tuple[str, str]]:
    base = f"/staff/consultations/{case_id}/sorting"
    with app.app_context():
        sent = Opinion.submission_id == Submission.id, Submission.consultation_id == case_id
        first = db.session.scalar(select(Opinion.id).where(*sent).order_by(Opinion.id).limit(1))
        digest = db.session.scalar(
            select(Opinion.text_digest)
            .where(*sent)
            .group_by(Opinion.text_digest)
            .order_by(db.func.count().desc())
            .limit(1)
        )
    return [
        ("一覧", base),
        ("一覧（100ページ目）", f"{base}?page=100"),
        ("未整理", f"{base}?state=left"),
        ("同じ文章は1行に、多い順", f"{base}?by=text&sort=same"),
        ("ひとつの文章の写し", f"{base}?text={digest}"),
        ("1件の画面", f"{base}/{first}"),
        ("1件の画面（未整理の列）", f"{base}/{first}?state=left"),
        ("同じ提出者", f"{base}/people"),
        ("送信のしかた", f"{base}/signals"),
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
