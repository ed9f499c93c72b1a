"""What somebody says of themselves, kept in the browser session only."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

ROLE, EXPERIENCE, WISHES, WORDS = "about_role", "about_experience", "about_wishes", "about_words"
ROLES = (
    "student",
    "software engineer",
    "DevOps engineer",
    "data engineer",
    "data analyst",
    "data scientist",
    "ML engineer",
    "in another field",
)
EXPERIENCES = ("no experience yet", "under 2 years", "2 to 5 years", "6 to 10 years", "over 10 years")
WISHED = ("change my role", "earn more", "work remotely", "become senior", "find a first job", "study")


@dataclass(frozen=True, slots=True)
class Background:
    """Role today, experience and wishes; anything may be missing."""

    role: str | None = None
    experience: str | None = None
    wishes: tuple[str, ...] = ()
    words: str = ""

    @property
    def told(self) -> str | None:
        """The same in plain sentences, as the assistant takes it; None where nothing was said."""
        sentences = [
            self.role and (f"I am {self.role}." if self.role.startswith("in ") else f"I am a {self.role}."),
            self.experience and f"My experience in that: {self.experience}.",
            self.wishes and f"I want to {', '.join(self.wishes)}.",
            self.words.strip(),
        ]
        return " ".join(sentence for sentence in sentences if sentence) or None

    @property
    def chips(self) -> tuple[str, ...]:
        """What was said, piece by piece."""
        return tuple(part for part in (self.role, self.experience, *self.wishes, self.words.strip()) if part)


def current() -> Background:
    """What this session's user has said so far."""
    said = st.session_state
    return Background(said.get(ROLE), said.get(EXPERIENCE), tuple(said.get(WISHES) or ()), said.get(WORDS) or "")


def forget() -> None:
    """Unsays all of it."""
    for key in (ROLE, EXPERIENCE, WORDS):
        st.session_state[key] = None
    st.session_state[WISHES] = []
