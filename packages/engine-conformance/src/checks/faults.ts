import { ConnectionLostError, TransportError } from "@surreal-sdk/transport";
import type { Bench } from "../harness/bench.ts";
import { turn, urlOf } from "../harness/bench.ts";
import type { CheckGroup } from "../harness/check.ts";
import { Conversation } from "../harness/conversation.ts";
import type { EngineFaults } from "../harness/engine-under-test.ts";
import { ConformanceError, expectSame, expectThat, show } from "../harness/expectation.ts";
import { assertNotSent } from "./opening.ts";

/** The behaviour when the peer fails. */
export const faults: CheckGroup = {
  name: "faults",
  checks: [
    {
      name: "where no server listens, opening or the first request is refused, and nothing was sent",
      applies: has("nowhere"),
      run: async (bench) => assertNotSent(await firstFailure(bench, await faultUrl(bench, "nowhere"))),
    },
    {
      name: "where something else answers, opening or the first request fails with a typed error",
      applies: has("foreign"),
      run: async (bench) => {
        const error = await firstFailure(bench, await faultUrl(bench, "foreign"));
        expectThat(error instanceof TransportError, `${show(error)} is not a TransportError.`);
        expectThat(error.outcome !== undefined, "The error has no outcome.");
      },
    },
    {
      name: "where the server does not answer, opening ends with connectTimeout, or the first request can be abandoned",
      applies: has("silent"),
      run: async (bench) => {
        const url = await faultUrl(bench, "silent");
        const given = await bench.connect({ url, connectTimeout: 50 }).catch((error: unknown) => error);
        if (!(given instanceof Conversation)) return assertNotSent(given);
        const id = given.send(given.request("ping"));
        given.recorder.abandoned(id);
        given.connection.abandon?.(id);
        await given.close(0);
      },
    },
    {
      name: "where the server does not answer, opening can be cancelled",
      applies: has("silent"),
      run: async (bench) => {
        const controller = new AbortController();
        const pending = bench.connect({ url: await faultUrl(bench, "silent"), signal: controller.signal });
        const settled = pending.catch((error: unknown) => error);
        await turn();
        controller.abort();
        const given = await settled;
        if (!(given instanceof Conversation)) assertNotSent(given);
      },
    },
    {
      name: "when the peer is gone, what was under way fails with an unknown outcome, and nothing more is sent",
      applies: has("cut"),
      run: async (bench) => {
        const conversation = await bench.enter();
        const { recorder } = conversation;
        const id = conversation.send(conversation.request("query", ["SLEEP 1s"]));
        // When this is answered, the peer has the request before it, or will never get it.
        await conversation.ask("ping");
        await bench.subject.faults?.cut?.();
        const report = await conversation.settled(id, "The end of the connection or of the request");
        expectThat(
          report.kind === "closed" || report.kind === "failed",
          "A request was answered by a peer that is gone.",
        );
        expectThat(report.error !== undefined, "closed() got no error, though close() was not called.");
        expectThat(report.error instanceof ConnectionLostError, `${show(report.error)} is not a ConnectionLostError.`);
        expectSame(report.error.outcome, "unknown", "The outcome of what was under way");
        if (report.kind === "failed") return expectSame(await conversation.query("RETURN 1"), 1, "The next answer");
        conversation.refused(conversation.request("ping"));
        await conversation.close();
        expectSame(recorder.reports.filter(({ kind }) => kind === "closed").length, 1, "How often closed() was called");
      },
    },
    {
      name: "when the peer is gone and back, a new connection finds what was there",
      applies: (subject) => has("cut")(subject) && subject.engine.capabilities.reconnect,
      run: async (bench) => {
        const before = await bench.enter();
        await before.query("CREATE person:ada SET name = 'Ada'");
        await bench.subject.faults?.cut?.();
        const after = await bench.enter();
        expectSame(await after.query("RETURN person:ada.name"), "Ada", "What was written before");
      },
    },
  ],
};

function has(fault: keyof EngineFaults): (subject: Bench["subject"]) => boolean {
  return ({ faults }) => faults?.[fault] !== undefined;
}

async function faultUrl(bench: Bench, fault: "nowhere" | "silent" | "foreign"): Promise<string> {
  const source = bench.subject.faults?.[fault];
  if (source === undefined) throw new TypeError(`No URL was given for the fault "${fault}".`);
  return urlOf(source);
}

/** Some engines talk to the peer when they open, others with the first request. */
async function firstFailure(bench: Bench, url: string): Promise<unknown> {
  const given = await bench.connect({ url }).catch((error: unknown) => error);
  if (!(given instanceof Conversation)) return given;
  const report = await given.settled(given.send(given.request("version")));
  if (report.kind === "failed" || report.kind === "closed") return report.error;
  throw new ConformanceError("A request was answered where no SurrealDB is.");
}
