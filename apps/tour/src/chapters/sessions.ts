import { SessionClosedError, UnsupportedFeatureError } from "surreal-sdk";
import type { Chapter } from "../chapter.ts";
import { answer } from "../play.ts";

/** Two sessions over one connection that know nothing of each other. */
export const sessions: Chapter = {
  title: "Two isolated sessions on one connection",
  *show({ stage, narrator, expect }) {
    narrator.code("const left = await db.newSession(); const right = await db.newSession()");
    const left = yield* answer(stage.db.newSession());
    const right = yield* answer(stage.db.newSession());
    yield* answer(left.use(stage.namespace, "left"));
    yield* answer(right.use(stage.namespace, "right"));
    yield* answer(left.let("side", "left"));
    yield* answer(right.let("side", "right"));
    yield* answer(left.upsert("box:1", { on: "left" }));
    yield* answer(right.upsert("box:1", { on: "right" }));

    const ask = "RETURN [$side, session::db(), box:1.on]";
    expect.equal("the left one sees its own", yield* answer(left.query(ask).first()), ["left", "left", "left"]);
    expect.equal("the right one its own", yield* answer(right.query(ask).first()), ["right", "right", "right"]);
    expect.equal("the connection none of it", yield* answer(stage.db.query("RETURN [$side, session::db()]").first()), [
      undefined,
      "main",
    ]);

    yield* answer(left.query("REMOVE DATABASE left").execute());
    yield* answer(right.query("REMOVE DATABASE right").execute());
    yield* answer(left.closeSession());
    yield* answer(right.closeSession());
    yield* expect.refused("a closed session says so", SessionClosedError, () => left.query("RETURN 1").execute());
  },
  *refusals({ stage: { db }, expect }) {
    yield* expect.refused("HTTP refuses newSession", UnsupportedFeatureError, () => db.newSession());
  },
};
