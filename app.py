"""Entry of the browser face; the pages stand in `ui`."""

from ui.page import show

show()
