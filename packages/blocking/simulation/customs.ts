/** What is usual among the users and threads of a world. */
export interface Customs {
  /** Users make calls one right after the other and wait for none of them. */
  readonly chains: boolean;
  /** Users sign in by hand although the `auth` option is there. */
  readonly signsInBesideAuth: boolean;
  /** Messages between the threads of a blocking connection may take long while somebody waits for them. */
  readonly slowMessages: boolean;
  /** A server may lose a database that a session is in. */
  readonly losesDatabases: boolean;
  /** Servers have a version before 3.3, which may forget live queries. */
  readonly oldServers: boolean;
}

/** Everything that may happen. */
export const everything: Customs = {
  chains: true,
  signsInBesideAuth: true,
  slowMessages: true,
  losesDatabases: true,
  oldServers: false,
};

/** Users who wait for each call, and threads that are quick. */
export const tame: Customs = {
  chains: false,
  signsInBesideAuth: false,
  slowMessages: false,
  losesDatabases: false,
  oldServers: false,
};
