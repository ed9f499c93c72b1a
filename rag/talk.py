"""What people say to an assistant that is no question: greetings, thanks, asking what it can do."""

from __future__ import annotations

import re

from rag.lexical import WORD

_TALK = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening|day)|greetings|howdy|yo|sup)"
    r"(?:\s+(?:there|all|everyone|you|bot|assistant))?"
    r"|(?:thanks?|thank you|thx|cheers|great|cool|nice|perfect|ok(?:ay)?|got it|bye|goodbye|see you)"
    r"(?:\s+(?:so much|a lot|very much|you|then))?"
    r"|(?:what|how) (?:can|do|could) (?:you|i|this) (?:do|help|ask|work|use)(?: (?:me|you|with|for|this|it))*"
    r"|who are you|what are you|what is this|help(?: me)?|test(?:ing)?|how are you(?: doing)?(?: today)?)[\W_]*$",
    re.IGNORECASE,
)
REPLY = "Hello. Ask me about careers: I answer with what the guides say, and show where each sentence stands."


def is_talk(text: str) -> bool:
    """Whether a text only greets, thanks or asks what this is, or has no word at all."""
    return bool(_TALK.match(text)) or not WORD.search(text)
