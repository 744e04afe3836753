"""What both contestants of the benchmark that use the Python client share: orders, reports and rows."""

import json
import sys

from surrealdb import RecordID

ROUND_LENGTH = 0.3


def read_facts():
    """The last argument is the facts as JSON."""
    return json.loads(sys.argv[-1])


def report(**what):
    print(json.dumps(what), flush=True)


def inserted_rows(table, count):
    return [
        {
            "id": RecordID(table, index),
            "name": f"User {index}",
            "age": index % 80,
            "tags": ["a", "b", str(index)],
            "address": {"city": "Berlin", "zip": 10_000 + index},
        }
        for index in range(count)
    ]


def check_inserted(rows, count):
    if len(rows) != count:
        raise RuntimeError(f"{len(rows)} of {count} records came back")
