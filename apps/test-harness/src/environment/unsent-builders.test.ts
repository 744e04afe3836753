import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program that drops builders, collects what is garbage, and gives what it printed. */
function dropped(program: string, mode: string, before = ""): string {
  const source = `
    ${before}
    const { AsyncSurreal, Surreal } = await import("surreal-sdk");
    const { setImmediate } = await import("node:timers/promises");
    const db = AsyncSurreal("mem://", { namespace: "unsent", database: "unsent" });
    await (async () => { ${program} })();
    for (let round = 0; round < 20; round += 1) {
      await setImmediate();
      globalThis.gc();
    }
    await db.close();
  `;
  const args = ["--expose-gc", "--input-type=module", "--eval", source];
  const env = { ...process.env, NODE_ENV: mode };
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
  return (stdout + stderr).replace(/\(node:\d+\) |\(Use `node --trace.*\n/g, "");
}

const warning = (call: string): string =>
  `[SURREAL_UNSENT] SurrealWarning: ${call} was made and never sent: await it, or call execute().\n`;

it.each<[string, string, string]>([
  ["query", "db.query(`CREATE user SET pass = 's3cret'`)", "query(\"CREATE user SET pass = '…'\")"],
  ["create", 'db.create("user", {})', 'create("user")'],
  ["update", 'db.update("user:1").merge({})', 'update("user:1")'],
  ["delete", 'db.delete("user:1")', 'delete("user:1")'],
  ["insert", 'db.insert("user", {})', 'insert("user")'],
  ["blocking query", 'const local = Surreal("mem://"); local.query("RETURN 1"); local.close()', 'query("RETURN 1")'],
])("a process is warned of a %s that was never sent, by its method and target", (_, program, call) => {
  expect(dropped(program, "development")).toBe(warning(call));
});

it("a program that ends before anything is collected is told when it closes the connection", () => {
  const program = `
    await db.query("RETURN 2");
    globalThis.gc = () => undefined;
    const made = [db.create("user", {}), db.query("RETURN 1")];
    await Promise.allSettled([made[1], db.close()]);
  `;
  expect(dropped(program, "development")).toBe(warning('create("user")'));
});

it("a mistake in a loop is told once", () => {
  const program = 'for (let round = 0; round < 50; round += 1) db.create("user", {});';
  expect(dropped(program, "development")).toBe(warning('create("user")'));
});

it("builders that were sent are not told of", () => {
  const program = `
    await db.query("RETURN 1");
    await db.create("user:1", {});
    await db.update("user").merge({}).where({ text: "true", bindings: {} }).catch(() => undefined);
    await db.insert("user", {}).execute();
    await db.query("RETURN 1").first();
    await db.batch((batch) => [batch.query("RETURN 1"), batch.create("user", {})]);
  `;
  expect(dropped(program, "development")).toBe("");
});

it("builders that are sent at once cost the garbage collector nothing", () => {
  const counting = `
    let watched = 0;
    const { register } = FinalizationRegistry.prototype;
    FinalizationRegistry.prototype.register = function (...given) { watched += 1; return register.apply(this, given); };
  `;
  const program = `
    await db.connect();
    const before = watched;
    for (let round = 0; round < 50; round += 1) await db.query("RETURN 1");
    console.log(watched - before);
  `;
  expect(dropped(program, "development", counting)).toBe("0\n");
});

it("a builder that is kept and sent later is not told of, also among many that were dropped", () => {
  const program = `
    const kept = db.query("RETURN 1");
    for (let round = 0; round < 3_000; round += 1) db.create("user", {});
    if ((await kept)[0] !== 1) console.log("The builder that was kept gave something else.");
  `;
  expect(dropped(program, "development")).toBe(warning('create("user")'));
});

it("in production nothing is watched over", () => {
  expect(dropped('db.query("RETURN 1")', "production")).toBe("");
});

it("where there is no process to warn, the `error` event tells", () => {
  const program = 'db.on("error", (error) => console.log(error.message)); db.create("user", {});';
  expect(dropped(program, "development", "delete process.emitWarning; process.emitWarning = undefined;")).toBe(
    'create("user") was made and never sent: await it, or call execute().\n',
  );
});
