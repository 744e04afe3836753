import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { answering, asyncWorld, blockingWorld } from "../../test/test-world.ts";
import { untestedVersion } from "./server-version.ts";

describe("a server that is newer than those tested", () => {
  it("works, and the process is warned once, whatever connects and reconnects", async () => {
    const version = "surrealdb-7.1.0";
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listen);
    const { db, channel, errors } = asyncWorld();
    channel.script = answering("version", { result: version });
    const warned = once(process, "warning");
    expect(await db.query("RETURN 1").execute()).toBeDefined();
    await warned;
    channel.drop();
    channel.restore();
    await db.query("RETURN 1").execute();
    const second = blockingWorld();
    second.channel.script = answering("version", { result: version });
    second.db.query("RETURN 1").execute();
    const last = once(process, "warning");
    process.emitWarning("the last");
    await last;
    process.off("warning", listen);
    expect(warnings.map(({ message }) => message)).toEqual([untestedVersion(version), "the last"]);
    expect(warnings[0]).toMatchObject({ name: "SurrealWarning", code: "SURREAL_UNTESTED_SERVER" });
    expect(errors).toEqual([]);
  });

  it("is told by the `error` event where there is no process", async () => {
    const { emitWarning } = process;
    const { db, channel, errors } = asyncWorld();
    channel.script = answering("version", { result: "surrealdb-7.2.0" });
    try {
      Object.assign(process, { emitWarning: undefined });
      await db.query("RETURN 1").execute();
    } finally {
      Object.assign(process, { emitWarning });
    }
    expect(errors.map(({ message }) => message)).toEqual([untestedVersion("surrealdb-7.2.0")]);
  });
});
