"""A guide in each format, each on a trade of its own: tables, notes, columns, nested lists."""

from __future__ import annotations

import datetime
from io import BytesIO

import docx
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)  # fmt: skip

STYLES = getSampleStyleSheet()
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]

GLASS = """---
title: Working as a glazier
author: {name: יעל כהן}
date: 2024-11-05
---
# Working as a glazier

A glazier needs a steady hand 🪟 and no fear of heights.[^1]

## What glaziers earn

| Level | Pay a year |
|---|---|
| Apprentice | €21,400 |
| Master glazier | €58,900 |

## Tools of the trade

Every glazier owns these tools:

- For cutting
  - a diamond cutter
  - running pliers
- For lifting
  - suction cups

[^1]: Harnesses are the employer's duty.
"""
FERRY = """Life on the river ferry

By Tomás Ó Sé
Published 12 March 2023

A deckhand on the river ferry starts at four in the morning, and whoever can't sleep early won't
last a month 🛳️.

Pay on board
------------

Rank | Pay a month
---|---
Deckhand | $2,150
Ferry captain | $6,400

How to be hired
---------------

Bring the following papers:

* a sailor's health certificate
* a swimming badge
  1. bronze will do for deckhands
"""
CASKS = """<!doctype html><html><head><title>Making casks | The Guild of Coopers</title>
<meta name="author" content="محمد العطار"><meta property="article:published_time" content="2022-06-30T08:00:00Z">
<link rel="canonical" href="https://guild.example/casks"></head>
<body><nav><a href="/">Home</a> <a href="/shop">Shop</a></nav>
<main><h1>Making casks</h1>
<p>A cooper bends staves of oak over fire 🔥 until they close<sup>2</sup>.</p>
<h2>Wages in the cooperage</h2>
<table><thead><tr><th rowspan="2">Rank</th><th colspan="2">Weekly wage</th></tr>
<tr><th>2021</th><th>2022</th></tr></thead>
<tr><td>Journeyman cooper</td><td>£610</td><td>£655</td></tr>
<tr><td>Head cooper</td><td>£880</td><td>£940</td></tr></table>
<h2>Learning it</h2>
<p>An apprenticeship in cooperage takes four years.</p>
<p>In the first year apprentices learn:</p>
<ul><li>Wood<ul><li>telling oak from chestnut</li></ul></li><li>Hoops</li></ul>
</main><footer>© Guild</footer></body></html>
"""
POTTERY = """---
title: A potter talks
author: Ida Quist
date: 2025-01-09
url: https://www.youtube.com/watch?v=clay
---
WEBVTT

NOTE made by a machine

00:00:01.000 --> 00:00:05.000
<v Host>Welcome. How did you learn to throw pots? 🏺

00:00:05.500 --> 00:00:11.000
<v נועה>I spent two winters with a potter in Fez.

00:01:12.000 --> 00:01:17.000
<v Host>What does a potter's kiln cost?

00:01:17.500 --> 00:01:23.000
<v נועה>A used kiln costs about $3,200, and a new one three times that.

00:02:40.000 --> 00:02:46.000
The worst part of pottery is the dust, which ruins your lungs.
"""
BEES = """1
00:00:02,000 --> 00:00:06,000
Today we speak with a beekeeper 🐝 of the south.

2
00:00:48,000 --> 00:00:53,000
A beginner should start with two hives and never with one.

3
00:01:30,000 --> 00:01:35,000
A full hive gives thirty kilos of honey in a good summer.

4
01:05:10,000 --> 01:05:16,000
Beekeepers sell the wax to candle makers for 12 euros a kilo.
"""


def trams(pages: int, *, compressed: bool = True) -> bytes:
    """A PDF with two columns, running heads, a list, a drawn table and a footnote's mark on each page."""
    out, (width, height) = BytesIO(), A4

    def frame(page: canvas.Canvas, document: BaseDocTemplate) -> None:
        page.setFont("Helvetica", 8)
        page.drawString(60, height - 30, "The tram guide")
        page.drawString(width / 2, 25, f"Page {document.page}")

    columns = [Frame(left, 60, width / 2 - 75, height - 120) for left in (60, width / 2 + 15)]
    document = BaseDocTemplate(
        out, pagesize=A4, title="Driving trams", author="Ana Ruiz", pageCompression=int(compressed)
    )
    document.addPageTemplates([PageTemplate("two", columns, onPage=frame)])
    story = [Paragraph("Driving trams", STYLES["Title"])]
    for n in range(1, pages + 1):
        items = [ListItem(Paragraph(each, STYLES["BodyText"])) for each in ("A licence of class D", "A calm mind")]
        story += [
            Paragraph(f"Pay in town {n}", STYLES["Heading2"]),
            Paragraph(
                f"A driver in town {n} earns 2,{n:03d} euros a month<super>1</super>, and whoever works at night or on "
                "Sundays is paid a good deal more than that for each of the hours.",
                STYLES["BodyText"],
            ),
            Paragraph("Drivers need:", STYLES["BodyText"]),
            ListFlowable(items, bulletType="bullet", start="•"),
            Table([["Level", "Pay"], ["Junior", f"€2,{n:03d}"], ["Senior", "€3,900"]], style=GRID),
            PageBreak(),
        ]
    document.build(story)
    return out.getvalue()


LIGHTS = {
    17: "A lighthouse keeper is paid 31,500 pounds a year.",
    120: "The lamp has to be cleaned every nine days with alcohol.",
    198: "Keepers on the outer rocks are relieved every six weeks.",
}
"""Pages of the long PDF that say something of their own."""


def lights() -> bytes:
    """A PDF of 200 pages."""
    out = BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    page.setTitle("Keeping lighthouses")
    page.setAuthor("Bríd Ní Néill")
    for n in range(1, 201):
        page.drawString(60, 500, LIGHTS.get(n, f"Tower number {n} of the coast was built of granite in {1700 + n}."))
        page.showPage()
    page.save()
    return out.getvalue()


def baking() -> bytes:
    """A Word document with struck-out and raised text, a nested list, a table and a head on its pages."""
    document = docx.Document()
    document.core_properties.author = "Léa Roy"
    document.core_properties.created = datetime.datetime(2024, 5, 6)
    document.add_heading("Baking as a job", 0)
    document.add_heading("Pay", 1)
    paragraph = document.add_paragraph("A baker earns ")
    paragraph.add_run("$30,000").font.strike = True
    paragraph.add_run("$36,000 a year 🥐")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(".")
    document.add_paragraph("Bakers do the following:")
    for text in ("Mix dough", "Bake bread"):
        document.add_paragraph(text, style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Level", "Pay", "Senior", "$50,000"), strict=True
    ):
        cell.text = text
    document.add_paragraph("Said by יעל כהן of the bakery.")
    document.add_heading("Hours", 1)
    document.add_paragraph("A baker's working day begins at two in the morning.")
    document.add_paragraph("Night work", style="List Bullet")
    document.add_paragraph("is paid a quarter more", style="List Bullet 2")
    document.sections[0].header.paragraphs[0].text = "Draft of the guild"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """A guide in each format by its file's name, and one of 200 pages."""
    texts = {"glass.md": GLASS, "ferry.txt": FERRY, "casks.html": CASKS, "pottery.vtt": POTTERY, "bees.srt": BEES}
    made = {"trams.pdf": trams(3), "lights.pdf": lights(), "baking.docx": baking()}
    return {name: text.encode() for name, text in texts.items()} | made
