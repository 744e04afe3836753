import { describe, expect, it } from "vitest";
import { token } from "../../test/default-answer.ts";
import { InvalidCredentialsError } from "../errors/specific-errors.ts";
import { checkedToken, claimsOf, toTokens } from "./tokens.ts";

describe("the answer of a sign-in", () => {
  it.each([
    ["text", "a.b.c", { access: "a.b.c" }],
    ["a pair", { access: "a.b.c", refresh: "surreal-refresh-x" }, { access: "a.b.c", refresh: "surreal-refresh-x" }],
    ["an access token alone", { access: "a.b.c" }, { access: "a.b.c" }],
    ["an empty refresh token", { access: "a.b.c", refresh: null }, { access: "a.b.c" }],
    ["a refresh token alone", { refresh: "r" }, undefined],
    ["nothing", undefined, undefined],
    ["a number", 5, undefined],
  ])("is read from %s", (_, given, expected) => {
    expect(toTokens(given)).toEqual(expected);
  });
});

describe("a token that is passed in", () => {
  it.each(["a.b.c", "A-_9.B.C"])("may be %s", (given) => {
    expect(checkedToken(given, "authenticate")).toEqual({ access: given });
  });

  it.each(["", "a", "a.b", "a.b.c.d", "a..c", "a.b.c\n", "a.b.c ", "a.b+.c", "Bearer a.b.c"])(
    "may not be %j",
    (given) => {
      expect(() => checkedToken(given, "authenticate")).toThrow(
        expect.objectContaining({
          name: "InvalidCredentialsError",
          outcome: "not_sent",
          message:
            "authenticate() takes a JSON Web Token: three parts of base64url with dots between them. What was given has another shape.",
        }),
      );
    },
  );

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [5, "number"],
    [[], "a list"],
    [{ refresh: "r" }, "object"],
  ])("may not be %j", (given, kind) => {
    expect(() => checkedToken(given, "revoke")).toThrow(
      new TypeError(`revoke() takes an access token or the tokens that signin() gave, not ${kind}.`),
    );
  });

  it.each([
    [{ NS: "a", DB: "b" }],
    [{ ns: "a", db: "b" }],
    [{ "https://surrealdb.com/ns": "a", "https://surrealdb.com/db": "b" }],
    [{ "https://surrealdb.com/namespace": "a", "https://surrealdb.com/database": "b" }],
  ])("names its namespace and its database by %j", (claims) => {
    const part = Buffer.from(JSON.stringify(claims)).toString("base64url");
    expect(claimsOf(`a.${part}.c`)).toEqual({ namespace: "a", database: "b" });
  });

  it("is refused fast, however long it is", () => {
    expect(() => checkedToken("a.".repeat(500_000), "authenticate")).toThrow(InvalidCredentialsError);
  });
});

describe("the claims of a token", () => {
  it.each([
    ["upper case", { NS: "n", DB: "d", exp: 99 }, { namespace: "n", database: "d", expires: 99 }],
    ["lower case", { ns: "n", db: "d" }, { namespace: "n", database: "d" }],
    ["upper before lower case", { NS: "N", ns: "n" }, { namespace: "N" }],
    ["Unicode", { NS: "Zürich 表" }, { namespace: "Zürich 表" }],
    ["other types", { NS: 5, DB: null, exp: "soon" }, {}],
  ])("are read in %s", (_, claims, expected) => {
    expect(claimsOf(token(claims))).toEqual(expected);
  });

  it.each(["x", "x.y.z", "x.!.z", "x.bnVsbA.z", "x.W10.z", "..", "x._w.z"])("of %j are none", (given) => {
    expect(claimsOf(given)).toEqual({});
  });
});
