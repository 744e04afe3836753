"""A contestant that uses the blocking Python client. It reads orders and writes reports, one line each."""

import sys
import time

from contestant import ROUND_LENGTH, check_inserted, inserted_rows, read_facts, report
from surrealdb import Surreal


def requests_per_second(db, text):
    answered = 0
    start = time.perf_counter()
    while time.perf_counter() - start < ROUND_LENGTH:
        db.query(text)
        answered += 1
    return answered / (time.perf_counter() - start)


def inserts_per_second(db, table, count):
    rows = inserted_rows(table, count)
    start = time.perf_counter()
    check_inserted(db.insert(table, rows), count)
    passed = time.perf_counter() - start
    db.query(f"REMOVE TABLE {table}")
    return count / passed


def main():
    facts = read_facts()
    db = Surreal(facts["url"])
    db.use("bench", "bench")
    report(kind="ready")
    turn = 0
    for order in sys.stdin:
        if order.strip() != "round":
            break
        turn += 1
        if facts["work"] == "insert":
            figure = inserts_per_second(db, f"insert_python_blocking_{turn}", facts["count"])
        else:
            figure = requests_per_second(db, facts["text"])
        report(kind="figure", figure=figure)
    db.close()


main()
