"""Guides and a model that try everything to make a page load, run or link to what is not the guides' own.

Each trick names a host of its own under `planted.example`, so that a failure tells which one worked.
"""

from __future__ import annotations

from pathlib import Path

from tests.endpoint import Connection

HOST = "planted.example"
OWN_ADDRESS = "https://guides.example/lighthouses"
"""The one address of a guide that a page may link to."""
WIDE = "W" * 4000
EARNS = "A lighthouse keeper earns $48,000 a year"
NIGHTS = "A lighthouse keeper works 30 nights a month"
BOATS = "A ferry captain earns $71,000 a year"

TRICKS = (
    f"![beacon](https://image.{HOST}/b.png)",
    f"![beacon][ref] [ref]: https://reference.{HOST}/b.png",
    f'<img src="https://html-image.{HOST}/x.png" onerror="planted(1)">',
    f'<script src="https://script.{HOST}/x.js"></script><script>planted(2)</script>',
    f'<iframe src="https://frame.{HOST}/"></iframe>',
    '<svg onload="planted(3)"><a href="javascript:planted(4)">here</a></svg>',
    f'<link rel="preconnect" href="https://preconnect.{HOST}"><style>@import "https://style.{HOST}/x.css";</style>',
    f'<div style="background:url(https://css.{HOST}/x.png)">styled</div>',
    "[bonus](javascript:planted(5)) [more](data:text/html,<script>planted(6)</script>)",
    f"[tide table](https://link.{HOST}/) <https://auto.{HOST}/> https://bare.{HOST}/x www.{HOST} keeper@{HOST}",
    f"[home](//{HOST}/) [up](\\\\{HOST}\\x) [odd](https:{HOST}) [tab](java\tscript:planted(7))",
    f"https://guides.example@userinfo.{HOST}/ https://guid\u0435s.example/ https://xn--guids-q5a.example/",
    f"\u202egnp.elohtmirag//:sptth\u202c \u2066https://bidi.{HOST}/\u2069 \x1b]8;;https://terminal.{HOST}\x07x",
    f"$$\\href{{https://math.{HOST}}}{{x}}$$ :material/home: :red[red] `code` ~~~html\n<b>x</b>\n~~~",
    f"&lt;img src=https://entity.{HOST}/x.png&gt; &#106;avascript:planted(8)",
    WIDE,
)
"""Parts of sentences: images, links, HTML, scripts, Markdown's odd corners, turned writing, an endless word."""

ADDRESSES = (
    OWN_ADDRESS,
    "javascript:planted(9)",
    "data:text/html,<script>planted(10)</script>",
    "https://guid\u0435s.example/mixed",  # a Cyrillic letter among Latin ones
    f"https://guides.example@{HOST}/",
    f"//{HOST}/",
    f"https://{HOST}\\@guides.example/",
)
"""What guides give as their own address."""


def write_guides(folder: Path) -> None:
    """Writes a guide for each address, with all tricks in its title, its author, its headings, tables and sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, address in enumerate(ADDRESSES):
        trick = TRICKS[number]
        lines = [
            "---",
            f"title: {_yaml(f'Lighthouses {number} {trick}')}",
            f"author: {_yaml(f'Keeper {number} {TRICKS[-2 - number]}')}",
            f"url: {_yaml(address)}",
            "---",
            f"# Pay {number} {trick}",
            "",
            f"{EARNS} in year {number + 1}. {NIGHTS}, and {trick} besides.",
            "",
            *(f"{EARNS} plus {100 + 40 * number + place} {text} of it.\n" for place, text in enumerate(TRICKS)),
            f"| Role | Pay {trick.splitlines()[0].replace('|', '')} |",
            "| --- | --- |",
            f"| Keeper <img src=https://cell.{HOST}/x.png> | $48,{number}00 |",
            "",
            f"{BOATS}, writes <b onclick='planted(11)'>Bea</b>.",
        ]
        kind = ("md", "txt")[number % 2]  # of text files no markup is taken out
        (folder / f"lighthouse-{number}.{kind}").write_text("\n".join(lines), encoding="utf-8")


def write_answer(connection: Connection) -> None:
    """What the model writes: true sentences with tricks in them, tricks alone, and markers that are none."""
    connection.begin()
    for trick in TRICKS:
        connection.words(
            f"{EARNS} [1]. ", f"{trick} [1]. ", f"{EARNS} {trick} [1]. ", f"{NIGHTS} [2](https://marker.{HOST}/). "
        )
    connection.words("", reason="stop")
    connection.end()


def _yaml(text: str) -> str:
    """A scalar in single quotes, on one line, without what YAML forbids."""
    plain = "".join(letter for letter in " ".join(text.split()) if letter.isprintable() or letter in "\u202e\u202c")
    return "'" + plain.replace("'", "''") + "'"
