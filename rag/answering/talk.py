"""What people say to an assistant that is no question: greetings, thanks, asking what it can do."""

from __future__ import annotations

import re

from rag.language.lexical import WORD

_REPLIES = {
    "Hello. Ask me about careers: I answer with what the guides say, and show where each sentence stands.": (
        r"(?:hi|hello|hey|hallo|greetings|howdy|good (?:morning|afternoon|evening|day))"
        r"(?:\s+(?:there|all|everyone|you|bot|assistant))?",
        r"(?:what|how) (?:can|do|could) (?:you|i|this) (?:do|help|ask|work|use)(?: (?:me|you|with|for|this|it))*",
        r"who are you|what are you|what is this|help(?: me)?|test(?:ing)?|how are you(?: doing)?(?: today)?",
    ),
    "You're welcome. Ask me anything else about the guides.": (
        r"(?:thanks?|thank you|thx|cheers)(?:\s+(?:so much|a lot|very much|you))?",
    ),
    "All right. Ask me anything else about the guides.": (
        r"great|cool|nice|perfect|ok(?:ay)?|got it|yes|no|bye|goodbye|see you(?: (?:later|then))?",
    ),
}


def reply_to_talk(text: str) -> str | None:
    """What is replied to a text that only greets, thanks or asks what this is, or has no word; None for any other."""
    if not WORD.search(text):
        return next(iter(_REPLIES))
    for reply, patterns in _REPLIES.items():
        if re.fullmatch(rf"\W*(?:{'|'.join(patterns)})[\W_]*", text, re.IGNORECASE):
            return reply
    return None
