import { InvalidUrlError, parseEndpoint } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { toNativeUrl } from "./native-url.ts";

it.each([
  ["mem://", "mem://"],
  ["memory", "mem://"],
  ["surrealkv://data/my.db", "surrealkv://data/my.db"],
  ["surrealkv:///data/my.db?sync=every", "surrealkv:///data/my.db?sync=every"],
  ["surrealkv+versioned://x?sync=every", "surrealkv://x?sync=every&versioned=true"],
  ["file:///var/db", "surrealkv:///var/db"],
  ["rocksdb://x", "rocksdb://x"],
])("opens %s as %s", (url, native) => {
  expect(toNativeUrl(parseEndpoint(url))).toBe(native);
});

it("refuses a remote database", () => {
  expect(() => toNativeUrl(parseEndpoint("ws://localhost"))).toThrow(InvalidUrlError);
});
