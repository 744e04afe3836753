import type { CheckGroup } from "../harness/check.ts";
import type { Conversation } from "../harness/conversation.ts";
import { expectSame, expectThat, show } from "../harness/expectation.ts";

/** A method, its parameters and its result; texts are SurrealQL that the database itself evaluates. */
interface MethodCase {
  readonly method: string;
  readonly given?: string;
  readonly params: string;
  readonly result: string;
}

const ada = "{ id: person:ada, name: 'Ada' }";

const cases: readonly MethodCase[] = [
  { method: "ping", params: "[]", result: "NONE" },
  { method: "info", params: "[]", result: "NONE" },
  { method: "query", params: "['']", result: "[]" },
  { method: "select", given: `CREATE person CONTENT ${ada}`, params: "[person:ada]", result: ada },
  { method: "select", given: "DEFINE TABLE person", params: "['person']", result: "[]" },
  { method: "create", params: "[person:ada, { name: 'Ada' }]", result: ada },
  { method: "insert", params: `['person', [${ada}]]`, result: `[${ada}]` },
  {
    method: "insert_relation",
    params: "['knows', [{ id: 1, in: person:ada, out: person:grace }]]",
    result: "[{ id: knows:1, in: person:ada, out: person:grace }]",
  },
  { method: "upsert", params: "[person:ada, { name: 'Ada' }]", result: ada },
  { method: "update", given: "CREATE person:ada SET age = 1", params: "[person:ada, { name: 'Ada' }]", result: ada },
  {
    method: "merge",
    given: "CREATE person:ada SET age = 1",
    params: "[person:ada, { name: 'Ada' }]",
    result: "{ id: person:ada, age: 1, name: 'Ada' }",
  },
  {
    method: "patch",
    given: "CREATE person:ada",
    params: "[person:ada, [{ op: 'add', path: '/name', value: 'Ada' }]]",
    result: ada,
  },
  { method: "delete", given: `CREATE person CONTENT ${ada}`, params: "[person:ada]", result: ada },
  { method: "run", params: "['math::abs', NONE, [-3]]", result: "3" },
];

/** The methods of the protocol; those of sessions, transactions and live queries have their own groups. */
export const methods: CheckGroup = {
  name: "the methods",
  checks: [
    ...(cases.map(({ method, given, params, result }) => ({
      name: `reach the database: ${method} ${params}`,
      run: async (bench) => {
        const conversation = await bench.enter();
        if (given !== undefined) await conversation.query(given);
        const sent = (await conversation.query(`RETURN ${params}`)) as unknown[];
        const expected = await conversation.query(`RETURN ${result}`);
        expectSame(await conversation.ask(method, sent), expected, `The answer to ${method}`);
      },
    })) satisfies CheckGroup["checks"]),
    {
      name: "reach the database: relate",
      run: async (bench) => {
        const conversation = await bench.enter();
        const [from, to] = (await conversation.query("RETURN [person:ada, person:grace]")) as unknown[];
        const edge = (await conversation.ask("relate", [from, "knows", to])) as { in: unknown; out: unknown };
        expectSame([edge.in, edge.out], [from, to], "The ends of the new edge");
      },
    },
    {
      name: "reach the database: version",
      run: async (bench) => {
        const version = await (await bench.connect()).ask("version");
        expectThat(/^surrealdb-\d/.test(String(version)), `version was answered with ${show(version)}.`);
      },
    },
    {
      name: "reach the database: use",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { namespace } = bench;
        const reported = await conversation.ask("use", [namespace, "other"]);
        expectSame(reported, { database: "other", namespace }, "The answer to use");
      },
    },
    {
      name: "reach the database: signin, authenticate",
      applies: ({ credentials }) => credentials !== undefined,
      run: async (bench) => {
        const conversation = await bench.connect();
        const token = await conversation.ask("signin", [bench.subject.credentials]);
        expectThat(/^[\w-]+\.[\w-]+\.[\w-]+$/.test(String(token)), "signin was not answered with a token.");
        expectSame(await conversation.ask("authenticate", [token]), undefined, "The answer to authenticate");
        await conversation.askInVain("authenticate", ["no.valid.token"]);
      },
    },
    {
      name: "reach the database: invalidate, reset",
      applies: ({ engine }) => engine.capabilities.stateful,
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.ask("invalidate");
        await bench.prepare(conversation);
        await conversation.ask("reset");
        await loseNamespace(conversation, bench.subject.credentials);
      },
    },
  ],
};

async function loseNamespace(
  conversation: Conversation,
  credentials?: Readonly<Record<string, string>>,
): Promise<void> {
  if (credentials !== undefined) await conversation.signin(credentials);
  expectSame(await conversation.query("RETURN session::ns()"), undefined, "The namespace after reset");
}
