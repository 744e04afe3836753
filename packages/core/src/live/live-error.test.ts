import { expect, it } from "vitest";
import { liveWorld, record, take } from "../../test/live-world.ts";
import { failure, settled } from "../../test/test-world.ts";

it("ends a live query with the error that the server notifies of, and kills it", async () => {
  const { db, channel, id, errors } = await liveWorld();
  const stream = db.subscribeLive(id);
  channel.script = ({ method }) => (method === "kill" ? { error: { kind: "NotFound", message: "gone" } } : undefined);
  channel.notify({ id, action: "CREATE", record, result: 1 });
  channel.notify({ id, action: "ERROR", record: undefined, result: "The field 'name' could not be computed" });
  expect(await take(stream, 1)).toEqual([1]);
  expect(await failure(stream.next())).toMatchObject({
    name: "LiveEndedError",
    message: "The live query has ended with an error of the server: The field 'name' could not be computed",
    cause: { name: "InternalError", message: "The field 'name' could not be computed" },
  });
  await settled();
  expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [id] });
  expect([channel.remembered, errors]).toEqual([[], []]);
});

it("ends a live query with an error without a message as well", async () => {
  const { db, channel, id } = await liveWorld();
  const stream = db.subscribeLive(id);
  channel.notify({ id, action: "ERROR", record: undefined, result: undefined });
  expect(await failure(stream.next())).toMatchObject({ name: "LiveEndedError", cause: { name: "InternalError" } });
});
