#!/usr/bin/env python3
"""Posts a machine's monthly figures to Stafett: an example to begin from, with nothing but Python's own library.

    STAFETT_URL=https://stafett.example.no STAFETT_TOKEN=… ./robot.py 2026-10 COMMITMENT=41.5 COMMITMENT=12 …

The month's last day is measured. Sent again, it changes nothing: the key that the request carries is the same for the
same figures, and a day that is measured already is left alone when its value is the same. When it is another, the robot
stops and says so, because only people correct figures.

Exit: 0 the figures are there, 1 Stafett refused them (why is on the last line), 2 the call is wrong.
"""

import calendar
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request
from decimal import Decimal


def call(method, path, body=None, key=None):
    headers = {"Authorization": "Bearer " + os.environ["STAFETT_TOKEN"], "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(os.environ["STAFETT_URL"].rstrip("/") + "/api/v1" + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)
    except urllib.error.URLError as unreachable:
        sys.exit(f"{request.full_url}: {unreachable.reason}")


def known(commitment, day):
    """The value of a day; None when it is not measured."""
    cursor = ""
    while cursor is not None:
        status, page = call("GET", f"/commitments/{commitment}/measurements?limit=200&cursor={cursor}")
        if status != 200:
            sys.exit(f"{commitment}: {page['detail']}")
        for item in page["items"]:
            if item["on"] == day:
                return Decimal(item["value"])
        cursor = page["next_cursor"]


def read(month, figures):
    """The day and the figures of a call."""
    year, number = (int(part) for part in month.split("-"))
    day = f"{month}-{calendar.monthrange(year, number)[1]:02}"
    pairs = [figure.split("=", 1) for figure in figures]
    return day, [(commitment, str(Decimal(value))) for commitment, value in pairs]


def main(day, figures):
    items = []
    for commitment, value in figures:
        there = known(commitment, day)
        if there is None:
            items.append({"commitment_id": commitment, "on": day, "value": value, "kind": "measured"})
        elif there != Decimal(value):
            sys.exit(f"{commitment}: {day} is measured as {there}, not {value}. Correct it in Stafett.")
    if items:
        key = hashlib.sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()
        status, answer = call("POST", "/measurements/batch", {"items": items}, key)
        if status != 201:
            sys.exit(f"{answer['detail']} {answer.get('errors', '')}")
    print(f"{len(items)} posted, {len(figures) - len(items)} there already")


if __name__ == "__main__":
    try:
        day, figures = read(sys.argv[1], sys.argv[2:])
    except (IndexError, ValueError, ArithmeticError):
        figures = []
    if not figures:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(day, figures)
