import { type Capability, ENGINE_CONTRACT } from "@surreal-sdk/transport";
import type { CheckGroup } from "../harness/check.ts";
import { expectSame, expectThat } from "../harness/expectation.ts";

const all: readonly Capability[] = ["stateful", "sessions", "transactions", "live", "export", "import", "reconnect"];
/** The capabilities that may be omitted. */
const optional: readonly Capability[] = ["exportStream", "importStream", "queryStream", "permissions"];
/** The capability that each of them needs. */
const needed: Partial<Record<Capability, Capability>> = {
  exportStream: "export",
  importStream: "import",
  queryStream: "stateful",
};

/** What an engine declares about itself. */
export const declaration: CheckGroup = {
  name: "its declaration",
  checks: [
    {
      name: "states the contract it was written for, and a name for messages",
      run: async ({ subject: { engine } }) => {
        expectSame(engine.contract, ENGINE_CONTRACT, "The contract");
        expectThat(typeof engine.name === "string" && engine.name !== "", "The engine has no name.");
      },
    },
    {
      name: "says yes or no to every capability",
      run: async ({ subject: { engine } }) => {
        for (const name of all) {
          const declared: unknown = engine.capabilities[name];
          expectThat(
            typeof declared === "boolean",
            `The capability ${name} is ${String(declared)}: say true or false.`,
          );
        }
      },
    },
    {
      name: "streams what it can carry at all, and nothing else",
      run: async ({ subject: { engine } }) => {
        for (const name of optional) {
          const declared: unknown = engine.capabilities[name];
          const said = declared === undefined || typeof declared === "boolean";
          expectThat(said, `The capability ${name} is ${String(declared)}: say true or false, or leave it out.`);
          const need = needed[name];
          const has = need === undefined || engine.capabilities[need] === true;
          expectThat(declared !== true || has, `The capability ${name} needs ${need}.`);
        }
      },
    },
    {
      name: "declares what it is meant to be able to do",
      applies: (subject) => subject.capabilities !== undefined,
      run: async ({ subject: { engine, capabilities } }) => {
        for (const name of [...all, ...optional]) {
          expectSame(engine.capabilities[name] ?? false, capabilities?.[name] ?? false, `The capability ${name}`);
        }
      },
    },
    {
      name: "claims no session, transaction or live query where the peer keeps nothing",
      run: async ({ subject: { engine } }) => {
        const { stateful, sessions, transactions, live } = engine.capabilities;
        expectThat(stateful || !(sessions || transactions || live), "These need a peer that keeps state (`stateful`).");
      },
    },
    {
      name: "claims that it can reconnect where another connection finds the same data",
      applies: ({ engine }) => engine.capabilities.reconnect,
      run: async (bench) => {
        const [one, other] = [await bench.enter(), await bench.enter()];
        await one.query("CREATE person SET name = 'Ada'");
        await other.query("DEFINE TABLE IF NOT EXISTS person");
        const found = await other.query("SELECT VALUE name FROM person");
        const advice = "lead all connections to one database, or declare `reconnect: false`.";
        expectThat(Array.isArray(found) && found.length === 1, `A second connection finds other data: ${advice}`);
      },
    },
  ],
};
