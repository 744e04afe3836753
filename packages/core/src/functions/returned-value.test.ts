import { describe, expect, it } from "vitest";
import { returnedValue } from "./returned-value.ts";

describe("the value of a RETURN", () => {
  it.each([
    ["RETURN 5", "5"],
    ["return\n{ a: 1 }", "{ a: 1 }"],
    ["RETURN RETURN 5", "5"],
    ["RETURN begin", "(begin)"],
    ["RETURN user:ada FETCH team, team.boss", "SELECT VALUE (user:ada) FROM ONLY {} FETCH team, team.boss"],
    ["RETURN [a]  fetch  fetch", "SELECT VALUE ([a]) FROM ONLY {} fetch  fetch"],
    ["RETURN fetch", "(fetch)"],
    ["RETURN fetch FETCH a", "SELECT VALUE (fetch) FROM ONLY {} FETCH a"],
    ["RETURN $fetch", "$fetch"],
    ["RETURN $a.fetch", "$a.fetch"],
    ["RETURN a->fetch", "a->fetch"],
    ["RETURN a:fetch", "a:fetch"],
    ["RETURN 'x FETCH y'", "'x FETCH y'"],
    ["RETURN { fetch: 1 }", "{ fetch: 1 }"],
    ["RETURN (SELECT * FROM a FETCH b)", "(SELECT * FROM a FETCH b)"],
    ["RETURN SELECT * FROM a FETCH b", "SELECT * FROM a FETCH b"],
    ["RETURN", "RETURN"],
    ["SELECT * FROM a", "SELECT * FROM a"],
    ["UPDATE a RETURN NONE", "UPDATE a RETURN NONE"],
  ])("of %j is %j", (text, value) => {
    expect(returnedValue(text)).toBe(value);
  });
});
