import { fileURLToPath } from "node:url";
import { AsyncSurrealConnection, AsyncSurrealSession, AsyncSurrealTransaction } from "surreal-sdk";
import { beforeAll, describe, expect, it } from "vitest";
import { sideBySidePage } from "./method-pages.ts";
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
      async: ["signin(credentials: Credentials): Promise<Tokens>"],
      blocking: ["signin(credentials: Credentials): Tokens"],
    });
  });

  it("show every overload", () => {
    const select = member("transaction", "select");
    expect(select?.async[2]).toBe(
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

describe("the page of both modes", () => {
  it("says once what several owners have in common", () => {
    const page = sideBySidePage(surfaces);
    expect(page.match(/^### select /gm)).toHaveLength(1);
    expect([...page.matchAll(/^## (.+) \{#/gm)].map(([, title]) => title)).toEqual([
      "Connection, session and transaction",
      "Connection and session",
      "Connection only",
      "Session only",
      "Transaction only",
      "Query builder",
      "CRUD builder",
      "Insert builder",
      "Stream",
      "Files",
    ]);
    expect(page).toContain("### commit {#transaction-only-commit}");
  });
});
