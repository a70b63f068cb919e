"""Vega-Lite specifications from evidence, one file a kind of evidence.

Colours are named (`@accent`, `@muted`, `@warn`, `@soft`, `@text`), so that the page can put in
those of its light or dark scheme. Fields of the data have fixed names; names of columns and
values of the user's data occur as data only.
"""
