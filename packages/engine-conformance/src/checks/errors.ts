import type { CheckGroup } from "../harness/check.ts";
import { read, type Statement } from "../harness/conversation.ts";
import { expectSame, expectThat, show } from "../harness/expectation.ts";

/** An error of the database is an answer like any other: a frame, not a failure of the transport. */
export const errors: CheckGroup = {
  name: "errors of the database",
  checks: [
    ...((
      [
        ["an unknown method", "no_such_method", []],
        ["parameters of the wrong kind", "use", [1, 2]],
        ["parameters that are missing", "query", []],
        ["text that is not SurrealQL", "query", ["SELEC person"]],
        ["a user that there is not", "signin", [{ user: "nobody", pass: "wrong" }]],
      ] as const
    ).map(([what, method, params]) => ({
      name: `come as answers, for ${what}, and the next request is answered`,
      run: async (bench) => {
        const conversation = await bench.enter();
        const { message } = await conversation.askInVain(method, params);
        expectThat(message !== "", "The error says nothing.");
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
      },
    })) satisfies CheckGroup["checks"]),
    {
      name: "of one statement stand in its place among the others",
      run: async (bench) => {
        const conversation = await bench.enter();
        const statements = (await conversation.ask("query", ["RETURN 1; THROW 'no'; RETURN 3"])) as Statement[];
        expectSame(
          statements.map(({ status }) => status),
          ["OK", "ERR", "OK"],
          "The three statements",
        );
        expectThat(show(statements[1]?.result).includes("no"), "The text that was thrown is missing.");
      },
    },
    {
      name: "concern their own request alone",
      run: async (bench) => {
        const conversation = await bench.enter();
        const ids = Array.from({ length: 12 }, (_, index) =>
          conversation.send(conversation.request(index % 3 === 0 ? "no_such_method" : "version")),
        );
        const failed: boolean[] = [];
        for (const id of ids) failed.push("error" in read(await conversation.answer(id)));
        const expected = ids.map((_, index) => index % 3 === 0);
        expectSame(failed, expected, "Which of the twelve requests were answered with an error");
      },
    },
    {
      name: "do not end the connection, nor does a malformed request",
      run: async (bench) => {
        const conversation = await bench.enter();
        const { recorder } = conversation;
        const request = conversation.request("query", ["RETURN 1"]);
        const frame = request.frame.fill(0xff, request.frame.byteLength - 8);
        const before = recorder.reports.length;
        conversation.send({ ...request, frame });
        await recorder.until("A report about the malformed request", () => recorder.reports[before]);
        expectSame(await conversation.query("RETURN 1"), 1, "The answer to the next request");
      },
    },
  ],
};
