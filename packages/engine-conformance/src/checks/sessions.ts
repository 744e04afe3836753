import type { Bench } from "../harness/bench.ts";
import { randomUuid } from "../harness/bench.ts";
import type { CheckGroup } from "../harness/check.ts";
import type { Conversation, Statement } from "../harness/conversation.ts";
import { expectSame, expectThat, uuidText } from "../harness/expectation.ts";

const where = "RETURN [session::ns(), session::db(), $x]";

/** Several sessions over one connection. */
export const sessions: CheckGroup = {
  name: "sessions",
  applies: (capabilities) => capabilities.sessions,
  checks: [
    {
      name: "start blank, and share nothing with the connection they are on",
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.ask("let", ["x", "outside"]);
        await conversation.query("DEFINE TABLE person");
        const session = await attach(conversation);
        const { credentials } = bench.subject;
        if (credentials !== undefined) await conversation.signin(credentials, { session });
        // Without a namespace of its own it would otherwise find this table of the connection.
        const envelope = await conversation.exchange("query", ["SELECT * FROM person"], { session });
        const [statement] = "result" in envelope ? (envelope.result as Statement[]) : [];
        expectThat(statement?.status !== "OK", "A new session is in the namespace of the connection.");
        await conversation.use(bench.namespace, "inside", { session });
        expectSame(await conversation.query("RETURN $x", {}, { session }), undefined, "A variable of the connection");
        await conversation.ask("let", ["x", "inside"], { session });
        expectSame(await conversation.query(where), [bench.namespace, "main", "outside"], "The state outside");
        expectSame(await conversation.query(where, {}, { session }), [bench.namespace, "inside", "inside"], "Inside");
      },
    },
    {
      name: "answer from their own state when all of them are asked at once",
      run: async (bench) => {
        const conversation = await bench.enter();
        const attached = await Promise.all([1, 2, 3].map(() => enterSession(bench, conversation)));
        await Promise.all(attached.map((session, x) => conversation.ask("let", ["x", x], { session })));
        const rounds = Array.from({ length: 24 }, (_, index) => index % attached.length);
        const seen = await Promise.all(
          rounds.map((x) => conversation.query("RETURN $x", {}, { session: attached[x] as string })),
        );
        expectSame(seen, rounds, "What the sessions saw");
      },
    },
    {
      name: "are listed while they are attached",
      run: async (bench) => {
        const conversation = await bench.enter();
        const session = await attach(conversation);
        expectSame(await listed(conversation), [session], "The sessions of the connection");
        await conversation.ask("detach", [], { session });
        expectSame(await listed(conversation), [], "The sessions after detaching");
      },
    },
    {
      name: "are unknown after detaching, and nothing else is",
      run: async (bench) => {
        const conversation = await bench.enter();
        const gone = await enterSession(bench, conversation);
        const stays = await enterSession(bench, conversation);
        await conversation.ask("let", ["x", "stays"], { session: stays });
        await conversation.ask("detach", [], { session: gone });
        const { message } = await conversation.askInVain("query", ["RETURN 1"], { session: gone });
        expectThat(message.includes(gone), `The error does not name the session: ${message}`);
        expectSame(await conversation.query("RETURN $x", {}, { session: stays }), "stays", "The other session");
        expectSame(await conversation.query("RETURN 1"), 1, "The connection itself");
      },
    },
    {
      name: "are not attached twice under one id",
      run: async (bench) => {
        const conversation = await bench.enter();
        const session = await attach(conversation);
        await conversation.askInVain("attach", [], { session });
      },
    },
    {
      name: "belong to one connection: another one can neither use them nor see them",
      run: async (bench) => {
        const one = await bench.enter();
        const other = await bench.enter();
        const session = await enterSession(bench, one);
        await other.askInVain("query", ["RETURN 1"], { session });
        expectSame(await listed(other), [], "The sessions that the other connection sees");
      },
    },
  ],
};

/** Attaches a session under an id of the client's choice. */
export async function attach(conversation: Conversation): Promise<string> {
  const session = randomUuid();
  await conversation.ask("attach", [], { session });
  return session;
}

/** Attaches a session that is signed in and uses the namespace of the test. */
export async function enterSession(bench: Bench, conversation: Conversation): Promise<string> {
  const session = await attach(conversation);
  await bench.prepare(conversation, session);
  return session;
}

async function listed(conversation: Conversation): Promise<string[]> {
  return ((await conversation.ask("sessions")) as unknown[]).map(uuidText);
}
