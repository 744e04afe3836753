import { SessionClosedError, UnsupportedFeatureError } from "surreal-sdk";
import type { Chapter } from "../chapter.ts";

/** Two sessions over one connection that know nothing of each other. */
export const sessions: Chapter = {
  title: "Two isolated sessions on one connection",
  async show({ stage, narrator, expect }) {
    narrator.code("const left = await db.newSession(); const right = await db.newSession()");
    const left = await stage.db.newSession();
    const right = await stage.db.newSession();
    await left.use(stage.namespace, "left");
    await right.use(stage.namespace, "right");
    await left.let("side", "left");
    await right.let("side", "right");
    await left.upsert("box:1", { on: "left" });
    await right.upsert("box:1", { on: "right" });

    const ask = "RETURN [$side, session::db(), box:1.on]";
    expect.equal("the left one sees its own", await left.query(ask).first(), ["left", "left", "left"]);
    expect.equal("the right one its own", await right.query(ask).first(), ["right", "right", "right"]);
    expect.equal("the connection none of it", await stage.db.query("RETURN [$side, session::db()]").first(), [
      undefined,
      "main",
    ]);

    await left.query("REMOVE DATABASE left").execute();
    await right.query("REMOVE DATABASE right").execute();
    await left.closeSession();
    await right.closeSession();
    await expect.refused("a closed session says so", SessionClosedError, () => left.query("RETURN 1").execute());
  },
  async refusals({ stage: { db }, expect }) {
    await expect.refused("HTTP refuses newSession", UnsupportedFeatureError, () => db.newSession());
  },
};
