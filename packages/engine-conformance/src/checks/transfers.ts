import { CborCodec } from "@surreal-sdk/codec";
import type { CheckGroup } from "../harness/check.ts";
import { type Conversation, read, type Statement } from "../harness/conversation.ts";
import { expectSame, expectThat, show } from "../harness/expectation.ts";

const codec = new CborCodec();
const rows = "SELECT * FROM person ORDER BY id";

/** Whole databases as text. */
export const transfers: CheckGroup = {
  name: "exports and imports",
  applies: (capabilities) => capabilities.export || capabilities.import,
  checks: [
    {
      name: "export the current database as SurrealQL in UTF-8",
      applies: ({ engine }) => engine.capabilities.export,
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("CREATE person:1 SET name = 'Zoë 🦀'; CREATE city:1");
        const text = await exported(conversation, {});
        expectThat(
          text.includes("person:1") && text.includes("Zoë 🦀"),
          () => `A record is missing from ${show(text)}`,
        );
        expectThat(text.includes("city:1"), () => `A table is missing from ${show(text)}`);
      },
    },
    {
      name: "export what the configuration selects",
      applies: ({ engine }) => engine.capabilities.export,
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("CREATE person:1; CREATE city:1");
        const text = await exported(conversation, { tables: ["city"] });
        expectThat(text.includes("city:1"), () => `The table that was asked for is missing from ${show(text)}`);
        expectThat(!text.includes("person:1"), "A table that was not asked for is in the export.");
      },
    },
    {
      name: "import statements, and answer with those that failed",
      applies: ({ engine }) => engine.capabilities.import,
      run: async (bench) => {
        const conversation = await bench.enter();
        const well = await imported(conversation, "OPTION IMPORT; CREATE person:1 SET name = 'Zoë 🦀'");
        expectThat(
          well.every(({ status }) => status === "OK"),
          () => `The import failed: ${show(well)}`,
        );
        expectSame(await conversation.query("SELECT VALUE name FROM person"), ["Zoë 🦀"], "The rows imported");
        const badly = await imported(conversation, "OPTION IMPORT; THROW 'no'; CREATE person:2 SET name = 'Ada'");
        expectSame(badly.filter(({ status }) => status === "ERR").length, 1, "The failed statements reported");
        expectSame(await conversation.query("RETURN person:2.name"), "Ada", "A row behind the failed statement");
      },
    },
    {
      name: "do not report success for text that cannot be parsed",
      applies: ({ engine }) => engine.capabilities.import,
      run: async (bench) => {
        const conversation = await bench.enter();
        const request = conversation.transfer("import", new TextEncoder().encode("OPTION IMPORT; CREAT person"));
        const report = await conversation.settled(conversation.send(request));
        const well = report.kind === "answer" && "result" in read(report.frame) && isWell(report.frame);
        expectThat(!well, "Text that is not SurrealQL was imported without an error.");
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
      },
    },
    {
      name: "carry a database into another one unchanged",
      applies: ({ engine }) => engine.capabilities.export && engine.capabilities.import,
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("FOR $n IN 0..500 { CREATE person SET id = $n, name = <string> $n }");
        const before = await conversation.query(rows);
        const text = await exported(conversation, {});
        await conversation.use(bench.namespace, "copy");
        await imported(conversation, text);
        expectSame(await conversation.query(rows), before, "The rows of the copy");
      },
    },
  ],
};

/** A kind that is not declared must be refused, not mistaken for another one. */
export const untransferable: CheckGroup = {
  name: "requests of a kind that it does not declare",
  checks: (["export", "import"] as const).map((kind) => ({
    name: `are refused: ${kind}`,
    applies: ({ engine }) => !engine.capabilities[kind],
    run: async (bench) => {
      const conversation = await bench.enter();
      conversation.refused(conversation.transfer(kind, new TextEncoder().encode("OPTION IMPORT")));
      expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
    },
  })) satisfies CheckGroup["checks"],
};

export async function exported(conversation: Conversation, configuration: object): Promise<string> {
  const id = conversation.send(conversation.transfer("export", codec.encode(configuration)));
  const text = new TextDecoder("utf-8", { fatal: true });
  return text.decode(await conversation.answer(id, "The export"));
}

async function imported(conversation: Conversation, text: string): Promise<Statement[]> {
  const id = conversation.send(conversation.transfer("import", new TextEncoder().encode(text)));
  return statementsOf(await conversation.answer(id, "The answer to the import"));
}

/** Whether an import reports no failed statement. */
function isWell(frame: Uint8Array): boolean {
  return statementsOf(frame).every(({ status }) => status === "OK");
}

/** The statements that the answer to an import lists. */
export function statementsOf(frame: Uint8Array): Statement[] {
  const envelope = read(frame);
  expectThat("result" in envelope, `The import failed: ${show(envelope)}`);
  return envelope.result as Statement[];
}
