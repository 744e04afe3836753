import { expect, it } from "vitest";
import { readVariables } from "./read-variables.ts";

it.each([
  ["CREATE person SET name = $name, pass = crypto::argon2::generate($pass)", ["name", "pass"]],
  ["{ LET $found = SELECT * FROM person WHERE code = $code; RETURN $found }", ["code"]],
  ["{ FOR $each IN $list { $each.x } }", ["list"]],
  ["{ FOR ($each IN $list) { $each.x } }", ["list"]],
  ["{ LET $double = |$x: int, $y| $x * $y; $double($a, $b) }", ["a", "b"]],
  ["$auth.id = $this.id AND $session.ip = $value OR $token.x", []],
  ["RETURN '$no' + \"$no\" -- $no\n + $yes /* $no */", ["yes"]],
  ["$b || $a || $b", ["a", "b"]],
])("the variables of %s", (text, names) => {
  expect(readVariables(text)).toEqual(names);
});
