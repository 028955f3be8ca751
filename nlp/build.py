"""`python -m nlp.build` makes the starter model anew from the topics, synonyms and corpus."""

from nlp.corpus import make_starter, read_corpus
from nlp.storage import CORPUS, STARTER, digest_of, save_starter

if __name__ == "__main__":
    save_starter(STARTER, make_starter(read_corpus()), corpus=digest_of(CORPUS))
