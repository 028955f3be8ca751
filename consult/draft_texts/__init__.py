"""Officials bring in the text of a draft, mend its headings and release it; citizens read it by chapter."""
