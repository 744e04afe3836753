import { Uuid } from "@surreal-sdk/values";
import { expect, it } from "vitest";
import { puppet } from "../../test/puppet.ts";

const id = Uuid.parse("018f4d3c-0000-7000-8000-000000000001");

it("connect() to another place succeeds while the connection waits for an answer that nobody asked for", () => {
  using db = puppet({ live: { queue: 1 } }, { options: { mute: "kill", lingers: true } });
  db.query("live", { id }).execute();
  db.subscribeLive(id);
  // The consumer falls behind, so the connection kills the live query by itself, and gets no answer.
  db.query("notify", { id, n: 3 }).execute();
  db.connect("puppet://there");
  expect([db.host, db.status]).toEqual(["there", "connected"]);
  expect(db.query("where").execute()).toEqual(["nowhere"]);
});
