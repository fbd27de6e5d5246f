"""Reads a feed with a client from PyPI, python-odata, and prints what it found as JSON.

    read.py ADDRESS < TOKEN

The client is told nothing but the address and the token: tables, columns and types it has from the metadata, the pages from the links.
"""

import json
import sys
from collections import Counter, defaultdict
from decimal import Decimal

from odata import ODataService
from requests.auth import HTTPBasicAuth

token = sys.stdin.read().strip()
# Small pages, so that there are many links to follow.
service = ODataService(sys.argv[1], auth=HTTPBasicAuth("excel", token), reflect_entities=True, quiet_progress=True,
                       extra_headers={"Prefer": "odata.maxpagesize=50"})
tables = service.entities
measurement, commitment = tables["Measurements"], tables["Commitments"]

sums, counts = defaultdict(Decimal), Counter()
for row in service.query(measurement):
    sums[row.CommitmentId] += row.Value
    counts[row.CommitmentId] += 1

cells = defaultdict(Counter)
for row in service.query(commitment).filter(commitment.Accepted == True):  # noqa: E712, the client makes a filter of it
    cells[f"{row.ProjectId} {row.MunicipalityId}"].update({
        "accepted": 1,
        "measured": int(row.LatestOn is not None),
        "on_plan": int(row.State == "on_plan"),
        "overdue": int(row.Overdue),
    })

above = service.query(measurement).filter(measurement.Value > Decimal("10.25")).filter(measurement.Kind == "measured")
newest = list(service.query(measurement).order_by(measurement.MeasuredOn.desc()).limit(3))
print(json.dumps({
    "tables": {name: sum(1 for _ in service.query(table)) for name, table in tables.items()},
    "sums": {key: str(value) for key, value in sums.items()},
    "counts": counts,
    "cells": cells,
    "above": sum(1 for _ in above),
    "newest": [[row.MeasuredOn, str(row.Value)] for row in newest],
}))
