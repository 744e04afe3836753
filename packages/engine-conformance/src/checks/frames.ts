import type { CheckGroup } from "../harness/check.ts";
import { read, type Statement } from "../harness/conversation.ts";
import { expectSame, expectThat, sameBytes, show } from "../harness/expectation.ts";

/** Sizes at which transports encode a length differently, and some that exceed every buffer. */
const sizes = [0, 1, 23, 24, 125, 126, 127, 255, 256, 4096, 65_400, 65_535, 65_536, 70_000, 1_000_000, 3_000_000];
const limit = 100_000;

/** What must hold for bytes in transit. */
export const frames: CheckGroup = {
  name: "frames",
  checks: [
    {
      name: "come back whole, whatever their size",
      run: async (bench) => {
        const conversation = await bench.enter();
        for (const size of sizes) {
          const sent = Uint8Array.from({ length: size }, (_, index) => (index * 31) & 0xff);
          const back = await conversation.query("RETURN $sent", { sent });
          const whole = back instanceof Uint8Array && sameBytes(back, sent);
          expectThat(whole, () => `${size} bytes came back changed: ${show(back).slice(0, 80)}`);
        }
      },
    },
    {
      name: "come back whole when many large ones are under way at once",
      run: async (bench) => {
        const conversation = await bench.enter();
        const texts = Array.from({ length: 12 }, (_, index) => String.fromCharCode(97 + index).repeat(200_000));
        const back = await Promise.all(texts.map((text) => conversation.query("RETURN $text", { text })));
        for (const [index, text] of back.entries()) {
          expectThat(text === texts[index], `Large answer ${index} came back changed.`);
        }
      },
    },
    {
      name: "are sent as they are, and not changed",
      run: async (bench) => {
        const conversation = await bench.enter();
        const request = conversation.request("query", ["RETURN $text", { text: "as it is" }]);
        const copy = request.frame.slice();
        await conversation.answer(conversation.send(request));
        expectThat(sameBytes(request.frame, copy), "The engine has written into the frame of a request.");
      },
    },
    {
      name: "are sent from a view of a larger buffer as well",
      run: async (bench) => {
        const conversation = await bench.enter();
        const request = conversation.request("query", ["RETURN 'in a view'"]);
        const pool = new Uint8Array(request.frame.byteLength + 64).fill(0xff);
        pool.set(request.frame, 32);
        const frame = pool.subarray(32, 32 + request.frame.byteLength);
        const envelope = read(await conversation.answer(conversation.send({ ...request, frame })));
        const [statement] = ("result" in envelope ? envelope.result : []) as Statement[];
        expectSame(statement?.result, "in a view", "The answer to a request out of a larger buffer");
      },
    },
    {
      name: "belong to the listener that received them: the engine neither reads nor writes them afterwards",
      run: async (bench) => {
        const conversation = await bench.enter();
        const first = await conversation.answer(conversation.send(conversation.request("query", ["RETURN 'kept'"])));
        const copy = first.slice();
        conversation.recorder.onReport = (report) => {
          if (report.kind !== "answer") return;
          const own = report.frame.slice();
          report.frame.fill(0xff);
          texts.push(read(own));
        };
        const texts: unknown[] = [];
        const ids = ["a", "b", "c", "d", "e", "f"].map((text) =>
          conversation.send(conversation.request("query", ["RETURN $text", { text: text.repeat(300) }])),
        );
        for (const id of ids) await conversation.settled(id);
        const seen = texts.map((envelope) => (envelope as { result: Statement[] }).result[0]?.result as string);
        expectSame(seen.map((text) => text[0]).sort(), ["a", "b", "c", "d", "e", "f"], "The answers as they came");
        expectThat(sameBytes(first, copy), "A frame that was handed over has changed since.");
      },
    },
    {
      name: "above maxMessageBytes are not handed over: the request fails, or the connection ends, with an unknown outcome",
      run: async (bench) => {
        const conversation = await bench.enter({ maxMessageBytes: limit });
        const question = conversation.request("query", ["RETURN string::repeat('x', $limit)", { limit }]);
        const report = await conversation.settled(conversation.send(question));
        expectThat(
          report.kind === "failed" || report.kind === "closed",
          "An answer above maxMessageBytes came through.",
        );
        expectSame(report.error?.outcome, "unknown", "The outcome of a request whose answer was too large");
        if (report.kind === "failed") expectSame(await conversation.query("RETURN 1"), 1, "The next answer");
      },
    },
  ],
};
