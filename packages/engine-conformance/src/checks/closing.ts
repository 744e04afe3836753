import type { CheckGroup } from "../harness/check.ts";
import { expectSame, expectThat } from "../harness/expectation.ts";

/** How a connection ends on request. */
export const closing: CheckGroup = {
  name: "closing",
  checks: [
    {
      name: "reports closed once, last, without an error, and before it resolves",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { recorder } = conversation;
        await conversation.query("RETURN 1");
        await conversation.close();
        const { kind } = recorder.reports.at(-1) ?? { kind: "nothing" };
        expectSame(kind, "closed", "The last report when close() resolved");
        expectThat(recorder.end?.error === undefined, "closed() got an error, and close() was the reason.");
      },
    },
    {
      name: "may be asked for as often as one likes, also while it is under way",
      run: async (bench) => {
        const conversation = await bench.enter();
        await Promise.all([conversation.close(), conversation.close(), conversation.close(0)]);
        await conversation.close();
        expectSame(
          conversation.recorder.reports.filter(({ kind }) => kind === "closed").length,
          1,
          "How often closed() was called",
        );
      },
    },
    {
      name: "makes every later request a refused one, of which nothing was sent",
      run: async (bench) => {
        const conversation = await bench.enter();
        const closed = conversation.close();
        conversation.refused(conversation.request("query", ["RETURN 'while closing'"]));
        await closed;
        conversation.refused(conversation.request("query", ["RETURN 'when closed'"]));
        conversation.connection.abandon?.("never_asked_");
        conversation.connection.setRef?.(false);
      },
    },
    {
      name: "does not wait for requests in flight by force, and says nothing of them afterwards",
      run: async (bench) => {
        const conversation = await bench.enter();
        for (let count = 0; count < 8; count += 1) conversation.send(conversation.request("query", ["SLEEP 100ms"]));
        await conversation.close(0);
        const settled = conversation.recorder.reports.length;
        // The answers are due by now: another connection has run an equally long sleep in the database.
        await (await bench.enter()).query("SLEEP 150ms");
        expectSame(conversation.recorder.reports.length, settled, "The reports, long after close() resolved");
      },
    },
    {
      name: "works from inside the listener",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { recorder } = conversation;
        let closed: Promise<void> | undefined;
        recorder.onReport = () => {
          recorder.onReport = () => {};
          closed = conversation.close();
        };
        conversation.send(conversation.request("ping"));
        await recorder.until("closed()", () => recorder.end);
        await closed;
      },
    },
  ],
};
