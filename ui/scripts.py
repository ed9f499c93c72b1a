"""What only a script can do on the page: to move the focus, and the view. Nothing from outside ever stands in one."""

from __future__ import annotations

import streamlit as st

_RUNS = "keep_focus_runs"

# Not where a finger would bring up a keyboard over the page. The input may come a moment after this does.
_FOCUS = """<script>
(function focus(tries) {
  const input = document.querySelector("[data-testid=stChatInputTextArea]");
  if (input) input.focus();
  else if (tries) setTimeout(focus, 50, tries - 1);
})(matchMedia("(hover: hover)").matches ? 40 : 0);
</script>"""

# Where what had the focus goes from the page, as a suggestion that was asked, which may be a moment after this comes.
# Not after the reader has done something else. The number makes each run's script another one.
_KEEP_FOCUS = """<script>
(function keep(run, reader, tries) {
  const taken = document.querySelector("[role=dialog], [data-focus-returns]");
  const lost = document.activeElement === document.body && !taken;
  if (reader.signal.aborted) return;
  if (lost) document.querySelector("[data-testid=stChatInputTextArea]")?.focus({preventScroll: true});
  if (tries && !lost) setTimeout(keep, 100, run, reader, tries - 1);
  for (const kind of tries < 100 ? [] : ["pointerdown", "keydown"])
    addEventListener(kind, () => reader.abort(), {signal: reader.signal, capture: true, passive: true});
})(%d, new AbortController(), matchMedia("(hover: hover)").matches ? 100 : 0);
</script>"""

_TO_EDITOR = """<script>
(function focus(tries) {
  const editor = document.querySelector(".st-key-%s textarea");
  if (editor) editor.focus();
  else if (tries) setTimeout(focus, 50, tries - 1);
})(200);
</script>"""

# What the page drops when an answer has come, as the suggestions before it, moves the question away again.
# So it is held for two seconds, unless the reader does something.
_TO_QUESTION = """<script>
(function hold(reader, tries) {
  if (reader.signal.aborted) return;
  document.querySelector(".st-key-question-%d")?.scrollIntoView({block: "start"});
  if (tries) setTimeout(hold, 100, reader, tries - 1);
  else reader.abort();
  for (const kind of tries < 20 ? [] : ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(kind, () => reader.abort(), {signal: reader.signal, capture: true, passive: true});
})(new AbortController(), 20);
</script>"""


def focus_input() -> None:
    """Puts the cursor where the question goes."""
    st.html(_FOCUS, unsafe_allow_javascript=True)


def keep_focus() -> None:
    """Puts the cursor where the question goes, if nothing on the page has the focus any longer."""
    st.session_state[_RUNS] = st.session_state.get(_RUNS, 0) + 1
    st.html(_KEEP_FOCUS % st.session_state[_RUNS], unsafe_allow_javascript=True)


def focus_editor(key: str) -> None:
    """Puts the cursor into the text area of that key, which is one of our own."""
    st.html(_TO_EDITOR % key, unsafe_allow_javascript=True)


def scroll_to_question(number: int) -> None:
    """Brings the exchange of that number into view from its start."""
    st.html(_TO_QUESTION % number, unsafe_allow_javascript=True)
