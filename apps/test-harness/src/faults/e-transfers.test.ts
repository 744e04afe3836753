import { CborCodec, ImportError, UnexpectedResponseError, UniqueIndexError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { rejection } from "./kit/watchdog.ts";

const codec = new CborCodec();

describe.each(["http", "ws"] as const)("an answer over HTTP to a transfer of %s", (scheme) => {
  const taken = "Database index `by_name` already contains 'Ada', with record `user:1`";

  it("with 422 is the list of an import's statements that failed, and says that the others were applied", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp(({ url = "" }, response) => {
      if (!url.endsWith("/import")) return false;
      const failed = { status: "ERR", time: "1µs", kind: "Internal", result: taken, details: undefined };
      response.writeHead(422, { "content-type": "application/cbor" }).end(codec.encode([failed]));
      return true;
    });
    const error = await rejection(client(server[scheme]).import("CREATE user:2 SET name = 'Ada';"));
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false, failed: 1, cause: { index: "by_name" } });
    expect((error as ImportError).failures[0]).toBeInstanceOf(UniqueIndexError);
  });

  it("with 422 and anything else is no list of failures, and shows no bytes", async () => {
    await using server = await FakeSurreal.start();
    server.onHttp(({ url = "" }, response) => {
      if (!url.endsWith("/import")) return false;
      response.writeHead(422, { "content-type": "application/cbor" }).end(codec.encode({ a: new Uint8Array([1, 2]) }));
      return true;
    });
    const error = await rejection(client(server[scheme]).import("CREATE user;"));
    expect(error).toMatchObject({ name: "HttpStatusError", status: 422, outcome: "unknown", body: "" });
  });

  it.each(["<!DOCTYPE html><title>Sign in</title>", '{"error":"sign in"}', ""])(
    "that calls %j plain text is no export, whole or in parts",
    async (page) => {
      await using server = await FakeSurreal.start();
      server.onHttp(({ url = "" }, response) => {
        if (!url.endsWith("/export")) return false;
        response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(page);
        return true;
      });
      const db = client(server[scheme]);
      const errors = [await rejection(db.export()), await rejection(db.exportStream().next())];
      for (const error of errors) {
        expect(error).toBeInstanceOf(UnexpectedResponseError);
        expect(error.message).toContain("Is it SurrealDB?");
      }
    },
  );
});
