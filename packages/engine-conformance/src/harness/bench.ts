import { Conversation, type OpenOptions } from "./conversation.ts";
import type { EngineUnderTest, UrlSource } from "./engine-under-test.ts";
import { ConformanceError, show } from "./expectation.ts";
import { Recorder, type Report } from "./recorder.ts";

/** Whole namespaces, so that suites and tests which share a server do not meet. */
const prefix = "conformance";

/** What one test works with: it opens connections, and sees to it that they end as they should. */
export class Bench {
  readonly subject: EngineUnderTest;
  readonly namespace: string = `${prefix}_${randomText()}`;
  readonly #opened: Conversation[] = [];
  readonly #recorders: Recorder[] = [];

  constructor(subject: EngineUnderTest) {
    this.subject = subject;
  }

  get patience(): number {
    return this.subject.patience ?? 4000;
  }

  /** A connection on which nothing was said yet. */
  async connect(options: Partial<OpenOptions> = {}): Promise<Conversation> {
    const url = options.url ?? (await urlOf(this.subject.url));
    const recorder = new Recorder(this.patience);
    this.#recorders.push(recorder);
    const conversation = await Conversation.open(this.subject.engine, recorder, { ...options, url });
    this.#opened.push(conversation);
    return conversation;
  }

  /** What was reported on all connections, those included that never stood. */
  get reports(): Report[] {
    return this.#recorders.flatMap(({ reports }) => reports);
  }

  /** A connection that is signed in and uses a namespace of this test alone. */
  async enter(options: Partial<OpenOptions> = {}): Promise<Conversation> {
    const conversation = await this.connect(options);
    await this.prepare(conversation);
    return conversation;
  }

  /** Signs a connection, or a session of it, in, and selects the namespace of this test. */
  async prepare(conversation: Conversation, session?: string): Promise<void> {
    const place = session === undefined ? {} : { session };
    const { credentials } = this.subject;
    if (credentials !== undefined) await conversation.signin(credentials, place);
    await conversation.use(this.namespace, "main", place);
  }

  /** Runs a test, ends its connections, and raises what the engine did wrong on the way. */
  async run(test: (bench: Bench) => Promise<void>): Promise<void> {
    const failure = await test(this).then(
      () => undefined,
      (error: unknown) => error,
    );
    // Where the test failed as well: a connection that stays would keep the process alive.
    const ends = await Promise.allSettled(this.#opened.map((conversation) => conversation.close()));
    const breaches = this.#opened.flatMap(({ recorder }, index) => {
      const end = ends[index];
      if (end?.status === "rejected") return [`close() failed: ${show(end.reason)}`];
      return recorder.end === undefined ? ["close() resolved before closed() was reported."] : [];
    });
    await turn();
    breaches.unshift(...this.#recorders.flatMap((recorder) => recorder.breaches));
    if (failure === undefined && breaches.length === 0) return;
    if (failure !== undefined && !(failure instanceof ConformanceError)) throw failure;
    const error = failure ?? new ConformanceError("The test itself passed.");
    for (const breach of breaches) error.message += `\n${breach}`;
    throw error;
  }
}

/** The URL, once it is needed. */
export async function urlOf(source: UrlSource): Promise<string> {
  return typeof source === "string" ? source : source();
}

/** Lets everything happen that is already under way in this process. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Letters and digits that nobody else has taken. */
export function randomText(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A fresh id for a session, which clients choose. */
export function randomUuid(): string {
  const hex = randomText() + randomText();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
