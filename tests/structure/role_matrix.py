"""The reviewed table: every route × every role (TP4). A route missing here fails the build.

"anyone" is open to citizens. The other words are the roles that may use a staff route; everybody else gets 404
(signed in) or the sign-in page (not signed in).
"""

ANYONE = "anyone"
EVERY_ROLE = "official drafter approver admin"
COMMENT_READERS = "official drafter approver"

# (method, rule): who
ROUTES: dict[tuple[str, str], str] = {
    ("GET", "/"): ANYONE,
    ("GET", "/healthz"): ANYONE,
    ("GET", "/static/<path:filename>"): ANYONE,
    ("GET", "/staff/sign-in"): ANYONE,
    ("POST", "/staff/sign-in"): ANYONE,
    ("GET", "/staff/set-password/<token>"): ANYONE,
    ("POST", "/staff/set-password/<token>"): ANYONE,
    ("POST", "/staff/sign-out"): EVERY_ROLE,
    ("GET", "/staff/password"): EVERY_ROLE,
    ("POST", "/staff/password"): EVERY_ROLE,
    ("GET", "/staff/accounts"): "admin",
    ("GET", "/staff/accounts/new"): "admin",
    ("POST", "/staff/accounts/new"): "admin",
    ("GET", "/staff/accounts/<int:member_id>"): "admin",
    ("POST", "/staff/accounts/<int:member_id>"): "admin",
    ("POST", "/staff/accounts/<int:member_id>/link"): "admin",
    ("GET", "/consultations"): ANYONE,
    ("GET", "/consultations/<int:consultation_id>"): ANYONE,
    ("GET", "/consultations/<int:consultation_id>/documents/<int:document_id>"): ANYONE,
    ("GET", "/consultations/<int:consultation_id>/opinions"): ANYONE,
    ("POST", "/consultations/<int:consultation_id>/opinions"): ANYONE,
    ("GET", "/receipt"): ANYONE,
    ("POST", "/receipt"): ANYONE,
    ("GET", "/staff/consultations"): COMMENT_READERS,
    ("GET", "/staff/consultations/new"): "official",
    ("POST", "/staff/consultations/new"): "official",
    ("GET", "/staff/consultations/<int:consultation_id>"): COMMENT_READERS,
    ("GET", "/staff/consultations/<int:consultation_id>/edit"): "official",
    ("POST", "/staff/consultations/<int:consultation_id>/edit"): "official",
    ("POST", "/staff/consultations/<int:consultation_id>/announce"): "official",
    ("GET", "/staff/consultations/<int:consultation_id>/documents/<int:document_id>"): COMMENT_READERS,
    ("GET", "/staff/consultations/<int:consultation_id>/submissions/<int:submission_id>"): COMMENT_READERS,
    # Who sent it: officials alone, and each look is recorded.
    (
        "POST",
        "/staff/consultations/<int:consultation_id>/submissions/<int:submission_id>/submitter",
    ): "official",
    ("GET", "/staff"): EVERY_ROLE,
    ("GET", "/staff/opinions"): EVERY_ROLE,
    ("GET", "/staff/opinions/<int:opinion_id>"): EVERY_ROLE,
    ("POST", "/staff/opinions/export"): EVERY_ROLE,
    ("GET", "/staff/review"): "official drafter",
    ("GET", "/staff/review/<int:opinion_id>"): "official drafter",
    ("POST", "/staff/review/<int:opinion_id>"): "official drafter",
    ("POST", "/staff/review/<int:opinion_id>/undo/<int:review_id>"): "official drafter",
    ("GET", "/staff/hearings"): "official drafter approver",
    ("GET", "/staff/hearings/<int:hearing_id>"): "official drafter approver",
    ("GET", "/staff/hearings/new"): "official",
    ("POST", "/staff/hearings/new"): "official",
    ("GET", "/staff/hearings/counterpart"): "official",
    ("GET", "/staff/hearings/<int:hearing_id>/edit"): "official",
    ("POST", "/staff/hearings/<int:hearing_id>/edit"): "official",
    ("GET", "/staff/hearings/<int:hearing_id>/append"): "official",
    ("POST", "/staff/hearings/<int:hearing_id>/append"): "official",
    ("GET", "/staff/hearings/<int:hearing_id>/claims"): "official",
    ("POST", "/staff/hearings/<int:hearing_id>/claims"): "official",
    ("GET", "/staff/hearings/drafts"): "official",
    ("POST", "/staff/hearings/drafts"): "official",
    ("GET", "/staff/hearings/drafts/<int:draft_id>"): "official",
    ("GET", "/staff/hearings/drafts/<int:draft_id>/discard"): "official",
    ("POST", "/staff/hearings/drafts/<int:draft_id>/discard"): "official",
    ("POST", "/staff/hearings/drafts/<int:draft_id>/restore"): "official",
}
