import { client, on } from "./probe.mjs";

const s = await on(process.argv[2]);
const show = (k, x) => console.log(k, JSON.stringify(x).replace(/\d+(\.\d+)?[µn]?m?s"/g, 'T"'));
const c = await client(s.url),
  d = await client(s.url);
for (const x of [c, d]) {
  await x.call("signin", [{ user: "root", pass: "root" }]);
}
await c.call("query", ["DEFINE NAMESPACE a; USE NS a; DEFINE DATABASE a;"]);
for (const x of [c, d]) await x.call("use", ["a", "a"]);
await c.call("query", ["DEFINE TABLE item; CREATE item:1;"]);
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
{
  const p = c.call("query", ["UPDATE item:1 SET n = { SLEEP 300ms; RETURN 3 }"]);
  await sleep(100);
  await d.call("query", ["UPDATE item:1 SET n=4"]);
  show("single", await p);
}
{
  const p = c.call("query", ["UPDATE item:1 SET n = sleep(300ms)"]);
  await sleep(100);
  await d.call("query", ["UPDATE item:1 SET n=4"]);
  show("single2", await p);
}
{
  const p = c.call("query", [
    "RETURN 0; BEGIN; UPDATE item:1 SET n=3; SLEEP 300ms; RETURN 5; COMMIT; RETURN 1; BEGIN; CREATE item:7; COMMIT",
  ]);
  await sleep(100);
  await d.call("query", ["UPDATE item:1 SET n=4"]);
  show("text", await p);
}
{
  const p = c.call("query", ["BEGIN; UPDATE item:1 SET n=3; SLEEP 300ms; THROW 'x'; COMMIT"]);
  await sleep(100);
  await d.call("query", ["UPDATE item:1 SET n=4"]);
  show("throw", await p);
}
await s.close();
process.exit(0);
