"""The steps of one refit, in order, as its page names them; and how often a refit that breaks off is begun again."""

STEPS = (
    "決定を集めています",
    "決定から学んでいます",
    "いまの付け方と比べています",
    "結果を保存しています",
)
# A worker that dies three times over the same refit would die a fourth time.
MOST_ATTEMPTS = 3
# So many new decisions make learning anew worth a suggestion.
WORTH_A_REFIT = 50
LONGEST_REASON = 500
