import { TransportError } from "@surreal-sdk/transport";
import type { Bench } from "../harness/bench.ts";
import { turn } from "../harness/bench.ts";
import type { CheckGroup } from "../harness/check.ts";
import { Conversation } from "../harness/conversation.ts";
import { ConformanceError, expectSame, expectThat, show } from "../harness/expectation.ts";

/** How a connection is opened. */
export const opening: CheckGroup = {
  name: "opening",
  checks: [
    {
      name: "gives a connection that answers",
      run: async (bench) => {
        const conversation = await bench.connect();
        expectSame(await conversation.ask("ping"), undefined, "The answer to ping");
      },
    },
    {
      name: "is refused when it was cancelled, and reports nothing",
      run: async (bench) => {
        const controller = new AbortController();
        controller.abort();
        assertNotSent(await refusedOpening(bench, { signal: controller.signal }));
        expectThat(bench.reports.length === 0, "The listener heard of a connection that there never was.");
      },
    },
    {
      name: "can be given up while it is under way, and leaves nothing behind",
      run: async (bench) => {
        const controller = new AbortController();
        const pending = bench.connect({ signal: controller.signal }).catch((error: unknown) => error);
        controller.abort();
        const given = await pending;
        // A connection that was established before the abort was noticed is valid too: its owner closes it.
        if (!(given instanceof Conversation)) assertNotSent(given);
        else await given.close();
        await turn();
        expectSame(
          bench.reports.map(({ kind }) => kind),
          given instanceof Conversation ? ["closed"] : [],
          "What the listener heard",
        );
      },
    },
    {
      name: "can happen many times at once, and every connection is one of its own",
      run: async (bench) => {
        const conversations = await Promise.all(Array.from({ length: 4 }, () => bench.enter()));
        await conversations[0]?.close();
        const rest = conversations.slice(1);
        const answers = await Promise.all(rest.map((each, index) => each.query("RETURN $index", { index })));
        expectSame(answers, [0, 1, 2], "The answers of the connections that stayed open");
        for (const { recorder } of rest)
          expectThat(recorder.end === undefined, "Closing one connection closed another.");
      },
    },
  ],
};

/** Opens a connection that must be refused. @returns the error */
export async function refusedOpening(bench: Bench, options: Parameters<Bench["connect"]>[0]): Promise<unknown> {
  try {
    await bench.connect(options);
  } catch (error) {
    return error;
  }
  throw new ConformanceError("open() gave a connection, and had to reject.");
}

/** Asserts an error of a request or a connection of which nothing was sent. */
export function assertNotSent(error: unknown): asserts error is TransportError {
  expectThat(
    error instanceof TransportError,
    `Opening was refused with ${show(error)}, which is not a TransportError.`,
  );
  expectThat(error.outcome === "not_sent", `The refusal has the outcome ${show(error.outcome)}; nothing was sent.`);
}
