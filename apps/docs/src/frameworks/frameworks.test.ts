import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { QueryClient, QueryObserver } from "@tanstack/query-core";
import { Window } from "happy-dom";
import { createElement, memo } from "react";
import { createEffect, createRoot } from "solid-js";
import { AsyncSurreal, type AsyncWatch } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { effectScope, watchEffect } from "vue";
import { useWatch as useReactWatch } from "./react.ts";
import { createWatch } from "./solid.ts";
import { rowsOf } from "./svelte.ts";
import { followWatch, watchOptions } from "./tanstack-query.ts";
import { useWatch } from "./vue.ts";

interface User {
  readonly name: string;
}

const page = fileURLToPath(new URL("../../guide/watch-frameworks.md", import.meta.url));

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** A watch on two users, and a connection for other writers. */
async function twoUsers() {
  const options = { namespace: "f", database: "f", auth: server.auth, reconnect: { minDelay: 5, maxDelay: 20 } };
  const db = AsyncSurreal(server.wsUrl, options);
  await db.query(
    "DEFINE TABLE OVERWRITE user; DELETE user; CREATE user:1 SET name = 'Ada'; CREATE user:2 SET name = 'Bob'",
  );
  const users = db.watch<User>("user", { orderBy: "name" });
  return { db, users, [Symbol.asyncDispose]: () => db.close() };
}

function names(rows: readonly User[] | undefined): string {
  return (rows ?? []).map(({ name }) => name).join(", ");
}

/** Collects texts, and waits for one. */
class Shown {
  readonly texts: string[] = [];
  readonly #waiting: Set<() => void> = new Set();

  add(text: string): void {
    if (text !== "" && this.texts.at(-1) !== text) this.texts.push(text);
    for (const check of [...this.#waiting]) check();
  }

  until(text: string): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.texts.at(-1) !== text) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

/** Writes, and restarts the server in between: the framework shows every state. */
async function follows(db: Awaited<ReturnType<typeof twoUsers>>["db"], shown: Shown): Promise<void> {
  await shown.until("Ada, Bob");
  await db.query("CREATE user:3 SET name = 'Carl'");
  await shown.until("Ada, Bob, Carl");
  await server.kill();
  await server.restart();
  await db.query("DELETE user:1");
  await shown.until("Bob, Carl");
  expect(shown.texts).toEqual(["Ada, Bob", "Ada, Bob, Carl", "Bob, Carl"]);
}

/** The watch has ended on the server when its last consumer has left. */
function isIdle(users: AsyncWatch<User>): boolean {
  return users.getSnapshot().status === "loading";
}

/** One row: it notes that it was rendered. */
const Row = memo(({ user, rendered }: { readonly user: User; readonly rendered: string[] }) => {
  rendered.push(user.name);
  return createElement("li", null, user.name);
});

function Users({ users, rendered }: { readonly users: AsyncWatch<User>; readonly rendered: string[] }) {
  const { rows } = useReactWatch(users);
  return createElement("ul", null, ...rows.map((user) => createElement(Row, { key: user.name, user, rendered })));
}

it("React shows the rows, through a restart of the server, and not the rows that stayed the same again", async () => {
  await using world = await twoUsers();
  const window = new Window();
  Object.assign(globalThis, { window, document: window.document, navigator: window.navigator });
  const { createRoot: createReactRoot } = await import("react-dom/client");
  const shown = new Shown();
  const rendered: string[] = [];
  const container = window.document.createElement("div");
  const observer = new window.MutationObserver(() => {
    shown.add([...container.querySelectorAll("li")].map(({ textContent }) => textContent).join(", "));
  });
  observer.observe(container, { childList: true, subtree: true });
  const root = createReactRoot(container as unknown as Element);
  root.render(createElement(Users, { users: world.users, rendered }));
  await follows(world.db, shown);
  expect(rendered).toEqual(["Ada", "Bob", "Carl"]);
  root.unmount();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isIdle(world.users)).toBe(true);
  await window.happyDOM.close();
});

describe("the rows are shown, through a restart of the server", () => {
  it("by Vue, until its scope is stopped", async () => {
    await using world = await twoUsers();
    const shown = new Shown();
    const scope = effectScope();
    scope.run(() => {
      const users = useWatch(world.users);
      watchEffect(() => shown.add(names(users.value.rows)), { flush: "sync" });
    });
    await follows(world.db, shown);
    scope.stop();
    expect(isIdle(world.users)).toBe(true);
  });

  it("by Svelte's stores, until they are left", async () => {
    await using world = await twoUsers();
    const shown = new Shown();
    const leave = rowsOf(world.users).subscribe((rows) => shown.add(names(rows)));
    await follows(world.db, shown);
    leave();
    expect(isIdle(world.users)).toBe(true);
  });

  it("by Solid, until its owner is disposed of", async () => {
    await using world = await twoUsers();
    const shown = new Shown();
    const dispose = createRoot((end) => {
      const users = createWatch(world.users);
      createEffect(() => shown.add(names(users().rows)));
      return end;
    });
    await follows(world.db, shown);
    dispose();
    expect(isIdle(world.users)).toBe(true);
  });

  it("by TanStack Query", async () => {
    await using world = await twoUsers();
    const shown = new Shown();
    const client = new QueryClient();
    const observer = new QueryObserver(client, watchOptions(["users"], world.users));
    const leave = observer.subscribe(({ data }) => shown.add(names(data)));
    const unfollow = followWatch(client, ["users"], world.users);
    await follows(world.db, shown);
    unfollow();
    leave();
    client.clear();
    expect(isIdle(world.users)).toBe(true);
  });
});

it.each(["react", "vue", "svelte", "solid", "tanstack-query"])(
  "the page shows the adapter of %s, in 40 lines",
  (name) => {
    const code = readFileSync(new URL(`${name}.ts`, import.meta.url), "utf8").trimEnd();
    expect(readFileSync(page, "utf8")).toContain(`\`\`\`ts file=${name}.ts\n${code}\n\`\`\``);
    expect(code.split("\n").length).toBeLessThanOrEqual(40);
  },
);
