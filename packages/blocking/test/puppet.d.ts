import { type BlockingOptions, BlockingSurrealConnection, type EngineModule } from "@surreal-sdk/blocking";
/** The module of the engine that does as its requests tell it. */
export declare const puppetModule: string;
/** A connection to a puppet. */
export declare function puppet(options?: BlockingOptions, engine?: Partial<EngineModule>): BlockingSurrealConnection;
/** What a call throws. */
export declare function thrown(act: () => unknown): Error;
//# sourceMappingURL=puppet.d.ts.map
