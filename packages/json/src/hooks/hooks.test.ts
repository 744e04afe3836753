import { deepStrictEqual } from "node:assert/strict";
import { MessageChannel } from "node:worker_threads";
import { Datetime, Decimal, RecordId, Uuid } from "@surreal-sdk/values";
import * as devalue from "devalue";
import * as seroval from "seroval";
import SuperJSON from "superjson";
import { afterEach, describe, expect, it } from "vitest";
import {
  devalueReducers,
  devalueRevivers,
  InvalidJsonError,
  prepare,
  revive,
  reviveInScripts,
  serovalPlugin,
  superjsonValues,
  sveltekitTransport,
} from "../index.ts";

/** What a page gets: SDK values beside what the serializer knows itself. */
const page = {
  user: {
    id: new RecordId("user", [1, { at: new Uuid("018a6680-bef9-701b-9025-e1754f296a0f") }]),
    seen: new Datetime(1, 2),
    balance: new Decimal("1.10"),
    nothing: undefined,
  },
  friends: [new RecordId("user", "</script>"), new Set([new RecordId("user", 1n)])],
  big: 2n ** 60n,
  like: { $record: ["user", 1] },
};
const same = page.user.id;
const twice = [same, same];

describe("superjson", () => {
  const superjson = new SuperJSON();
  superjson.registerCustom(...superjsonValues);

  it("carries the SDK's values", () => {
    deepStrictEqual(superjson.parse(superjson.stringify(page)), page);
    deepStrictEqual(superjson.deserialize(superjson.serialize(twice)), twice);
  });

  it("refuses data that was changed on the way", () => {
    const text = superjson.stringify(page).replace("018a6680", "x");
    expect(() => superjson.parse(text)).toThrow(InvalidJsonError);
  });
});

describe("devalue", () => {
  it("carries the SDK's values", () => {
    const text = devalue.stringify(page, devalueReducers);
    deepStrictEqual(devalue.parse(text, devalueRevivers), page);
    expect(devalue.parse(devalue.stringify(twice, devalueReducers), devalueRevivers)).toStrictEqual(twice);
  });

  it("takes SvelteKit's transport, as SvelteKit passes it", () => {
    const encoders = { Surreal: sveltekitTransport.Surreal.encode };
    const decoders = { Surreal: sveltekitTransport.Surreal.decode };
    deepStrictEqual(devalue.parse(devalue.stringify(page, encoders), decoders), page);
  });

  it("takes them in a script, as SvelteKit writes one into the page", () => {
    const script = devalue.uneval(page, (value, uneval) => {
      const data = sveltekitTransport.Surreal.encode(value);
      return data ? `decode(${uneval(data)})` : undefined;
    });
    expect(script).not.toContain("</script>");
    deepStrictEqual(new Function("decode", `return ${script}`)(sveltekitTransport.Surreal.decode), page);
  });
});

describe("seroval", () => {
  const plugins = [serovalPlugin];
  afterEach(() => Reflect.deleteProperty(globalThis, Symbol.for("surreal-sdk.revive")));

  it("carries the SDK's values as JSON", async () => {
    deepStrictEqual(seroval.fromJSON(seroval.toJSON(page, { plugins }), { plugins }), page);
    deepStrictEqual(seroval.fromJSON(await seroval.toJSONAsync(page, { plugins }), { plugins }), page);
  });

  it("carries them in a stream", async () => {
    const nodes = await new Promise<seroval.SerovalNode[]>((resolve, reject) => {
      const parsed: seroval.SerovalNode[] = [];
      const onParse = (node: seroval.SerovalNode): void => void parsed.push(node);
      seroval.toCrossJSONStream(
        { later: Promise.resolve(page) },
        {
          plugins,
          onParse,
          onDone: () => resolve(parsed),
          onError: reject,
        },
      );
    });
    const refs = new Map();
    const [first] = nodes.map((node) => seroval.fromCrossJSON<{ later: Promise<unknown> }>(node, { plugins, refs }));
    deepStrictEqual(await first?.later, page);
  });

  it("carries them in a script that finds the function", () => {
    const script = seroval.serialize(page, { plugins });
    expect(script).not.toContain("</script>");
    expect(() => seroval.deserialize(script)).toThrow(TypeError);
    reviveInScripts();
    deepStrictEqual(seroval.deserialize(script), page);
  });
});

describe("structuredClone and postMessage", () => {
  it("carry prepared values", async () => {
    deepStrictEqual(revive(structuredClone(prepare(page))), page);
    const { port1, port2 } = new MessageChannel();
    const received = new Promise((resolve) => {
      port2.once("message", resolve);
    });
    port1.postMessage(prepare(page));
    deepStrictEqual(revive(await received), page);
    port1.close();
  });
});
