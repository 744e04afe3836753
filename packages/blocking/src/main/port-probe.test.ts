import { once } from "node:events";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { expect, it } from "vitest";
import { PortProbe } from "./port-probe.ts";

it("tells a port with a peer from one without, and leaves it where it is", async () => {
  const probe = new PortProbe();
  const { port1, port2 } = new MessageChannel();
  expect([probe.hasPeer(port1), probe.hasPeer(port1)]).toEqual([true, true]);
  port2.postMessage("still here");
  expect(receiveMessageOnPort(port1)).toEqual({ message: "still here" });
  port2.close();
  await once(port1, "close");
  expect(probe.hasPeer(port1)).toBe(false);
  probe.close();
});
