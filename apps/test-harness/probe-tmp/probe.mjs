import { spawn } from "node:child_process";
import { startServer } from "@surreal-sdk/test-server";
import { WebSocket } from "ws";
export async function client(url) {
  const ws = new WebSocket(url + "/rpc", ["json"]);
  await new Promise((r, j) => {
    ws.on("open", r);
    ws.on("error", j);
  });
  let n = 0;
  const wait = new Map();
  const notes = [];
  ws.on("message", (d) => {
    const m = JSON.parse(d);
    if (m.id === undefined || m.id === null) {
      notes.push(m);
      return;
    }
    wait.get(m.id)?.(m);
  });
  ws.on("close", (c, r) => notes.push({ closed: c, r: String(r) }));
  return {
    notes,
    ws,
    call: (method, params = [], more = {}) =>
      new Promise((r) => {
        const id = ++n;
        wait.set(id, (m) => {
          const { id: _, ...x } = m;
          r(x);
        });
        ws.send(JSON.stringify({ id, method, params, ...more }));
      }),
    close: () => ws.close(),
  };
}
export async function real(version, extra = []) {
  const port = 20000 + Math.floor(Math.random() * 20000);
  const p = spawn(
    `/work/cache/real/${version}/surreal`,
    [
      "start",
      "--no-banner",
      "--log",
      "none",
      "--bind",
      `127.0.0.1:${port}`,
      "--user",
      "root",
      "--pass",
      "root",
      "--allow-experimental=files",
      ...extra,
      "memory",
    ],
    { stdio: "ignore" },
  );
  for (;;) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/health`)).ok) break;
    } catch {}
    await new Promise((r) => setTimeout(r, 50));
  }
  return { url: `ws://127.0.0.1:${port}`, http: `http://127.0.0.1:${port}`, close: () => p.kill("SIGKILL") };
}
export async function fake(version) {
  const s = await startServer({ user: "root", pass: "root", version });
  return { url: `ws://${s.host}:${s.port}`, http: `http://${s.host}:${s.port}`, close: () => s.close() };
}
export async function on(name) {
  return /^\d+\.\d+$/.test(name) ? fake(name) : real(name);
}
