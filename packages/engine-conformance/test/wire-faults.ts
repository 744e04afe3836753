import type { EngineRequest, TransportError } from "@surreal-sdk/transport";
import { type Case, lost, receiving, rewriting, sending } from "./broken-engine.ts";

export const declarations: readonly Case[] = [
  {
    what: "states another contract",
    test: "its declaration: states",
    complaint: /contract: 2, and should be 1/,
    fault: { engine: { contract: 2 as 1 } },
  },
  {
    what: "says neither yes nor no to a capability",
    test: "its declaration: says yes or no",
    complaint: /live is undefined/,
    fault: { capabilities: { live: undefined as unknown as boolean } },
  },
  {
    what: "has lost a capability",
    test: "its declaration: declares",
    complaint: /capability live: false, and should be true/,
    fault: { capabilities: { live: false } },
  },
  {
    what: "claims live queries and no state",
    test: "its declaration: claims no session",
    complaint: /need a peer that keeps state/,
    fault: { capabilities: { stateful: false } },
  },
  {
    what: "gives every connection a database of its own, and claims that it can reconnect",
    test: "its declaration: claims that it can reconnect",
    complaint: /A second connection finds other data.*`reconnect: false`/,
    fault: { capabilities: { reconnect: true } },
  },
  {
    what: "opens though it was cancelled",
    test: "opening: is refused",
    complaint: /had to reject/,
    fault: { context: (context) => ({ ...context, signal: new AbortController().signal }) },
  },
  {
    what: "never opens",
    test: "opening: can be given up",
    complaint: /open\(\) settled neither way within/,
    fault: { engine: { open: () => new Promise(() => {}) } },
  },
  {
    what: "opens nothing",
    test: "opening: gives a connection",
    complaint: /open\(\) gave undefined, which is no connection with send\(\) and close\(\)/,
    fault: { engine: { open: () => Promise.resolve(undefined as never) } },
  },
  {
    what: "refuses with something that is no error",
    test: "opening: gives a connection",
    complaint: /threw "no", which is not an error/,
    fault: { engine: { open: () => Promise.reject("no") } },
  },
  {
    what: "refuses with nothing",
    test: "opening: gives a connection",
    complaint: /threw undefined, which is not an error/,
    fault: { engine: { open: () => Promise.reject(undefined) } },
  },
  {
    what: "sends asynchronously",
    test: "opening: gives a connection",
    complaint: /send\(\) returned a promise, and must not be async/,
    fault: {
      connection: (connection) => ({ send: (async (request: EngineRequest) => connection.send(request)) as never }),
    },
  },
  {
    what: "does not know how many bytes wait once it has sent some",
    test: "requests in flight: are counted in bytes",
    complaint: /bufferedBytes is NaN/,
    fault: {
      connection: (connection) => {
        let bufferedBytes = 0;
        return {
          send: (request) => {
            connection.send(request);
            if (request.facts.method === "query") bufferedBytes = Number.NaN;
          },
          get bufferedBytes() {
            return bufferedBytes;
          },
        };
      },
    },
  },
  {
    what: "takes what it does not declare",
    test: "requests of a kind that it does not declare: are refused: export",
    complaint: /took a request that it had to refuse/,
    fault: { capabilities: { export: false } },
  },
];

export const answers: readonly Case[] = [
  {
    what: "hands over text instead of bytes",
    test: "requests in flight: are answered once each",
    complaint: /received\(\) was called with "text" as a frame, which is not a Uint8Array/,
    fault: receiving((frame, id, listener) => listener.received(id?.endsWith("9") ? ("text" as never) : frame, id)),
  },
  {
    what: "answers twice",
    test: "requests in flight: are answered once each",
    complaint: /is settled/,
    fault: receiving((frame, id, listener) => {
      listener.received(frame.slice(), id);
      listener.received(frame, id);
    }),
  },
  {
    what: "leaves a request without an answer",
    test: "requests in flight: are answered once each",
    complaint: /did not come within/,
    fault: sending((request) => (request.id.endsWith("9") ? undefined : request)),
  },
  {
    what: "answers under other ids",
    test: "requests in flight: are answered once each",
    complaint: /in the order of their requests/,
    fault: {
      listener: (listener) => {
        let held: [Uint8Array, string] | undefined;
        return {
          received: (frame, id = "") => {
            const before = held;
            held = before === undefined && Number(id.slice(1)) > 1 ? [frame, id] : undefined;
            if (held !== undefined) return;
            listener.received(before?.[0] ?? frame, id);
            if (before !== undefined) listener.received(frame, before[1]);
          },
        };
      },
    },
  },
  {
    what: "reports failures that have no outcome",
    test: "requests in flight: are answered once each",
    complaint: /not a TransportError/,
    fault: receiving((_frame, id = "", listener) => listener.failed(id, new Error("no") as TransportError)),
  },
  {
    what: "reports while a report is heard",
    test: "requests in flight: may be joined",
    complaint: /from inside another one/,
    fault: {
      connection: (connection, listener) => ({
        send: (request) => {
          connection.send(request);
          listener.alive();
        },
      }),
    },
  },
  {
    what: "goes on about what was abandoned",
    test: "requests in flight: are heard of no more",
    complaint: /was abandoned/,
    fault: {
      connection: (_connection, listener) => ({
        abandon: (id) => setTimeout(() => listener.failed(id, lost()), 0),
      }),
    },
  },
];

const inParts = "streamed exports and imports: give an export";

export const streams: readonly Case[] = [
  {
    what: "streams what it cannot carry",
    test: "its declaration: streams",
    complaint: /importStream needs import/,
    fault: { capabilities: { import: false, importStream: true } },
  },
  {
    what: "gives parts that nobody has asked for",
    test: inParts,
    complaint: /not the engine's turn/,
    fault: {
      listener: (listener) => ({
        part(id, bytes) {
          listener.part(id, bytes.subarray(0, 10));
          setTimeout(() => listener.part(id, bytes.subarray(10)), 0);
        },
      }),
    },
  },
  {
    what: "loses parts",
    test: inParts,
    complaint: /The parts make/,
    fault: { listener: (listener) => ({ part: (id, bytes) => listener.part(id, bytes.subarray(1)) }) },
  },
  {
    what: "gives one part alone",
    test: inParts,
    complaint: /One part has all of the/,
    fault: sending((request) => ({ ...request, streamed: false })),
  },
  {
    what: "cannot be told to go on",
    test: inParts,
    complaint: /has no proceed\(\)/,
    fault: { connection: () => ({ proceed: undefined as never }) },
  },
  {
    what: "goes on with an export that was abandoned",
    test: "streamed exports and imports: end an export",
    complaint: /was abandoned/,
    fault: { connection: () => ({ abandon: () => undefined }) },
  },
];

export const frames: readonly Case[] = [
  {
    what: "cuts large frames off",
    test: "frames: come back whole, whatever",
    complaint: /answered with an error/,
    fault: sending((request) => ({ ...request, frame: request.frame.subarray(0, 65_535) })),
  },
  {
    what: "writes into the frames of requests",
    test: "frames: are sent as they are",
    complaint: /written into the frame/,
    fault: {
      connection: (connection) => ({
        send: (request) => {
          connection.send({ ...request, frame: request.frame.slice() });
          request.frame[request.frame.byteLength - 1] = 0;
        },
      }),
    },
  },
  {
    what: "sends the whole buffer of a view",
    test: "frames: are sent from a view",
    complaint: /an error|larger buffer/,
    fault: sending((request) => ({ ...request, frame: new Uint8Array(request.frame.buffer) })),
  },
  {
    what: "receives into one buffer for all",
    test: "frames: belong to the listener",
    complaint: /changed since|as they came/,
    fault: {
      listener: (listener) => {
        const pool = new Uint8Array(1 << 20);
        return {
          received: (frame, id) => {
            pool.set(frame);
            listener.received(pool.subarray(0, frame.byteLength), id);
          },
        };
      },
    },
  },
  {
    what: "has no limit for answers",
    test: "frames: above maxMessageBytes",
    complaint: /came through/,
    fault: { context: (context) => ({ ...context, maxMessageBytes: 1e9 }) },
  },
  {
    what: "makes lists of bytes",
    test: "values: go both ways unchanged: bytes",
    complaint: /sent back/,
    fault: rewriting(({ params }) => {
      const variables = (params as unknown[])[1] as { value?: unknown } | undefined;
      if (variables?.value instanceof Uint8Array) variables.value = [...variables.value];
    }),
  },
];
