"""About you: what the answers may be chosen for."""

from __future__ import annotations

import streamlit as st

from ui import background
from ui.background import EXPERIENCE, EXPERIENCES, ROLE, ROLES, WISHED, WISHES, WORDS
from ui.escaping import label
from ui.navigation import CHAT, page


def show() -> None:
    """Draws the page."""
    st.title("About you", anchor=False)
    st.markdown("All of this is optional. It helps to choose what matters to you, and an answer says where it did.")
    st.pills("Your role today", ROLES, key=ROLE, persist_state="session")
    st.pills("Your experience in it", EXPERIENCES, key=EXPERIENCE, persist_state="session")
    st.pills("What you wish for", WISHED, key=WISHES, selection_mode="multi", persist_state="session")
    st.text_input("In your own words", key=WORDS, max_chars=300, persist_state="session")
    said = background.current()
    if said.told:
        st.info(f"Questions are asked with: {label(said.told)}", icon=":material/person:")
        with st.container(horizontal=True, gap="small"):
            if st.button("Ask a question", type="primary"):
                st.switch_page(page(CHAT))
            st.button("Forget all of this", on_click=background.forget)
    st.caption("This stays in this browser tab's session alone. It is gone when you close or reload the page.")
