#!/usr/bin/env python3
"""Posts a machine's monthly figures to Stafett: an example to begin from, with nothing but Python's own library.

    STAFETT_URL=https://stafett.example.no STAFETT_TOKEN=… ./robot.py 2026-10 COMMITMENT=41.5 COMMITMENT=12 …
    STAFETT_REASON='Etterregistrert i fagsystemet' ./robot.py 2026-10 COMMITMENT=40 …

The month's last day is measured. Sent again, it changes nothing. When Stafett has another value, the robot stops and says
so; with STAFETT_REASON it corrects it, and the history shows the reason. What looks mistyped is recorded and said on a line
of its own, for somebody to look at.

Exit: 0 the figures are there, 1 Stafett refused them (why is on the last line), 2 the call is wrong.
"""

import calendar
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from decimal import Decimal


def call(method, path, body, key):
    headers = {
        "Authorization": "Bearer " + os.environ["STAFETT_TOKEN"],
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    url = os.environ["STAFETT_URL"].rstrip("/") + "/api/v1" + path
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method=method)
    for pause in (2, 10, None):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)
        except OSError as unreachable:
            # Nobody knows whether it came through: the same key makes it safe to send once more.
            if pause is None:
                sys.exit(f"{request.full_url}: {unreachable}")
            time.sleep(pause)


def read(month, figures):
    """The day and the figures of a call."""
    year, number = (int(part) for part in month.split("-"))
    day = f"{month}-{calendar.monthrange(year, number)[1]:02}"
    pairs = [figure.split("=", 1) for figure in figures]
    return day, [(commitment, str(Decimal(value))) for commitment, value in pairs]


def main(day, figures):
    body = {"items": [{"commitment_id": commitment, "on": day, "value": value} for commitment, value in figures]}
    body["if_measured"] = "same"
    if os.environ.get("STAFETT_REASON"):
        body.update(if_measured="correct", reason=os.environ["STAFETT_REASON"])
    status, answer = call("POST", "/measurements/batch", body, str(uuid.uuid4()))
    if status not in (200, 201):
        sys.exit(f"{answer['detail']} {answer.get('errors', '')}")
    for item in answer["items"]:
        if item["unusual"]:
            print(f"look at {item['commitment_id']} {item['on']} {item['value']}: {', '.join(item['unusual'])}")
    states = Counter(item["state"] for item in answer["items"])
    print(", ".join(f"{states[state]} {state}" for state in ("recorded", "corrected", "unchanged")))


if __name__ == "__main__":
    try:
        day, figures = read(sys.argv[1], sys.argv[2:])
    except (IndexError, ValueError, ArithmeticError):
        figures = []
    if not figures:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(day, figures)
