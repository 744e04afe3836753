import { type EngineRequest, ProtocolError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { failure } from "../test/failure.ts";
import { httpServer, request, stand } from "../test/server.ts";

describe.each([
  ["undici", undefined],
  ["fetch", globalThis.fetch],
] as const)("an answer to an export, by %s,", (_name, fetch) => {
  it.each([
    ["an HTML page", "text/html", "<html>Please sign in to the Wi-Fi</html>"],
    ["JSON", "application/json; charset=utf-8", "{}"],
    ["CBOR", "application/cbor", "x"],
  ])(
    "is no backup when it is %s, whole or in parts, and never a statement's list after an import",
    async (_, type, body) => {
      const headers = { "content-type": type };
      await using server = await httpServer((_seen, response) => response.writeHead(200, headers).end(body));
      await using to = await stand(server.url, { fetch });
      const asked: EngineRequest[] = [
        request("1", {}, "export"),
        { ...request("2", {}, "export"), streamed: true },
        ...(type === "application/cbor" ? [] : [request("3", {}, "import")]),
      ];
      for (const each of asked) {
        const error = await failure(to, each);
        expect(error).toBeInstanceOf(ProtocolError);
        expect(error).toMatchObject({ outcome: "unknown" });
        expect(error.message).toContain(`HTTP 200 and ${JSON.stringify(type)} where`);
        to.recorder.heard.length = 0;
      }
    },
  );

  it.each([undefined, "text/plain; charset=utf-8", "application/octet-stream"])(
    "is a backup under the content type %s",
    async (type) => {
      const headers = type === undefined ? {} : { "content-type": type };
      await using server = await httpServer((_seen, response) =>
        response.writeHead(200, headers).end("OPTION IMPORT;"),
      );
      await using to = await stand(server.url, { fetch });
      to.connection.send(request("1", {}, "export"));
      const heard = await to.recorder.at(0);
      expect(heard.kind === "received" && Buffer.from(heard.frame).toString()).toBe("OPTION IMPORT;");
    },
  );

  it.each([
    ["an HTML page", "<html>Please sign in to the Wi-Fi</html>", '"<html>Please sign in to the Wi-Fi</html>"'],
    ["an HTML page behind blanks", "\uFEFF\n  <!DOCTYPE html>", '"<!DOCTYPE html>"'],
    ["JSON", '{"error":"no"}', '"{\\"error\\":\\"no\\"}"'],
    ["a JSON list", "[]", '"[]"'],
    ["nothing", "", "an empty body"],
  ])("is no backup when %s calls itself plain text, whole or in parts", async (_, body, shown) => {
    const headers = { "content-type": "text/plain; charset=utf-8" };
    await using server = await httpServer((_seen, response) => response.writeHead(200, headers).end(body));
    await using to = await stand(server.url, { fetch });
    for (const streamed of [false, true]) {
      const error = await failure(to, { ...request("1", {}, "export"), streamed });
      expect(error).toBeInstanceOf(ProtocolError);
      expect(error).toMatchObject({ outcome: "unknown" });
      expect(error.message).toBe(
        `${server.url}/export answered with ${shown} where an export was expected. Is it SurrealDB?`,
      );
      to.recorder.heard.length = 0;
    }
  });

  it.each(["-- <é>", "OPTION IMPORT;", "\uFEFF\n/* { */"])("is a backup that begins with %j", async (text) => {
    await using server = await httpServer((_seen, response) => response.end(text));
    await using to = await stand(server.url, { fetch });
    to.connection.send(request("1", {}, "export"));
    const heard = await to.recorder.at(0);
    expect(heard.kind === "received" && Buffer.from(heard.frame).toString()).toBe(text);
  });
});
