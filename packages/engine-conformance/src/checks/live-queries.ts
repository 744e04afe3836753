import { CborCodec } from "@surreal-sdk/codec";
import type { CheckGroup } from "../harness/check.ts";
import type { Conversation, Place } from "../harness/conversation.ts";
import { expectSame, sameValue, uuidText } from "../harness/expectation.ts";
import { enterSession } from "./sessions.ts";

const codec = new CborCodec();

/** The content of a notification. */
interface Notification {
  readonly id: unknown;
  readonly action: string;
  readonly result: unknown;
}

/** Live queries and their notifications. */
export const liveQueries: CheckGroup = {
  name: "live queries",
  applies: ({ live }) => live,
  checks: [
    {
      name: "tell of every change, in frames that answer nothing",
      run: async (bench) => {
        const conversation = await bench.enter();
        const id = await live(conversation);
        const changes = ["CREATE person:1 SET n = 1", "UPDATE person:1 SET n = 2", "DELETE person:1"];
        // One after the other: the database itself may report two changes in another order.
        for (const [index, text] of changes.entries()) {
          await conversation.query(text);
          await heard(conversation, id, index + 1);
        }
        const told = notificationsOf(conversation, id);
        const actions = told.map(({ action }) => action);
        expectSame(actions, ["CREATE", "UPDATE", "DELETE"], "The actions");
        expectSame(told.slice(0, 2).map(numberOf), [1, 2], "What was created, and what it was changed to");
      },
    },
    {
      name: "tell of a burst of changes once each",
      run: async (bench) => {
        const conversation = await bench.enter();
        const id = await live(conversation);
        await conversation.query("FOR $n IN 0..100 { CREATE person SET n = $n }");
        const numbers = (await heard(conversation, id, 100)).map(numberOf);
        const expected = Array.from({ length: 100 }, (_, index) => index);
        expectSame(
          numbers.sort((a, b) => a - b),
          expected,
          "The numbers of the records",
        );
      },
    },
    {
      name: "start from a query too, and tell what it selects",
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("DEFINE TABLE person");
        const id = await conversation.query("LIVE SELECT VALUE n FROM person WHERE n > 1");
        await conversation.query("CREATE person SET n = 1; CREATE person SET n = 2");
        expectSame((await heard(conversation, id, 1))[0]?.result, 2, "What the query selected");
      },
    },
    {
      name: "are silent once they were killed, and the others go on",
      run: async (bench) => {
        const conversation = await bench.enter();
        const killed = await live(conversation);
        const stays = await live(conversation);
        await conversation.query("CREATE person SET n = 1");
        await heard(conversation, killed, 1);
        await conversation.ask("kill", [killed]);
        await conversation.query("CREATE person SET n = 2");
        await heard(conversation, stays, 2);
        const changes = notificationsOf(conversation, killed).filter(({ action }) => action !== "KILLED");
        expectSame(changes.length, 1, "The changes that the killed query told of");
      },
    },
    {
      name: "tell their own connection alone",
      applies: ({ engine }) => engine.capabilities.reconnect,
      run: async (bench) => {
        const one = await bench.enter();
        const other = await bench.enter();
        const ids = [await live(one), await live(other)];
        await one.query("CREATE person SET n = 1");
        await Promise.all([heard(one, ids[0], 1), heard(other, ids[1], 1)]);
        expectSame(notificationsOf(one, ids[1]).length, 0, "What the first connection heard for the second");
        expectSame(notificationsOf(other, ids[0]).length, 0, "What the second connection heard for the first");
      },
    },
    {
      name: "tell of changes when they belong to an attached session",
      applies: ({ engine }) => engine.capabilities.sessions,
      run: async (bench) => {
        const conversation = await bench.enter();
        const session = await enterSession(bench, conversation);
        const id = await live(conversation, { session });
        await conversation.query("CREATE person SET n = 1");
        expectSame((await heard(conversation, id, 1))[0]?.action, "CREATE", "The action");
      },
    },
    {
      name: "are over once the connection is closed",
      run: async (bench) => {
        const conversation = await bench.enter();
        await live(conversation);
        conversation.send(conversation.request("query", ["FOR $n IN 0..20 { CREATE person SET n = $n }"]));
        await conversation.close();
      },
    },
  ],
};

async function live(conversation: Conversation, place: Place = {}): Promise<unknown> {
  await conversation.query("DEFINE TABLE IF NOT EXISTS person", {}, place);
  const id = await conversation.ask("live", ["person"], place);
  uuidText(id);
  return id;
}

/** Waits until a live query has reported this many changes. */
function heard(conversation: Conversation, id: unknown, count: number): Promise<Notification[]> {
  return conversation.recorder.until(`Notification ${count} of the live query`, () => {
    const found = notificationsOf(conversation, id);
    return found.length < count ? undefined : found;
  });
}

function notificationsOf(conversation: Conversation, id: unknown): Notification[] {
  return conversation.recorder.notifications
    .map((frame) => (codec.decode(frame) as { result: Notification }).result)
    .filter((notification) => sameValue(notification.id, id));
}

function numberOf({ result }: Notification): number {
  return (result as { readonly n: number }).n;
}
