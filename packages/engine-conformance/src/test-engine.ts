import { answers } from "./checks/answers.ts";
import { closing } from "./checks/closing.ts";
import { declaration } from "./checks/declaration.ts";
import { errors } from "./checks/errors.ts";
import { faults } from "./checks/faults.ts";
import { frames } from "./checks/frames.ts";
import { liveQueries } from "./checks/live-queries.ts";
import { methods } from "./checks/methods.ts";
import { opening } from "./checks/opening.ts";
import { sessions } from "./checks/sessions.ts";
import { kept, sentAlong } from "./checks/state.ts";
import { streamedQueries } from "./checks/streamed-queries.ts";
import { streams } from "./checks/streams.ts";
import { transactions } from "./checks/transactions.ts";
import { transfers, untransferable } from "./checks/transfers.ts";
import { values } from "./checks/values.ts";
import { Bench } from "./harness/bench.ts";
import type { CheckGroup } from "./harness/check.ts";
import type { EngineUnderTest } from "./harness/engine-under-test.ts";
import type { TestRunner } from "./test-runner.ts";

const groups: readonly CheckGroup[] = [
  declaration,
  opening,
  answers,
  frames,
  values,
  methods,
  errors,
  kept,
  sentAlong,
  sessions,
  transactions,
  liveQueries,
  transfers,
  streams,
  streamedQueries,
  untransferable,
  closing,
  faults,
];

/**
 * Registers the conformance tests of an engine: one test for each required behaviour, each with its own connections. A
 * capability that the engine does not declare is not tested, and neither are faults that cannot be injected.
 *
 * Call it at the top level of a test file. The tests use the engine in the same way as the SDK does, as frames, and
 * watch its listener all the time: a second answer, a report after `closed`, or an error without an outcome fails the
 * test in which it happens.
 *
 * @param subject - the engine, and a SurrealDB to connect to
 * @param runner - where to register the tests: the module of your test runner
 * @example
 * ```ts
 * import * as vitest from "vitest"; // or node:test, or anything with describe and it
 * import { testEngine } from "@surreal-sdk/engine-conformance";
 *
 * testEngine({ name: "tcp", engine: tcpEngine(), url: "tcp://localhost:9000" }, vitest);
 * ```
 */
export function testEngine(subject: EngineUnderTest, runner: TestRunner): void {
  const { capabilities } = subject.engine;
  if (typeof capabilities !== "object" || capabilities === null) {
    throw new TypeError(`The engine "${subject.name}" declares no capabilities: say true or false to each of them.`);
  }
  runner.describe(`the engine "${subject.name}"`, () => {
    for (const { name, applies, checks } of groups) {
      const owed = checks.filter((check) => check.applies?.(subject) ?? true);
      if (owed.length === 0 || applies?.(capabilities) === false) continue;
      runner.describe(name, () => {
        for (const check of owed) runner.it(check.name, () => new Bench(subject).run(check.run));
      });
    }
  });
}
