"""市の考え方: the answer to each group of opinions, its class, its revisions of the draft, and its road to approval."""
