import { describe, expect, it } from "vitest";
import { type Credentials, toWireCredentials } from "./credentials.ts";

const wire = (given: unknown): Record<string, unknown> => toWireCredentials(given as Credentials, "signin");

describe("credentials", () => {
  it.each([
    ["root", { username: "u", password: "p" }, { user: "u", pass: "p" }],
    ["short names", { user: "u", pass: "p", ns: "n", db: "d" }, { user: "u", pass: "p", ns: "n", db: "d" }],
    [
      "database level",
      { namespace: "n", database: "d", username: "u", password: "p" },
      { ns: "n", db: "d", user: "u", pass: "p" },
    ],
    ["upper case", { NS: "n", DB: "d", AC: "a" }, { ns: "n", db: "d", ac: "a" }],
    [
      "a bearer key",
      { ns: "n", db: "d", ac: "a", key: "surreal-bearer-x" },
      { ns: "n", db: "d", ac: "a", key: "surreal-bearer-x" },
    ],
    ["a refresh token", { ns: "n", db: "d", access: "a", refresh: "r" }, { ns: "n", db: "d", ac: "a", refresh: "r" }],
    ["variables", { access: "a", variables: { email: "e", pass: "p" } }, { ac: "a", email: "e", pass: "p" }],
    [
      "the old scope",
      { namespace: "n", database: "d", scope: "user", email: "e", password: "p" },
      { ns: "n", db: "d", ac: "user", email: "e", password: "p" },
    ],
    ["variables of any type", { access: "a", age: 3, tags: ["x"] }, { ac: "a", age: 3, tags: ["x"] }],
    [
      "what is not there",
      { username: "u", password: "p", namespace: null, database: undefined, variables: null },
      { user: "u", pass: "p" },
    ],
    ["nothing", {}, {}],
  ])("brings %s into the server's form", (_, given, expected) => {
    expect(wire(given)).toEqual(expected);
  });

  it.each([
    ["an unknown key", { username: "u", passwort: "p" }, 'does not know the key "pas…"'],
    ["a key given twice", { username: "u", user: "v", password: "p" }, '"user" repeats another key'],
    ["a target given twice", { ns: "n", namespace: "m" }, '"namespace" repeats another key'],
    ["scope beside access", { scope: "a", access: "b" }, "repeats another key"],
    ["a variable given twice", { access: "a", email: "e", variables: { email: "f" } }, '"email" is given twice'],
    ["variables over a target", { access: "a", ns: "n", variables: { ns: "m" } }, '"ns" is given twice'],
    ["variables without access", { username: "u", variables: {} }, "belong to an access method"],
    ["variables that are none", { access: "a", variables: [] }, '"variables" are an object'],
    ["variables in a Map", { access: "a", variables: new Map([["email", "e"]]) }, "Object.fromEntries"],
    ["a variable with its dollar", { access: "a", variables: { $email: "e" } }, "without the dollar"],
    ["a key with a dollar", { access: "a", $email: "e" }, "without the dollar"],
    ["a Map", new Map([["username", "u"]]), "takes an object with credentials"],
    ["a name that is no string", { username: 5, password: "p" }, '"username" is a string, not number'],
    ["a long target that is no string", { access: "a", namespace: 5 }, '"namespace" is a string'],
    ["a short target that is no string", { access: "a", ns: 5 }, '"ns" is a string'],
    ["an access method that is no string", { ac: 5 }, '"ac" is a string'],
    ["a key that is not a string", { access: "a", key: 5 }, '"key" is a string'],
    ["a list", [], "takes an object with credentials"],
    ["null", null, "takes an object with credentials"],
    ["text", "root", "takes an object with credentials"],
  ])("refuses %s", (_, given, message) => {
    expect(() => wire(given)).toThrow(TypeError);
    expect(() => wire(given)).toThrow(message);
  });

  it("takes the key __proto__ for what it is", () => {
    const made = wire(JSON.parse('{"access":"a","__proto__":{"polluted":true}}'));
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(Object.keys(made)).toEqual(["ac", "__proto__"]);
  });

  it("shows no value in a message", () => {
    for (const given of [
      { username: "u", secret: "canary" },
      { password: "canary", pass: "canary" },
      { access: "a", x: "canary", variables: { x: "canary" } },
    ]) {
      expect(() => wire(given)).toThrow(expect.not.objectContaining({ message: expect.stringContaining("canary") }));
    }
  });
});
