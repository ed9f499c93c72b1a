"""Entry of the browser face; the pages stand in `ui`."""

from ui.shell import show

show()
