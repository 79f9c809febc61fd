"""What speaks for a section being an answer."""

from math import log, log1p
from typing import NamedTuple, Self

from index.ranking.features import Features


class Evidence(NamedTuple):
    """The inputs of confidence and of nearness for one section; or their weights.

    Where the question is searched for in two forms, each is the mean over both. Tried beside these and left out: the
    score of the single text that matches best, the gap to the second section's score, the output of
    ``index.ranking.alternate_classifier``, coverage by the heading alone, the word that is matched worst, products of
    support with the others, lengths of heading and answer, and how far the answer's cosine is from those of all.
    """

    answer: float
    whole: float
    body: float
    words: float
    facets: float
    """These five as in `index.ranking.features.Features`."""
    share: float
    """The section's lead over the others, as ranked."""
    support: float
    """Log of one more than the number of its alternates: the nearest of many is nearer, whatever the question."""
    length: float
    """Log of the number of words of the question; longer ones match worse, word by word."""
    subject: float
    """As `index.ranking.known_subjects.SubjectLeads` gives it; 0 if another encoder made the vectors."""
    way: float
    """Largest cosine of a way to ask, or of the answer where none holds. Like ``answer`` it counts against the section:
    what is near as a whole and not covered token by token is a near miss."""
    lead: float
    """How much more of the question the answer covers than the answer of any other section ranked."""
    support_body: float
    """Support times ``body``: where alternates are many, an answer that covers little of the question says more."""

    @classmethod
    def of(
        cls, features: Features, *, share: float, alternates: int, words: int, subject: float, way: float, lead: float
    ) -> Self:
        """Of a section with so many alternates, for a question of so many words."""
        support = log1p(alternates)
        return cls(
            answer=features.answer,
            whole=features.whole,
            body=features.body,
            words=features.words,
            facets=features.facets,
            share=share,
            support=support,
            length=log(max(1, words)),
            subject=subject,
            way=way,
            lead=lead,
            support_body=support * features.body,
        )
