"""A contestant that uses the async Python client. It reads orders and writes reports, one line each."""

import asyncio
import sys
import time

from contestant import ROUND_LENGTH, check_inserted, inserted_rows, read_facts, report
from surrealdb import AsyncSurreal


async def requests_per_second(db, text, in_flight):
    answered = 0
    start = time.perf_counter()

    async def work():
        nonlocal answered
        while time.perf_counter() - start < ROUND_LENGTH:
            await db.query(text)
            answered += 1

    await asyncio.gather(*(work() for _ in range(in_flight)))
    return answered / (time.perf_counter() - start)


async def inserts_per_second(db, table, count):
    rows = inserted_rows(table, count)
    start = time.perf_counter()
    check_inserted(await db.insert(table, rows), count)
    passed = time.perf_counter() - start
    await db.query(f"REMOVE TABLE {table}")
    return count / passed


async def main():
    facts = read_facts()
    db = AsyncSurreal(facts["url"])
    await db.connect()
    await db.use("bench", "bench")
    report(kind="ready")
    turn = 0
    while True:
        # The loop goes on meanwhile, so that it answers the pings of the server.
        order = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        if order.strip() != "round":
            break
        turn += 1
        if facts["work"] == "insert":
            figure = await inserts_per_second(db, f"insert_python_async_{turn}", facts["count"])
        else:
            figure = await requests_per_second(db, facts["text"], facts["inFlight"])
        report(kind="figure", figure=figure)
    await db.close()


asyncio.run(main())
