import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { CborCodec } from "@surreal-sdk/codec";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { ServerVersion } from "../profile/profile.ts";
import { startTestServer } from "../test-server.ts";
import { basic, HttpClient } from "./http-client.ts";
import { ProfileServers, root } from "./profile-servers.ts";
import type { WireClient, WireMessage } from "./wire-client.ts";

const codec = new CborCodec({ maxDepth: 256 });
const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

/** A query whose variable `$x` is an encoded item in hexadecimal digits. */
function returning(item: string, query = "RETURN $x"): Buffer {
  const text = (value: string) => Buffer.from(codec.encode(value));
  const parts = [Buffer.from("a3", "hex"), text("id"), text("odd"), text("method"), text("query"), text("params")];
  const params = [Buffer.from("82", "hex"), text(query), Buffer.from("a1", "hex"), text("x")];
  return Buffer.concat([...parts, ...params, Buffer.from(item, "hex")]);
}

async function answer(client: WireClient, frame: Buffer): Promise<WireMessage> {
  const before = client.messages.length;
  client.socket.send(frame);
  while (client.messages.length === before) await once(client.socket, "kept");
  return client.messages[before] as WireMessage;
}

/** An array within an array, and so on; the request and its parameters add three levels. */
function nested(levels: number): string {
  return `${"81".repeat(levels)}00`;
}

const refused = { error: { code: -32700, kind: "Validation", details: { kind: "Parse" } } };

describe("the depth of a request", () => {
  it.each([
    ["3.0", 200, 254],
    ["3.2", 97, 98],
    ["3.3", 97, 98],
  ] as const)("is limited by version %s: %i levels in a variable pass, %i do not", async (version, levels, more) => {
    const client = await servers.enter(version);
    expect((await answer(client, returning(nested(more), "RETURN 1"))).id).toBeUndefined();
    expect(client.messages.at(-1)).toMatchObject(refused);
    client.socket.send(returning(nested(levels), "RETURN 1"));
    const passed = await client.find(({ id }) => id === "odd");
    expect(passed.result).toMatchObject([{ result: 1 }]);
  });

  it("is refused by version 4.0 with the id of the request and the reason", async () => {
    const client = await servers.enter("4.0");
    const message = await answer(client, returning(nested(98)));
    expect(message).toMatchObject({ id: "odd", ...refused });
    expect(message.error?.message).toBe("The value is nested too deep.");
  });

  it("is limited in JSON, too", async () => {
    const socket = new WebSocket(`${(await servers.of("3.3")).wsUrl}/rpc`);
    await once(socket, "open");
    socket.send(`{"id":1,"method":"ping","params":${"[".repeat(101)}${"]".repeat(101)}}`);
    const [data] = await once(socket, "message");
    expect(JSON.parse(String(data))).toMatchObject({ error: { code: -32700 } });
    socket.close();
  });
});

describe("what only old decoders take", () => {
  const items: [what: string, item: string, reason: string][] = [
    ["a datetime as text", "c074323032342d30312d30315430303a30303a30305a", "Tag 0 is not supported"],
    ["a uuid as text", `d9000978 24${Buffer.from(randomUUID()).toString("hex")}`.replace(" ", ""), "Tag 9"],
    ["a duration as text", "cd623168", "Tag 13 is not supported"],
    ["NONE with a content", "c600", "Tag 6 holds null."],
    ["an integer of 64 bits without a sign", "1bffffffffffffffff", "An integer does not fit 64 bits."],
    ["a map with a key twice", "a2616101616102", "A map has a key twice."],
  ];

  it.each(items)("is refused by version 4.0: %s", async (_, item, reason) => {
    const message = await answer(await servers.enter("4.0"), returning(item));
    expect(message).toMatchObject({ id: "odd", ...refused });
    expect(message.error?.message).toContain(reason);
  });

  it.each([
    ["the largest integer", "1b7fffffffffffffff"],
    ["the smallest integer", "3b7fffffffffffffff"],
    ["the longest duration", "ce821bffffffffffffffff1a3b9ac9ff"],
  ])("does not concern what version 4.0 takes: %s", async (_, item) => {
    expect((await answer(await servers.enter("4.0"), returning(item))).error).toBeUndefined();
  });

  it.each(items.filter(([what]) => !/NONE|integer/.test(what)))("is taken by version 3.3: %s", async (_, item) => {
    expect((await answer(await servers.enter("3.3"), returning(item))).error).toBeUndefined();
  });
});

describe("cbor.2", () => {
  const sized = ["d8b405", "d8b505", "d8b605", "d8b705", "d8b805", "d8b905", "d8ba05"];

  async function open(version: ServerVersion): Promise<WebSocket> {
    const socket = new WebSocket(`${(await servers.of(version)).wsUrl}/rpc`, ["cbor.2", "cbor"]);
    await once(socket, "open");
    return socket;
  }

  async function ask(socket: WebSocket, frame: Uint8Array): Promise<WireMessage> {
    const answered = once(socket, "message");
    socket.send(frame);
    return codec.decode((await answered)[0] as Buffer) as WireMessage;
  }

  it("is spoken by version 4.0, which takes numbers of every size", async () => {
    const socket = await open("4.0");
    expect(socket.protocol).toBe("cbor.2");
    await ask(socket, codec.encode({ id: 1, method: "signin", params: [root] }));
    const list = `89${sized.join("")}d8bbf94000d8bcfa40000000`;
    const answered = await ask(socket, returning(list));
    expect(answered.result).toMatchObject([{ result: [5, 5, 5, 5, 5, 5, 5, 2, 2] }]);
    expect(answered.id).toBe("odd");
    socket.close();
  });

  it("is not spoken by version 3.3", async () => {
    const socket = await open("3.3");
    expect(socket.protocol).toBe("cbor");
    socket.close();
  });

  it("is a version of the media type over HTTP", async () => {
    const client = new HttpClient((await servers.of("4.0")).httpUrl);
    const send = (type: string) =>
      client.ask("/rpc", {
        method: "POST",
        headers: { ...basic, "content-type": type, accept: "application/cbor" },
        body: new Uint8Array(returning("d8b405")),
      });
    const answered = await send("application/cbor; v=2");
    expect(codec.decode(new Uint8Array(await answered.arrayBuffer()))).toMatchObject({ result: [{ result: 5 }] });
    expect((await send("application/cbor; v=3")).status).toBe(400);
    expect((await send("application/cbor")).status).toBe(400);
  });
});
