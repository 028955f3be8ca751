"""7 What the draft makes of the opinions: the theme board, and the public page 主な意見."""
