import { expect, it } from "vitest";
import { call } from "../simulation/plain-framing.ts";
import { testLink } from "../simulation/test-link.ts";
import { settled } from "../simulation/virtual-clock.ts";

it("connects by itself, answers, and closes without a trace", async () => {
  const { engine, request, close, log, clock, link } = testLink();
  const one = request(call("one"));
  await settled();
  expect(engine.connection.sent).toEqual(["one"]);
  engine.connection.answer("one");
  expect(one.settled).toEqual(["R000000000001re: one"]);
  const closing = close();
  await settled();
  expect(closing.settled).toEqual(["done"]);
  expect(log).toEqual(["status connecting", "status connected", "ready false", "status closed"]);
  expect(clock.timers).toBe(0);
  expect(link.pending).toBe(0);
});
