import type { CheckGroup } from "../harness/check.ts";
import type { Conversation, Envelope } from "../harness/conversation.ts";
import { expectSame, expectThat, show } from "../harness/expectation.ts";

/** About ten megabytes, in rows. */
const manyRows = "RETURN array::range(0, 10000).map(|$n| { n: $n, text: string::repeat('x', 1000) })";

/** Queries that the peer answers with many frames, if it is new enough. */
export const streamedQueries: CheckGroup = {
  name: "streamed queries",
  applies: ({ queryStream }) => queryStream === true,
  checks: [
    {
      name: "report every answer, in order, and the last one last",
      run: async (bench) => {
        const conversation = await bench.enter();
        const answers = await conversation.answers(stream(conversation, "RETURN array::range(0, 1000)"));
        if (isRefusal(answers)) return;
        const frames = answers.map(frameOf);
        expectSame(frames[0]?.stream, "begin", "The first answer");
        expectSame(frames.at(-1)?.stream, "end", "The last answer");
        const rows = frames.flatMap(({ values }) => values ?? []);
        expectSame(
          rows,
          Array.from({ length: 1000 }, (_, row) => row),
          "The rows",
        );
      },
    },
    {
      name: "carry other requests beside one, and the request that stops it",
      run: async (bench) => {
        const conversation = await bench.enter();
        const id = stream(conversation, manyRows);
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to another request");
        conversation.send(conversation.request("query_cancel", [id], { ends: id }));
        await conversation.answers(id);
        expectSame(await conversation.query("RETURN 2"), 2, "The answer to the next request");
      },
    },
    {
      name: "lose nothing of what arrives while reading is stopped",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { connection } = conversation;
        const id = stream(conversation, manyRows);
        connection.setReading?.(false);
        // The peer sends meanwhile: on another connection it answers.
        const beside = await bench.enter();
        for (let count = 0; count < 3; count += 1) await beside.query("RETURN 1");
        connection.setReading?.(true);
        connection.setReading?.(true);
        const answers = await conversation.answers(id);
        if (isRefusal(answers)) return;
        const rows = answers.map(frameOf).flatMap(({ values }) => values ?? []);
        expectSame(rows.length, 10_000, "The number of rows");
      },
    },
    {
      name: "close a connection whose reading is stopped",
      run: async (bench) => {
        const conversation = await bench.enter();
        conversation.connection.setReading?.(false);
        await conversation.close(1_000);
      },
    },
  ],
};

function stream(conversation: Conversation, text: string): string {
  return conversation.send({ ...conversation.request("query_stream", [text]), streamed: true });
}

/** A peer that is too old for the method answers once, with an error. */
function isRefusal(answers: readonly Envelope[]): boolean {
  const [only] = answers;
  if (answers.length !== 1 || only === undefined || !("error" in only)) return false;
  expectSame(only.error.code, -32601, "The code of the error of a peer that does not stream");
  return true;
}

function frameOf(answer: Envelope): { readonly stream?: unknown; readonly values?: readonly unknown[] } {
  expectThat("result" in answer, () => `An answer to a streamed query is ${show(answer)}.`);
  return answer.result as { readonly stream?: unknown };
}
