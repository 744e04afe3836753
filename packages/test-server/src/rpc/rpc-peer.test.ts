import { randomUUID } from "node:crypto";
import { CborCodec } from "@surreal-sdk/codec";
import { expect, it } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { quickHash } from "../database/quick-hash.ts";
import type { Answer } from "../message/answer.ts";
import { profileOf } from "../profile/profile.ts";
import type { ClientSession } from "./client-session.ts";
import { RpcPeer } from "./rpc-peer.ts";

const codec = new CborCodec();
const root = { user: "root", pass: "root" };
const rules = { authentication: true, profile: profileOf(), version: "3", faults: {} };
const viewer = { user: "viewer", pass: "viewer" };

it("does not run a request whose session was taken over by another user while it waited for its turn", async () => {
  const database = await openDatabase(root);
  const peer = new RpcPeer(database, { server: rules, realtime: false, shared: true });
  const caller = await peer.openDefault(randomUUID());
  const stranger = await peer.openDefault(randomUUID());
  const session = randomUUID();
  const ask = (method: string, params: unknown[], from: ClientSession, named?: string) =>
    new Promise<Answer>((resolve) => {
      void peer.serve({ id: undefined, method, params: codec.encode(params), session: named }, from, resolve);
    });
  await ask("signin", [root], caller);
  await ask("query", [`DEFINE USER viewer ON ROOT PASSHASH '${quickHash("viewer")}' ROLES VIEWER`], caller);
  await ask("signin", [viewer], stranger);
  await ask("attach", [], caller, session);
  await ask("signin", [root], caller, session);
  await ask("use", ["n", "d"], caller, session);

  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = database.turns.take(session, true, () => released);
  const takeover = ask("signin", [viewer], caller, session);
  const waiting = ask("set", ["x", 1], caller, session);
  release();
  await held;
  expect((await takeover).failed).toBe(false);
  expect(codec.decode((await waiting).value)).toMatchObject({ message: `Session not found: ${session}` });
  expect(codec.decode((await ask("query", ["RETURN $x"], stranger, session)).value)).toMatchObject([
    { result: undefined },
  ]);
  await peer.close();
  await database.close();
});
