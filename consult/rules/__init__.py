"""What the tagger knows by rule: coding rules, where topics are filed, words and synonyms; drafters keep them."""
