/** What both programs begin with: the URL is their argument, and each step prints its outcome or the error's name. */
const beginning = (factory: string): string => `
  import { ${factory} } from "surreal-sdk";
  const [, , url] = process.argv;
  const user = url.startsWith("mem") ? {} : { auth: { username: "root", password: "root" } };
  const place = crypto.randomUUID();
  const db = ${factory}(url, { ...user, namespace: place, database: place });
`;

/** The steps of a program that awaits; `step` reports the outcome of each. */
const steps = `
  await step("query", () => db.query("RETURN $n + 1", { n: 1 }).first());
  await step("record", async () => (await db.create("city:delft", { name: "Delft" })).name);
  await step("failed statement", async () => await db.query("THROW 'no'"));
  await step("transaction", () => db.transaction(async (tx) => {
    await tx.create("city:gouda", { name: "Gouda" });
    return (await tx.select("city")).length;
  }));
  await step("live query", async () => {
    const stream = db.subscribeLive(await db.live("city"));
    await db.create("city:leiden", { name: "Leiden" });
    for await (const change of stream) return change.action;
  });
  await step("export", async () => (await db.export()).includes("Delft"));
  await db.close();
  await step("close", () => db.ping());
`;

/** Asks, writes, fails, runs a transaction, listens, exports and closes, with promises. */
export const asyncProgram: string = `${beginning("AsyncSurreal")}
  async function step(name, call) {
    const outcome = await call().catch((error) => error.name);
    console.log(name + ": " + outcome);
  }
  ${steps}
`;

/** The same in a worker, which answers with what the others print. */
export const workerProgram: string = `
  import { AsyncSurreal } from "surreal-sdk/async";
  export default {
    async fetch(request) {
      const url = new URL(request.url).searchParams.get("argument");
      const place = crypto.randomUUID();
      const user = url.startsWith("mem") ? {} : { auth: { username: "root", password: "root" } };
      const db = AsyncSurreal(url, { ...user, namespace: place, database: place });
      let printed = "";
      async function step(name, call) {
        const outcome = await call().catch((error) => error.name);
        printed += name + ": " + outcome + "\\n";
      }
      ${steps}
      return new Response(printed);
    },
  };
`;

/** Tries to block a page, and answers with what it is told. */
export const pageBlockingProgram: string = `
  import { Surreal } from "surreal-sdk";
  export default {
    async fetch(request) {
      const url = new URL(request.url).searchParams.get("argument");
      try {
        Surreal(url).connect();
        return new Response("connected");
      } catch (error) {
        return new Response(error.name + ": " + error.message);
      }
    },
  };
`;

/** The same steps, each of which blocks until it has its answer. */
export const blockingProgram: string = `${beginning("Surreal")}
  function step(name, call) {
    let outcome;
    try {
      outcome = call();
    } catch (error) {
      outcome = error.name;
    }
    console.log(name + ": " + outcome);
  }
  step("query", () => db.query("RETURN $n + 1", { n: 1 }).first());
  step("record", () => db.create("city:delft", { name: "Delft" }).name);
  step("failed statement", () => db.query("THROW 'no'").execute());
  step("transaction", () => db.transaction((tx) => {
    tx.create("city:gouda", { name: "Gouda" });
    return tx.select("city").length;
  }));
  step("live query", () => {
    const stream = db.subscribeLive(db.live("city"));
    db.create("city:leiden", { name: "Leiden" });
    for (const change of stream) return change.action;
  });
  step("export", () => db.export().includes("Delft"));
  db.close();
  step("close", () => db.ping());
`;
