import { expect, it } from "vitest";
import { readCredentials } from "./credentials.ts";

const source = { url: "ws://localhost:8000", namespace: "shop", database: "live", level: "root" } as const;
const user = { SURREAL_USER: "root", SURREAL_PASS: "secret" };

it.each([
  [{}, undefined],
  [{ SURREAL_USER: "", SURREAL_PASS: "", SURREAL_TOKEN: "" }, undefined],
  [
    { ...user, SURREAL_TOKEN: "" },
    { username: "root", password: "secret" },
  ],
  [{ SURREAL_USER: "", SURREAL_PASS: "", SURREAL_TOKEN: "a.b.c" }, "a.b.c"],
])("an empty variable is none: %j gives %j", (environment, credentials) => {
  expect(readCredentials(environment, source)).toEqual(credentials);
});

it.each([{ SURREAL_USER: "root" }, { ...user, SURREAL_PASS: "" }, { ...user, SURREAL_USER: "" }])(
  "one of two that belong together is refused: %j",
  (environment) => {
    expect(() => readCredentials(environment, source)).toThrow("SURREAL_USER and SURREAL_PASS belong together");
  },
);
