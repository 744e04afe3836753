import type { CheckGroup } from "../harness/check.ts";
import { expectSame, expectThat } from "../harness/expectation.ts";

const where = "RETURN [session::ns(), session::db(), $x]";

/** The state that the peer of a stateful engine keeps. */
export const kept: CheckGroup = {
  name: "state",
  applies: ({ stateful }) => stateful,
  checks: [
    {
      name: "is kept from one request to the next",
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.ask("let", ["x", 5]);
        expectSame(await conversation.query(where), [bench.namespace, "main", 5], "The state after use and let");
        await conversation.use(bench.namespace, "other");
        await conversation.ask("unset", ["x"]);
        expectSame(await conversation.query(where), [bench.namespace, "other", undefined], "The state after unset");
      },
    },
    {
      name: "is each connection's own",
      run: async (bench) => {
        const one = await bench.enter();
        const other = await bench.enter();
        await one.ask("let", ["x", "one"]);
        await one.use(bench.namespace, "elsewhere");
        expectSame(await other.query(where), [bench.namespace, "main", undefined], "What another connection sees");
        expectSame(await one.query(where), [bench.namespace, "elsewhere", "one"], "What the connection itself sees");
      },
    },
    {
      name: "ends with the connection: a new one starts blank",
      run: async (bench) => {
        const first = await bench.enter();
        await first.ask("let", ["x", "old"]);
        await first.close();
        const second = await bench.enter();
        expectSame(await second.query("RETURN $x"), undefined, "A variable of the connection before");
      },
    },
  ],
};

/** Where the peer keeps no state, each request carries the current state. */
export const sentAlong: CheckGroup = {
  name: "facts",
  applies: ({ stateful }) => !stateful,
  checks: [
    {
      name: "about namespace and database hold for their own request alone",
      run: async (bench) => {
        const conversation = await bench.enter();
        const databases = ["one", "two", "three", "one", "two", "three"];
        const asked = databases.map((database) => conversation.query("RETURN session::db()", {}, { database }));
        expectSame(await Promise.all(asked), databases, "The databases of requests in flight together");
        expectSame(await conversation.query("RETURN session::ns()"), bench.namespace, "The namespace");
      },
    },
    {
      name: "about the token decide who asks, and are forgotten with their request",
      applies: ({ credentials }) => credentials !== undefined,
      run: async (bench) => {
        const conversation = await bench.enter();
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to a request with a token");
        // A server may allow anonymous clients; what counts is that the previous token is not used again.
        const anonymous = await conversation.exchange("query", ["RETURN $auth"], { token: undefined });
        const known = await conversation.exchange("query", ["DEFINE USER somebody ON ROOT PASSWORD 'x'"], {
          token: undefined,
        });
        const refused = "error" in known || (known.result as { status: string }[])[0]?.status === "ERR";
        expectThat(refused && anonymous !== undefined, "A request without a token did what its predecessor may do.");
      },
    },
  ],
};
