import { fileURLToPath } from "node:url";
import { AsyncSurrealConnection, AsyncSurrealSession, AsyncSurrealTransaction } from "surreal-sdk";
import { beforeAll, describe, expect, it } from "vitest";
import { methodPages, methodPageText, placesOf, sideBySidePage } from "./method-pages.ts";
import { readSurfaces, type Surface } from "./surface.ts";

let surfaces: Surface[];
beforeAll(() => {
  surfaces = readSurfaces(fileURLToPath(new URL("./sides.ts", import.meta.url)));
}, 60_000);

const membersOf = (owner: string) => surfaces.find((surface) => surface.owner === owner)?.members ?? [];
const member = (owner: string, name: string) => membersOf(owner).find((each) => each.name === name);

/** What a class and those above it really have. */
function namesOn({ prototype }: { prototype: object }): string[] {
  const names: string[] = [];
  for (let place = prototype; place !== Object.prototype; place = Object.getPrototypeOf(place) as object) {
    names.push(...Object.getOwnPropertyNames(place));
  }
  const internal = ["constructor", "toJSON", "context", "perform", "abandon"];
  return [...new Set(names)].filter((name) => !internal.includes(name));
}

describe("both modes side by side", () => {
  it("show a promise on one side and the value on the other, with the comment of the one definition", () => {
    expect(member("connection", "signin")).toEqual({
      name: "signin",
      summary:
        "Signs in as a system user, or through an access method. Namespace and database determine the level. The live queries of another identity than before end with a LiveEndedError.",
      details: expect.stringContaining("TypeError when a key of the credentials is unknown; nothing is sent then."),
      async: ["signin(credentials: Credentials): Promise<Tokens>"],
      blocking: ["signin(credentials: Credentials): Tokens"],
    });
  });

  it("show every overload", () => {
    const select = member("transaction", "select");
    expect(select?.async).toContain(
      "select<T = RecordData, const F extends FieldOf<T> = never>(target: SingleTarget, options?: Options<F>): Promise<SelectedBy<Row<T>, Held<F>> | undefined>",
    );
    expect(select?.blocking).toEqual(select?.async.map((text) => text.replace(/Promise<(.*)>$/, "$1")));
  });

  it("say where a mode has no such method", () => {
    expect(member("query builder", "then")?.blocking).toEqual([]);
    expect(member("connection", "exportStream")?.blocking).not.toEqual([]);
  });

  it.each([
    ["connection", AsyncSurrealConnection],
    ["session", AsyncSurrealSession],
    ["transaction", AsyncSurrealTransaction],
  ] as const)("leave nothing out that a %s has, and explain it", (owner, type) => {
    const members = membersOf(owner);
    expect(members.map(({ name }) => name).filter((name) => name !== "using")).toEqual(
      expect.arrayContaining(namesOn(type)),
    );
    expect(members.filter(({ summary }) => summary === "").map(({ name }) => name)).toEqual([]);
  });
});

describe("the pages of methods", () => {
  it("say once what several owners have in common", () => {
    const pages = methodPages(surfaces);
    expect(pages.map(({ title }) => title)).toEqual([
      "Connection, session and transaction",
      "Connection, session and transaction: writing",
      "Connection and session: live queries, sessions, transactions",
      "Connection and session",
      "Connection and session: identity",
      "Connection only",
      "Session only",
      "Transaction only",
      "Query builder",
      "CRUD builder",
      "Insert builder",
      "Stream",
      "Files",
    ]);
    const named = pages.flatMap(({ members }) => members).filter(({ name }) => name === "select");
    expect(named).toHaveLength(1);
  });

  it("show both modes, errors and an example of each method, an index of them first", () => {
    const pages = methodPages(surfaces);
    const identity = pages.find(({ title }) => title.endsWith("identity"));
    const text = identity === undefined ? "" : methodPageText(identity);
    expect(text).toContain("[`signin`](#signin)");
    const [, signin = ""] = text.split("## signin {#signin}");
    expect(signin).toContain("signin(credentials: Credentials): Promise<Tokens>");
    expect(signin).toContain("- NotAllowedError when the server refuses");
    expect(signin).toContain('await db.signin({ username: "root", password: "root" });');
  });

  it("are listed on one page, and found by the owner of a method", () => {
    const pages = methodPages(surfaces);
    expect(placesOf(pages, "transaction").get("commit")).toBe("methods/transaction-only.md#commit");
    expect(placesOf(pages, "session").get("create")).toBe(
      "methods/connection-session-and-transaction-writing.md#create",
    );
    expect(sideBySidePage(pages)).toContain("[`commit`](methods/transaction-only.md#commit)");
  });
});
