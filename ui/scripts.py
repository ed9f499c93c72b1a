"""The two things that only a script can do on the page. Nothing from outside ever stands in one."""

from __future__ import annotations

import streamlit as st

# Not where a finger would bring up a keyboard over the page. The input may come a moment after this does.
_FOCUS = """<script>
(function focus(tries) {
  const input = document.querySelector("[data-testid=stChatInputTextArea]");
  if (input) input.focus();
  else if (tries) setTimeout(focus, 50, tries - 1);
})(matchMedia("(hover: hover)").matches ? 40 : 0);
</script>"""

_TO_QUESTION = """<script>
document.querySelector(".st-key-question-%d")?.scrollIntoView({block: "start"});
</script>"""


def focus_input() -> None:
    """Puts the cursor where the question goes."""
    st.html(_FOCUS, unsafe_allow_javascript=True)


def scroll_to_question(number: int) -> None:
    """Brings the exchange of that number into view from its start."""
    st.html(_TO_QUESTION % number, unsafe_allow_javascript=True)
