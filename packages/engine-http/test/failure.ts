import type { EngineRequest, TransportError } from "@surreal-sdk/transport";
import { expect } from "vitest";
import { request, type TestStand } from "./server.ts";

/** Sends one request and expects it to fail, once, with nothing else said. */
export async function failure(to: TestStand, one: EngineRequest = request("1")): Promise<TransportError> {
  const failed = to.recorder.next("failed");
  to.connection.send(one);
  const { id, error } = await failed;
  expect(id).toBe(one.id);
  expect(to.recorder.heard).toHaveLength(1);
  return error;
}
