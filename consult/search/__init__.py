"""The one search: full text over opinions, hearings and published answers. Support: any stage may import it, it imports no stage.

`tables` names the index, `keeping` writes it whenever a row is written, `indexing` puts the words in (the worker),
`finding` turns what was typed into conditions and ranks, `showing` marks what was found (docs/decisions/0100).
"""
