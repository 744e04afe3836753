/** What the language's own async generators inherit. */
function prototypeOfAsyncIterators(): object {
  const { prototype } = Object.getPrototypeOf(async function* () {}) as { prototype: object };
  return Object.getPrototypeOf(prototype) as object;
}

function asyncIteratorClass(): RuntimeAsyncIteratorClass {
  function RuntimeAsyncIterator(): void {}
  RuntimeAsyncIterator.prototype = prototypeOfAsyncIterators();
  return RuntimeAsyncIterator as unknown as RuntimeAsyncIteratorClass;
}

/** As many members as an async generator has in the libraries that a program is compiled with. */
export type RuntimeAsyncIteratorClass = abstract new <T>() => AsyncGenerator<T, void, undefined>;

/** The class behind every async iterator of the runtime, which not every runtime names. */
export const RuntimeAsyncIterator: RuntimeAsyncIteratorClass = asyncIteratorClass();
