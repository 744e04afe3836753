import type { EngineConnection } from "@surreal-sdk/transport";
import type { CheckGroup } from "../harness/check.ts";
import { type Conversation, read, type Statement } from "../harness/conversation.ts";
import { expectSame, expectThat } from "../harness/expectation.ts";

/** Which answer belongs to which request. */
export const answers: CheckGroup = {
  name: "requests in flight",
  checks: [
    {
      name: "are answered once each, under their own ids, however many there are",
      run: async (bench) => {
        const conversation = await bench.enter();
        const numbers = Array.from({ length: 64 }, (_, index) => index);
        const ids = numbers.map((number) => ask(conversation, "RETURN $number", { number }));
        const results = await Promise.all(ids.map((id) => resultOf(conversation, id)));
        expectSame(results, numbers, "The answers, in the order of their requests");
      },
    },
    {
      name: "are answered under their own ids when a slow one was asked first",
      run: async (bench) => {
        const conversation = await bench.enter();
        const slow = ask(conversation, "SLEEP 50ms; RETURN 'slow'");
        const quick = ["a", "b", "c"].map((text) => ask(conversation, "RETURN $text", { text }));
        const results = await Promise.all([slow, ...quick].map((id) => resultOf(conversation, id)));
        expectSame(results, ["slow", "a", "b", "c"], "The answers, in the order of their requests");
      },
    },
    {
      name: "may be joined by another one from inside the listener",
      run: async (bench) => {
        const conversation = await bench.enter();
        const follower = conversation.request("query", ["RETURN 'second'"]);
        conversation.recorder.onReport = () => {
          conversation.recorder.onReport = () => {};
          conversation.send(follower);
        };
        const first = ask(conversation, "RETURN 'first'");
        expectSame(await resultOf(conversation, first), "first", "The first answer");
        expectSame(await resultOf(conversation, follower.id), "second", "The second answer");
      },
    },
    {
      name: "are heard of no more once they were abandoned, and the others are answered",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { connection, recorder } = conversation;
        const given = ask(conversation, "SLEEP 20ms; RETURN 'abandoned'");
        const kept = ask(conversation, "SLEEP 20ms; RETURN 'kept'");
        // Where the engine has no `abandon`, an answer may still arrive: the caller ignores it.
        if (connection.abandon !== undefined) recorder.abandoned(given);
        connection.abandon?.(given);
        connection.abandon?.("never_asked_");
        expectSame(await resultOf(conversation, kept), "kept", "The answer to the other request");
        connection.abandon?.(kept);
        await conversation.query("SLEEP 40ms");
      },
    },
    {
      name: "are counted in bytes where the engine says how many wait, and may hold the process or not",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { connection } = conversation;
        assertCounted(connection);
        connection.setRef?.(false);
        connection.setRef?.(true);
        expectSame(await conversation.query("RETURN 1"), 1, "The answer after setRef()");
        ask(conversation, "RETURN 2");
        assertCounted(connection);
      },
    },
  ],
};

function assertCounted({ bufferedBytes }: EngineConnection): void {
  const counted = bufferedBytes === undefined || (Number.isInteger(bufferedBytes) && bufferedBytes >= 0);
  expectThat(counted, `bufferedBytes is ${String(bufferedBytes)}.`);
}

function ask(conversation: Conversation, text: string, variables: Readonly<Record<string, unknown>> = {}): string {
  return conversation.send(conversation.request("query", [text, variables]));
}

async function resultOf(conversation: Conversation, id: string): Promise<unknown> {
  const envelope = read(await conversation.answer(id));
  expectThat("result" in envelope, `Request ${id} was answered with an error.`);
  return (envelope.result as Statement[]).at(-1)?.result;
}
