"""Reading tools on any filter of opinions: frequent words, words that set a group apart, words in their context.

Counted from the words that the worker kept (consult.opinion_words). Places for what comes later: a network of words that
stand together and a map of words and groups would read the same `content_of`, each as a page of its own here.
"""
