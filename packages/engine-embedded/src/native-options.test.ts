import { expect, it } from "vitest";
import type { EmbeddedOptions } from "./embedded-options.ts";
import { toNativeOptions } from "./native-options.ts";

it("translates every option", () => {
  const options: EmbeddedOptions = {
    queryTimeout: 1_500,
    transactionTimeout: 255_000,
    defaults: { namespace: "n", database: "d" },
    capabilities: {
      functions: { allow: ["math", "string::len", "fn::*"], deny: false },
      networkTargets: ["example.com:443"],
      experimental: ["files"],
      scripting: false,
    },
  };
  expect(toNativeOptions(options)).toEqual({
    query_timeout: 2,
    transaction_timeout: 255,
    defaults: { namespace: "n", database: "d" },
    capabilities: {
      functions: { allow: ["math", "string::len", "fn::*"], deny: false },
      network_targets: ["example.com:443"],
      experimental: ["files"],
      scripting: false,
    },
  });
});

it("leaves out what is left out", () => {
  expect(toNativeOptions({})).toEqual({});
  expect(toNativeOptions({ capabilities: true, defaults: false })).toEqual({ capabilities: true, defaults: false });
});

it.each([0, -1, 255_001, Number.NaN, Number.POSITIVE_INFINITY, "5"])("refuses %j as a time", (time) => {
  const options = { queryTimeout: time } as EmbeddedOptions;
  expect(() => toNativeOptions(options)).toThrow(RangeError);
});

it.each(["", "*", "a b", "math::abs::", "a::*::b", "a::b::*", "duration::from_weeks", "é", "a-b"])(
  "refuses %j as a function",
  (name) => {
    const options = { capabilities: { functions: { deny: [name] } } };
    expect(() => toNativeOptions(options)).toThrow(`capabilities.functions has no value ${JSON.stringify(name)}.`);
  },
);

it.each(["", "not a host", "a:65536", "999.1.1.1", "1.2.3.4/33", "::1/129", "fe80::1%eth0", "http://a", "[a]:1"])(
  "refuses %j as a network target",
  (name) => {
    const options = { capabilities: { networkTargets: [name] } };
    expect(() => toNativeOptions(options)).toThrow(RangeError);
  },
);

it("refuses an experiment that the database does not know", () => {
  expect(() => toNativeOptions({ capabilities: { experimental: ["graphql"] } })).toThrow(RangeError);
});

it.each<[string, unknown]>([
  ["a misspelt option", { querytimeout: 5 }],
  ["a misspelt capability", { capabilities: { function: false } }],
  ["a misspelt list", { capabilities: { functions: { denied: ["http"] } } }],
  ["capabilities as a text", { capabilities: "all" }],
  ["half of the defaults", { defaults: { namespace: "n" } }],
  ["scripting as a number", { capabilities: { scripting: 1 } }],
  ["a list as a text", { capabilities: { functions: { allow: "http" } } }],
])("refuses %s", (_, options) => {
  expect(() => toNativeOptions(options as EmbeddedOptions)).toThrow(TypeError);
});
