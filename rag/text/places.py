"""Places that a text names."""

from __future__ import annotations

import re

_PLACES = (
    "SF|San Francisco|Bay Area|Silicon Valley|NYC|New York(?: City)?|LA|Los Angeles|Seattle|Boston|Austin|Chicago"
    "|Denver|Atlanta|Dallas|Washington(?: D\\.?C\\.?)?|California|Texas|Toronto|Vancouver|Montreal|London|Dublin"
    "|Edinburgh|Berlin|Munich|Hamburg|Frankfurt|Amsterdam|Paris|Madrid|Barcelona|Lisbon|Zurich|Geneva|Vienna|Stockholm"
    "|Copenhagen|Oslo|Warsaw|Prague|Bangalore|Bengaluru|Hyderabad|Mumbai|Delhi|Pune|Chennai|Singapore|Hong Kong|Tokyo"
    "|Seoul|Sydney|Melbourne|Dubai|Tel Aviv|US|U\\.S\\.|USA|United States|America|UK|U\\.K\\.|United Kingdom|Britain"
    "|England|EU|Europe|Canada|Germany|France|Spain|Portugal|Italy|Ireland|Netherlands|Belgium|Switzerland|Austria"
    "|Poland|Sweden|Norway|Denmark|Finland|India|China|Japan|Korea|Australia|New Zealand|Israel|UAE|Brazil|Mexico"
    "|Argentina|Nigeria|Kenya|South Africa|Egypt|Pakistan|Bangladesh|Philippines|Indonesia|Vietnam|Asia|Africa"
    "|Latin America"
)
PLACE = re.compile(rf"(?<!University of )\b(?:{_PLACES})(?:/(?:{_PLACES}))*(?!\w)|\b[Rr]emote(?:ly)?\b")
