import { client, on } from "./probe.mjs";

const s = await on(process.argv[2]);
const show = (k, x) => console.log(k, JSON.stringify(x));
const c = await client(s.url),
  d = await client(s.url),
  e = await client(s.url);
for (const x of [c, d]) {
  await x.call("signin", [{ user: "root", pass: "root" }]);
}
await c.call("query", ["DEFINE NAMESPACE a; USE NS a; DEFINE DATABASE a;"]);
for (const x of [c, d]) await x.call("use", ["a", "a"]);
await c.call("query", [
  "DEFINE TABLE item; CREATE item:1; DEFINE ACCESS acc ON DATABASE TYPE RECORD SIGNUP (CREATE user SET name=$name) SIGNIN (SELECT * FROM user WHERE name=$name); DEFINE ACCESS none ON DATABASE TYPE RECORD; DEFINE ACCESS thr ON DATABASE TYPE RECORD SIGNUP {THROW 'x'} SIGNIN {THROW 'y'}; DEFINE ACCESS bad ON DATABASE TYPE RECORD SIGNUP (SELECT * FROM nonexist) SIGNIN (1/'a'); DEFINE ACCESS api ON DATABASE TYPE BEARER FOR USER; DEFINE USER u ON DATABASE PASSWORD 'u'; DEFINE ACCESS api2 ON DATABASE TYPE BEARER FOR RECORD;",
]);
for (const [k, m, p] of [
  ["bad token", "authenticate", ["nope"]],
  [
    "bad jwt",
    "authenticate",
    ["eyJhbGciOiJIUzUxMiJ9.eyJOUyI6ImEiLCJEQiI6ImEiLCJBQyI6ImFjYyIsIklEIjoidXNlcjoxIn0.AAAA"],
  ],
  ["bad pass", "signin", [{ user: "root", pass: "x" }]],
  ["no user", "signin", [{ user: "nob", pass: "x" }]],
  ["db user", "signin", [{ NS: "a", DB: "a", user: "nob", pass: "x" }]],
  ["no pass", "signin", [{ user: "nob" }]],
  ["empty", "signin", [{}]],
  ["no access", "signin", [{ NS: "a", DB: "a", AC: "zzz", name: "x" }]],
  ["signin no record", "signin", [{ NS: "a", DB: "a", AC: "acc", name: "x" }]],
  ["signin none", "signin", [{ NS: "a", DB: "a", AC: "none", name: "x" }]],
  ["signup none", "signup", [{ NS: "a", DB: "a", AC: "none", name: "x" }]],
  ["signup no access", "signup", [{ NS: "a", DB: "a", AC: "zzz", name: "x" }]],
  ["signup no db", "signup", [{ NS: "a", AC: "zzz", name: "x" }]],
  ["signin thr", "signin", [{ NS: "a", DB: "a", AC: "thr", name: "x" }]],
  ["signup thr", "signup", [{ NS: "a", DB: "a", AC: "thr", name: "x" }]],
  ["signin bad", "signin", [{ NS: "a", DB: "a", AC: "bad", name: "x" }]],
  ["signup bad", "signup", [{ NS: "a", DB: "a", AC: "bad", name: "x" }]],
  ["bearer format", "signin", [{ NS: "a", DB: "a", AC: "api", key: "x" }]],
  ["bearer none", "signin", [{ NS: "a", DB: "a", AC: "api" }]],
  [
    "bearer wrong",
    "signin",
    [{ NS: "a", DB: "a", AC: "api", key: "surreal-bearer-BNb2pS0GmaJz-5eTfQ5uEu8jbRb3oblqV" }],
  ],
  [
    "refresh wrong",
    "signin",
    [{ NS: "a", DB: "a", AC: "acc", refresh: "surreal-refresh-BNb2pS0GmaJz-5eTfQ5uEu8jbRb3oblqV" }],
  ],
  ["signup bearer", "signup", [{ NS: "a", DB: "a", AC: "api", name: "x" }]],
  ["invalid ns", "signin", [{ NS: "zz", DB: "a", user: "u", pass: "u" }]],
  ["refresh method", "refresh", [{ access: "x", refresh: "y" }]],
  ["revoke method", "revoke", [{ access: "x", refresh: "y" }]],
])
  show(k, await e.call(m, p));
const r = await e.call("signin", [{ NS: "a", DB: "a", AC: "acc", name: "x" }]);
const b1 = await c.call("begin"),
  b2 = await d.call("begin");
await c.call("query", ["UPDATE item:1 SET n=1"], { txn: b1.result });
await d.call("query", ["UPDATE item:1 SET n=2"], { txn: b2.result });
show("first", await c.call("commit", [b1.result]));
show("method conflict", await d.call("commit", [b2.result]));
const [x, y] = await Promise.all([
  c.call("query", ["BEGIN; UPDATE item:1 SET n=3; SLEEP 300ms; COMMIT;"]),
  (async () => {
    await new Promise((r) => setTimeout(r, 100));
    return d.call("query", ["UPDATE item:1 SET n=4"]);
  })(),
]);
show("text conflict", x);
show("other", y);
show(
  "single conflict",
  await (async () => {
    const p = c.call("query", ["{ UPDATE item:1 SET n=3; SLEEP 300ms; RETURN 1 }"]);
    await new Promise((r) => setTimeout(r, 100));
    await d.call("query", ["UPDATE item:1 SET n=4"]);
    return p;
  })(),
);
show(
  "method conflict",
  await (async () => {
    const p = c.call("update", ["item:1", { n: 5 }]);
    return p;
  })(),
);
show("throw in txn", await c.call("query", ["BEGIN; CREATE item:1; CREATE item:2; COMMIT"]));
show(
  "coerce",
  await c.call("query", [
    "LET $x:int='a'; DEFINE FIELD n ON item TYPE int; UPDATE item:1 SET n='a'; SELECT FROM 1; 1/'a'; RETURN <int>'a'; THROW 'a'; CREATE item:1; SELECT * FROM nontable; RETURN fn::x(); INFO FOR TABLE zzz; CREATE item SET n=NONE; RETURN 1+'a'; USE NS zz DB zz; SELECT * FROM x",
  ]),
);
for (const [k, a] of [
  ["anon export", ["/export", "GET", undefined]],
  ["anon import", ["/import", "POST", "CREATE item:4"]],
  ["anon sql", ["/sql", "POST", "CREATE item:4"]],
  ["anon key", ["/key/item", "GET", undefined]],
  ["bad basic", ["/sql", "POST", "RETURN 1", { authorization: "Basic " + btoa("root:x") }]],
  ["bad bearer", ["/sql", "POST", "RETURN 1", { authorization: "Bearer abc" }]],
  ["signin bad", ["/signin", "POST", '{"user":"root","pass":"x"}']],
  ["signin norec", ["/signin", "POST", '{"NS":"a","DB":"a","AC":"acc","name":"zz"}']],
  ["anon ml", ["/ml/export/x/1", "GET", undefined]],
]) {
  const [path, method, body, h = {}] = a;
  const res = await fetch(s.http + path, {
    method,
    body,
    headers: { accept: "application/json", "surreal-ns": "a", "surreal-db": "a", ...h },
  });
  show(k, [res.status, res.headers.get("content-type"), (await res.text()).replace(/\d+(\.\d+)?[µn]?m?s/g, "T")]);
}
for (const x of [c, d, e]) x.close();
await s.close();
process.exit(0);
