import { expect, it } from "vitest";
import { runChild } from "../../test/child.ts";

const listen = `
  import { createServer } from "node:net";
  import { once } from "node:events";
  process.on("warning", ({ name, code, message }) => console.log(name, code, message.includes("Use AsyncSurreal")));
  const db = embedded();
`;

it("a process that listens on a port is warned once, whenever it began to listen", async () => {
  const script = `${listen}
    for (let count = 0; count < 20; count += 1) db.query("RETURN 1").execute();
    const server = createServer().listen(0);
    await once(server, "listening");
    for (let count = 0; count < 200; count += 1) db.query("RETURN 1").execute();
    for (let count = 0; count < 5; count += 1) embedded().version();
    server.close();`;
  expect(await runChild(script)).toMatchObject({
    lines: ["SurrealWarning SURREAL_BLOCKING_SERVER true"],
    code: 0,
  });
});

it("a process that listens on none is not warned", async () => {
  const script = `${listen}
    for (let count = 0; count < 20; count += 1) db.query("RETURN 1").execute();
    console.log(typeof createServer, typeof once);`;
  expect(await runChild(script)).toEqual({ lines: ["function function"], errors: "", code: 0, signal: null });
});
