import { describe, expect, it } from "vitest";
import { encode, hex, none, request, tag } from "../test/wire.ts";
import { inspectRequest } from "./request-inspection.ts";

const id = "018f0000000070008000000000000abc";
const hyphened = "018F0000-0000-7000-8000-000000000ABC";
const bytes = Buffer.from(id, "hex");

describe("inspectRequest", () => {
  it.each([
    ["use", ["a", "b"], true],
    ["set", ["a", 1], true],
    ["let", ["a", 1], true],
    ["unset", ["a"], true],
    ["signin", [{}], true],
    ["signup", [{}], true],
    ["authenticate", [""], true],
    ["refresh", [""], true],
    ["invalidate", [], true],
    ["reset", [], true],
    ["attach", [], true],
    ["detach", [], true],
    ["live", ["t"], true],
    ["query", ["LIVE SELECT * FROM t"], true],
    ["query", ["let $x = 1; use ns a"], true],
    ["query", ["SELECT * FROM liver, user"], false],
    ["query", ["SELECT * FROM a WHERE live = 'use it; use db b'"], false],
    ["query", ["SELECT * FROM a; /* one */ LIVE SELECT * FROM a"], true],
    ["query", [7], false],
    ["query", [], false],
    ["select", ["live"], false],
    ["kill", [""], false],
    ["ping", [], false],
  ])("says whether %s %j changes its session", (method, params, exclusive) => {
    expect(inspectRequest(request(method, params))).toMatchObject({ method, exclusive });
  });

  it("sees LIVE behind a length byte that is a letter", () => {
    const text = `LIVE SELECT * FROM ${"t".repeat(0x61 - 19)}`;
    expect(text.length).toBe(0x61);
    expect(inspectRequest(request("query", [text]))).toMatchObject({ exclusive: true });
  });

  it("sees LIVE across the chunks of a text", () => {
    const frame = hex("a2 66 6d6574686f64 65 7175657279 66 706172616d73 81 7f 62 4c49 64 56452053 ff");
    expect(inspectRequest(frame)).toMatchObject({ method: "query", exclusive: true });
  });

  it.each([
    ["text", hyphened],
    ["text without hyphens", id],
    ["a URN", `urn:uuid:${hyphened}`],
    ["braces", `{${hyphened}}`],
    ["tag 9", tag(9, hyphened)],
    ["tag 37", tag(37, bytes)],
  ])("knows one session in %s", (_, session) => {
    expect(inspectRequest(request("select", ["t"], { session }))).toMatchObject({ session: id });
  });

  it.each([[null], [none], [undefined]])("takes %j for the default session", (session) => {
    expect(inspectRequest(request("select", ["t"], { session, txn: session }))).toMatchObject({
      session: "",
      transaction: "",
    });
  });

  it("finds the transaction that a commit ends in its last parameter", () => {
    expect(inspectRequest(request("commit", [tag(37, bytes)]))).toMatchObject({ transaction: id, ends: true });
    expect(inspectRequest(request("query", ["x"], { txn: hyphened }))).toMatchObject({ transaction: id, ends: false });
  });

  it.each([
    ["no method", encode({ params: [] }), "The method is not text."],
    ["a method that is no text", request(7 as unknown as string), "The method is not text."],
    ["a session that is not a UUID", request("ping", [], { session: "zz" }), "The session is not a UUID."],
    [
      "a session with a bad tag",
      request("ping", [], { session: tag(37, bytes.subarray(2)) }),
      "The session is not a UUID.",
    ],
    ["a transaction that is not a UUID", request("ping", [], { txn: 5 }), "The transaction is not a UUID."],
  ])("refuses %s as an invalid request", (_, frame, reason) => {
    expect(inspectRequest(frame)).toEqual({
      code: -32600,
      kind: "Validation",
      detail: "InvalidRequest",
      message: "Invalid request",
      reason,
    });
  });

  it.each([
    ["no bytes", new Uint8Array()],
    ["an array", hex("80")],
    ["a cut-off map", request("ping").subarray(0, 9)],
    ["a key that is no text", hex("a1 01 02")],
  ])("refuses %s as unreadable", (_, frame) => {
    expect(inspectRequest(frame)).toMatchObject({ code: -32700, detail: "Parse", message: "Parse error" });
  });

  it.each([
    ["NULL and a database", [null, "d"], "NamespaceEmpty"],
    ["undefined and a database", [undefined, "d"], "NamespaceEmpty"],
  ])("refuses to use %s", (_, params, detail) => {
    expect(inspectRequest(request("use", params))).toMatchObject({ code: -32600, detail });
  });

  it.each([
    [[none, "d"], true],
    [["n", "d"], false],
    [[none, none], false],
    [[null, null], false],
    [[none, 7], false],
    [[none, "d", 1], false],
    [[none], false],
  ])("says whether use %j needs a namespace in force", (params, needsNamespace) => {
    expect(inspectRequest(request("use", params))).toMatchObject({ needsNamespace });
  });
});
