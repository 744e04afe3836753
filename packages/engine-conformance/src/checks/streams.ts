import { CborCodec } from "@surreal-sdk/codec";
import { joinBytes } from "@surreal-sdk/transport/toolkit";
import { turn } from "../harness/bench.ts";
import type { CheckGroup } from "../harness/check.ts";
import type { Conversation, Statement } from "../harness/conversation.ts";
import { ConformanceError, expectSame, expectThat, show } from "../harness/expectation.ts";
import { exported, statementsOf } from "./transfers.ts";

const codec = new CborCodec();
/** About a megabyte, in characters of every length. */
const manyRows = "FOR $n IN 0..150 { CREATE person SET id = $n, text = string::repeat('Zoë 🦀', 700) }";

/** Whole databases as text, part by part. */
export const streams: CheckGroup = {
  name: "streamed exports and imports",
  applies: ({ exportStream, importStream }) => exportStream === true || importStream === true,
  checks: [
    {
      name: "give an export part by part, each when it is asked for",
      applies: ({ engine }) => engine.capabilities.exportStream === true,
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query(manyRows);
        const parts = await exportedInParts(conversation);
        const text = new TextDecoder().decode(joinBytes(parts));
        const whole = await exported(conversation, {});
        expectThat(
          text === whole,
          () => `The parts make ${text.length} characters, and the export has ${whole.length}.`,
        );
        expectThat(parts.length > 1, `One part has all of the ${text.length} characters.`);
      },
    },
    {
      name: "end an export that is abandoned between two parts",
      applies: ({ engine }) => engine.capabilities.exportStream === true,
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query(manyRows);
        const id = conversation.send(conversation.transfer("export", codec.encode({}), true));
        expectSame((await conversation.turn(id, 0)).kind, "part", "What came first");
        abandon(conversation, id);
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
      },
    },
    {
      name: "take an import part by part, wherever it is cut",
      applies: ({ engine }) => engine.capabilities.importStream === true,
      run: async (bench) => {
        const conversation = await bench.enter();
        const text =
          "OPTION IMPORT; CREATE person:1 SET name = 'Zoë 🦀; Ada'; THROW 'no'; CREATE person:2 SET name = 'Bo'";
        const statements = await importedInParts(conversation, new TextEncoder().encode(text), 7);
        expectSame(statements.filter(({ status }) => status === "ERR").length, 1, "The failed statements reported");
        const names = await conversation.query("RETURN [person:1.name, person:2.name]");
        expectSame(names, ["Zoë 🦀; Ada", "Bo"], "The rows imported");
      },
    },
    {
      name: "end an import that is abandoned between two parts",
      applies: ({ engine }) => engine.capabilities.importStream === true,
      run: async (bench) => {
        const conversation = await bench.enter();
        const frame = new TextEncoder().encode("OPTION IMPORT; CREATE person:1; CREATE person:2 SET name = ");
        const id = conversation.send(conversation.transfer("import", frame, true));
        expectSame((await conversation.turn(id, 0)).kind, "part", "What came first");
        abandon(conversation, id);
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
      },
    },
    {
      name: "go on with nothing that they do not know",
      run: async (bench) => {
        const conversation = await bench.enter();
        conversation.connection.proceed?.("never_asked_");
        conversation.connection.proceed?.("never_asked_", Uint8Array.of(1));
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
      },
    },
  ],
};

function abandon({ connection, recorder }: Conversation, id: string): void {
  expectThat(connection.abandon !== undefined, "The engine can stream, and has no abandon().");
  recorder.abandoned(id);
  connection.abandon(id);
  connection.proceed?.(id);
}

async function exportedInParts(conversation: Conversation): Promise<Uint8Array[]> {
  const id = conversation.send(conversation.transfer("export", codec.encode({}), true));
  const parts: Uint8Array[] = [];
  for (;;) {
    const report = await conversation.turn(id, parts.length);
    if (report.kind === "answer") return [...parts, report.frame];
    if (report.kind !== "part") throw new ConformanceError(`The export failed: ${show(report)}`);
    // The recorder notices parts that were not requested.
    await turn();
    parts.push(report.bytes);
    conversation.proceed(id);
  }
}

async function importedInParts(conversation: Conversation, bytes: Uint8Array, size: number): Promise<Statement[]> {
  const id = conversation.send(conversation.transfer("import", bytes.slice(0, size), true));
  for (let at = size, taken = 0; ; at += size, taken += 1) {
    const report = await conversation.turn(id, taken);
    if (report.kind === "answer") return statementsOf(report.frame);
    expectThat(report.kind === "part" && at - size < bytes.length, () => `The import failed: ${show(report)}`);
    expectSame(report.bytes.byteLength, 0, "The bytes of an import's part");
    conversation.proceed(id, at < bytes.length ? bytes.slice(at, at + size) : undefined);
  }
}
