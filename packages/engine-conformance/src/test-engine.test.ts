import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { brokenEngine } from "../test/broken-engine.ts";
import { endings, meanings, notifications } from "../test/peer-faults.ts";
import { answers, declarations, frames, streams } from "../test/wire-faults.ts";
import type { EngineUnderTest } from "./harness/engine-under-test.ts";
import { testEngine } from "./test-engine.ts";

const capabilities = {
  stateful: true,
  sessions: true,
  transactions: true,
  live: true,
  export: true,
  import: true,
  exportStream: true,
  reconnect: false,
};

/** The tests that the suite registers, by group and name. */
function testsOf(subject: Omit<EngineUnderTest, "name" | "url">): Map<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>();
  const groups: string[] = [];
  const describe = (name: string, body: () => void): void => {
    groups.push(name);
    body();
    groups.pop();
  };
  const it = (name: string, body: () => Promise<void>): void => {
    tests.set(`${groups.slice(1).join(" > ")}: ${name}`, body);
  };
  testEngine({ name: "any", url: "mem://", capabilities, ...subject }, { describe, it });
  return tests;
}

function theTest(tests: Map<string, () => Promise<void>>, start: string): () => Promise<void> {
  const found = [...tests].filter(([name]) => name.startsWith(start));
  expect(found.map(([name]) => name)).toHaveLength(1);
  return (found[0] as [string, () => Promise<void>])[1];
}

describe("the suite passes an engine that is sound", () => {
  it.each([...testsOf({ engine: brokenEngine({}), patience: 20_000 })])("%s", (_name, test) => test());
});

describe("the suite finds an engine that", () => {
  const cases = [declarations, answers, frames, streams, meanings, notifications, endings].flat();
  it.each(cases)("$what, in $test", async ({ test, complaint, fault }) => {
    const patience = complaint.source.includes("within") ? 500 : 20_000;
    const tests = testsOf({ engine: brokenEngine(fault), patience });
    const failing = theTest(tests, test)();
    await expect(failing).rejects.toMatchObject({
      name: "ConformanceError",
      message: expect.stringMatching(complaint),
    });
  });

  it.each([
    ["does not notice that the peer is gone", undefined, /answered by a peer that is gone/],
    ["takes the loss of the peer for the end that was asked for", () => undefined, /closed\(\) got no error/],
    [
      "says that what was under way was not sent",
      () => new ConnectionLostError("gone", { outcome: "not_sent" }),
      /outcome of what was under way/,
    ],
  ])("%s", async (_what, reason, complaint) => {
    let cut = (): void => {};
    const engine = brokenEngine({
      connection: (_connection, listener) => {
        if (reason !== undefined) cut = () => listener.closed(reason());
        return {};
      },
    });
    const tests = testsOf({ engine, patience: 20_000, faults: { cut: () => cut() } });
    await expect(theTest(tests, "faults: when the peer is gone, what")()).rejects.toThrow(complaint);
  });

  it("opens where no server listens", async () => {
    const tests = testsOf({ engine: brokenEngine({}), faults: { nowhere: "mem://" } });
    await expect(theTest(tests, "faults: where no server listens")()).rejects.toThrow("where no SurrealDB is");
  });
});

describe("the suite leaves out", () => {
  it.each([
    ["sessions", "sessions"],
    ["transactions", "transactions"],
    ["live", "live queries"],
    ["stateful", "state"],
  ] as const)("what needs the capability %s", (capability, group) => {
    const names = (given: object): string[] =>
      [...testsOf({ engine: brokenEngine({ capabilities: given }) }).keys()].filter((name) =>
        name.startsWith(`${group}:`),
      );
    expect(names({})).not.toEqual([]);
    expect(names({ [capability]: false })).toEqual([]);
  });

  it("faults that nobody can make happen", () => {
    const names = [...testsOf({ engine: brokenEngine({}) }).keys()];
    expect(names.filter((name) => name.startsWith("faults:"))).toEqual([]);
  });
});
